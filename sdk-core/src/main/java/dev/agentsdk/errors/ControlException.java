package dev.agentsdk.errors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent answered a control request with an error. The session lives on. */
public class ControlException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** The subtype of the request. */
    private final String subtype;

    /** The id of the request. */
    private final String requestId;

    private final @Nullable String errorCode;

    /**
     * Makes an exception.
     *
     * @param subtype the subtype of the request, for example {@code set_model}
     * @param requestId the id of the request
     * @param message what the agent said
     * @param errorCode the agent's code for it, if it gave one
     */
    public ControlException(String subtype, String requestId, String message, @Nullable String errorCode) {
        super(message);
        this.subtype = subtype;
        this.requestId = requestId;
        this.errorCode = errorCode;
    }

    /**
     * The subtype of the request that failed.
     *
     * @return for example {@code set_model}
     */
    public String subtype() {
        return subtype;
    }

    /**
     * The id of the request that failed.
     *
     * @return the id as it went over the wire
     */
    public String requestId() {
        return requestId;
    }

    /**
     * The agent's code for the error. Newer CLIs give one.
     *
     * @return for example {@code unsupported_request}
     */
    public Optional<String> errorCode() {
        return Optional.ofNullable(errorCode);
    }
}
