package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Input of the tool {@code AskUserQuestion}. */
public final class AskUserQuestionInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private AskUserQuestionInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AskUserQuestionInput of(RawJson raw) {
        return new AskUserQuestionInput(raw);
    }

    /** {@return the questions} */
    public List<UserQuestion> questions() {
        return in.objects("questions", UserQuestion::of);
    }

    /** {@return the answers by question, if the permission callback or a hook has filled them in} */
    public Map<String, String> answers() {
        return in.stringMap("answers");
    }

    /** {@return what the user has added to answers, by question} */
    public Map<String, AnswerAnnotation> annotations() {
        return in.map("annotations", AnswerAnnotation::of);
    }

    /** {@return who asks, for example {@code remember}} */
    public Optional<String> source() {
        return in.object("metadata").string("source");
    }
}
