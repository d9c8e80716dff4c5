package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** An answer that a {@link UserQuestion} offers. */
public final class AnswerOption extends JsonBacked {

    private final ShallowObject in;

    private AnswerOption(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AnswerOption of(RawJson raw) {
        return new AnswerOption(raw);
    }

    /** {@return the answer} */
    public String label() {
        return in.text("label");
    }

    /** {@return what it means} */
    public String description() {
        return in.text("description");
    }

    /** {@return what is shown while it is looked at} */
    public Optional<String> preview() {
        return in.string("preview");
    }
}
