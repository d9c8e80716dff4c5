package dev.agentsdk.errors;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reports a callback of the application that threw an exception, or returned a value that cannot be sent. The agent got an
 * error, as with the official SDKs, and the session continues. Also reports a hook that could not be called, for which the
 * agent got a denial.
 *
 * <p>Not thrown: it is given to {@link dev.agentsdk.options.AgentOptions.Builder#callbackErrorListener}, logged, and counted in
 * {@link dev.agentsdk.control.SessionStatistics#callbackErrors()}.
 */
public final class CallbackException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** What kind of callback. */
    public enum Kind {
        /**
         * A hook. The agent proceeds as if there were none, unless the matcher says otherwise, or the hook could not be
         * called.
         */
        HOOK,
        /** The permission callback. The agent does not run the tool. */
        PERMISSION,
        /** A tool. The model gets the error as the tool's result. */
        TOOL,
        /** A tool server of the application's own making. */
        TOOL_SERVER,
        /** The elicitation callback. */
        ELICITATION,
        /** The user dialog callback. */
        USER_DIALOG
    }

    private final Kind kind;

    /** Which callback. */
    private final String callback;

    /**
     * Makes an exception.
     *
     * @param kind what kind of callback
     * @param callback which one, for example the name of a tool
     * @param cause what it threw
     */
    public CallbackException(Kind kind, String callback, @Nullable Throwable cause) {
        super(
                "The " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " callback " + callback + " failed: "
                        + (cause == null ? "no reason" : cause),
                cause);
        this.kind = kind;
        this.callback = callback;
    }

    /**
     * What kind of callback.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Which callback.
     *
     * @return for example {@code PreToolUse (Bash)} or the name of a tool
     */
    public String callback() {
        return callback;
    }
}
