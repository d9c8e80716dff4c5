package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Output of the tool {@code AskUserQuestion}. */
public final class AskUserQuestionOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private AskUserQuestionOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AskUserQuestionOutput of(RawJson raw) {
        return new AskUserQuestionOutput(raw);
    }

    /** {@return the questions} */
    public List<UserQuestion> questions() {
        return in.objects("questions", UserQuestion::of);
    }

    /** {@return the answers by question; several are separated by commas} */
    public Map<String, String> answers() {
        return in.stringMap("answers");
    }

    /** {@return what the user has written instead of choosing} */
    public Optional<String> response() {
        return in.string("response");
    }

    /** {@return what the user has added to answers, by question} */
    public Map<String, AnswerAnnotation> annotations() {
        return in.map("annotations", AnswerAnnotation::of);
    }

    /** {@return the time without the user after which there was no answer} */
    public Optional<Duration> idleTimeout() {
        return in.millis("afkTimeoutMs");
    }
}
