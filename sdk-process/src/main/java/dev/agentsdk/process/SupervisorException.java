package dev.agentsdk.process;

/** A {@link ProcessSupervisor} cannot do what it was asked for. Nothing has changed. */
public final class SupervisorException extends ProcessException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** As many children live as are allowed. */
        LIMIT_REACHED,
        /** A child with this name lives. */
        NAME_IN_USE,
        /** There is no child with this name. */
        UNKNOWN_NAME,
        /** The child has no running process at the moment. */
        NOT_RUNNING,
        /** The child lives, so that it cannot be removed. */
        STILL_LIVE,
        /** The supervisor is closed, or the JVM is exiting. */
        CLOSED
    }

    /** Why. */
    private final Reason reason;

    /**
     * Makes an exception.
     *
     * @param reason why
     * @param message what cannot be done, and what to do
     */
    public SupervisorException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
