package dev.agentsdk.errors;

import dev.agentsdk.message.ResultMessage;
import java.util.List;

/**
 * The agent ended well but gave no structured answer, or one that does not fit the record that was asked for. The model's
 * text is in the result.
 */
public final class StructuredOutputException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient ResultMessage result;

    private final transient List<String> problems;

    /**
     * Makes an exception.
     *
     * @param message what is wrong
     * @param result the result
     * @param problems what does not fit; empty if there is no answer
     */
    public StructuredOutputException(String message, ResultMessage result, List<String> problems) {
        super(message);
        this.result = result;
        this.problems = List.copyOf(problems);
    }

    /**
     * The result with all its figures.
     *
     * @return the result
     */
    public ResultMessage result() {
        return result;
    }

    /**
     * What does not fit.
     *
     * @return one text for each thing; empty if the agent gave no structured answer at all
     */
    public List<String> problems() {
        return problems;
    }
}
