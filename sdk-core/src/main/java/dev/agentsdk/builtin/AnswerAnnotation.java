package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** What a user has added to an answer. */
public final class AnswerAnnotation extends JsonBacked {

    private final ShallowObject in;

    private AnswerAnnotation(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AnswerAnnotation of(RawJson raw) {
        return new AnswerAnnotation(raw);
    }

    /** {@return the preview of the answer that was chosen} */
    public Optional<String> preview() {
        return in.string("preview");
    }

    /** {@return what the user has written beside it} */
    public Optional<String> notes() {
        return in.string("notes");
    }

    /** {@return why there is no answer: {@code skipped}, {@code replied_in_chat}, {@code dismissed} or newer} */
    public Optional<String> unanswered() {
        return in.string("unanswered");
    }
}
