package dev.agentsdk.internal.session;

import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.StructuredOutputException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.schema.MisfitException;
import dev.agentsdk.schema.RecordShape;
import java.util.List;

/** Reads structured answers out of results. */
public final class StructuredOutputs {

    /** The beginning and the end of a longer text are shown. */
    private static final int MAX_SHOWN_CHARS = 500;

    private StructuredOutputs() {}

    /**
     * The structured answer of a result.
     *
     * @param result the result
     * @param shape what it is to be
     * @param <T> the record
     * @return the answer
     * @throws ResultException if the result is an error
     * @throws StructuredOutputException if there is no answer, or it does not fit
     */
    public static <T> T read(ResultMessage result, RecordShape<T> shape) {
        if (result.isError()) {
            throw new ResultException(result);
        }
        // claude's name for it, and qwen's.
        RawJson output = result.structuredOutput()
                .or(() -> Fields.of(result.raw()).raw("structured_result"))
                .orElseThrow(() -> new StructuredOutputException(
                        "The result holds no structured answer" + held(result)
                                + " Does the agent know AgentOptions.outputSchema?",
                        result,
                        List.of()));
        try {
            return shape.read(output);
        } catch (MisfitException e) {
            StructuredOutputException told = new StructuredOutputException(
                    "The agent's structured answer does not fit: " + e.getMessage(), result, e.problems());
            told.initCause(e);
            throw told;
        }
    }

    private static String held(ResultMessage result) {
        String text = result.result().orElse("");
        if (Printable.isBlank(text)) {
            return " and no text (subtype " + result.subtype() + ", stop reason "
                    + result.stopReason().orElse("unknown") + ").";
        }
        return ", but this text: " + Printable.of(text, MAX_SHOWN_CHARS)
                + (text.length() > MAX_SHOWN_CHARS ? " (" + text.length() + " characters)." : ".");
    }
}
