package dev.agentsdk.process;

/**
 * What a child of a {@link ProcessSupervisor} is about.
 *
 * <pre>
 * STARTING -> RUNNING -> EXITED, or FAILED, or BACKOFF -> STARTING …
 *    any of these three and BACKOFF -> STOPPING -> STOPPED
 * </pre>
 */
public enum ChildState {
    /** It is being started, for the first time or again. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** It has failed and will be started again. */
    BACKOFF,
    /** It is being stopped. */
    STOPPING,
    /** It has ended with exit code 0. */
    EXITED,
    /** It has failed, and is not started again: see {@link ChildExit#failure()} for reasons other than its exit. */
    FAILED,
    /** It was stopped. */
    STOPPED;

    /**
     * Whether it counts against the limit of the supervisor.
     *
     * @return false when it has ended for good
     */
    public boolean isLive() {
        return this == STARTING || this == RUNNING || this == BACKOFF || this == STOPPING;
    }
}
