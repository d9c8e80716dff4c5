package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code SendFeedback}. */
public final class SendFeedbackInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private SendFeedbackInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SendFeedbackInput of(RawJson raw) {
        return new SendFeedbackInput(raw);
    }

    /** {@return {@code bug}, {@code idea}, {@code missing_capability} or newer} */
    public String kind() {
        return in.text("type");
    }

    /** {@return what it is about, in a line} */
    public String title() {
        return in.text("title");
    }

    /** {@return the report} */
    public String details() {
        return in.text("details");
    }

    /** {@return the part of the agent that it is about} */
    public Optional<String> area() {
        return in.string("area");
    }

    /** {@return how the model has failed, for example {@code overeager}} */
    public Optional<String> failureMode() {
        return in.string("failure_mode");
    }

    /** {@return what the session was doing, for example {@code debug}} */
    public Optional<String> taskCategory() {
        return in.string("task_category");
    }
}
