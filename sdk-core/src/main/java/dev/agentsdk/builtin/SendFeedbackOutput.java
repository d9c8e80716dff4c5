package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Output of the tool {@code SendFeedback}. */
public final class SendFeedbackOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private SendFeedbackOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SendFeedbackOutput of(RawJson raw) {
        return new SendFeedbackOutput(raw);
    }

    /** {@return whether it was sent} */
    public boolean isSuccess() {
        return in.flag("success");
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }
}
