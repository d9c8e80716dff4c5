package dev.agentsdk.errors;

import dev.agentsdk.message.ResultMessage;

/** A one-shot question ended with an error result: a limit was reached, the API failed, the run broke off. */
public final class ResultException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient ResultMessage result;

    /**
     * Makes an exception.
     *
     * @param result the result that reports the error
     */
    public ResultException(ResultMessage result) {
        super("The agent ended with an error result (" + result.subtype() + "): " + result.errorText());
        this.result = result;
    }

    /**
     * The result with all its figures.
     *
     * @return the result
     */
    public ResultMessage result() {
        return result;
    }
}
