package dev.agentsdk.process.internal;

/** A process that can be killed without waiting. */
public interface Endable {

    /**
     * Sends SIGKILL to the process and its group. Does not wait for the effect, starts no thread, and does nothing when the
     * process has been reaped.
     */
    void killNow();
}
