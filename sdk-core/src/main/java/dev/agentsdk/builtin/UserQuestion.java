package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** A question of the model to the user. */
public final class UserQuestion extends JsonBacked {

    private final ShallowObject in;

    private UserQuestion(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UserQuestion of(RawJson raw) {
        return new UserQuestion(raw);
    }

    /** {@return the question} */
    public String question() {
        return in.text("question");
    }

    /** {@return its name in a word or two} */
    public String header() {
        return in.text("header");
    }

    /** {@return the answers to choose from} */
    public List<AnswerOption> options() {
        return in.objects("options", AnswerOption::of);
    }

    /** {@return whether several can be chosen} */
    public boolean multiSelect() {
        return in.flag("multiSelect");
    }
}
