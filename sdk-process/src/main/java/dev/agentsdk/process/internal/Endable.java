package dev.agentsdk.process.internal;

/** A process that can be killed without waiting. */
public interface Endable {

    /**
     * Sends SIGKILL to the process and its group. Neither waits for the effect nor looks at other processes, starts no
     * thread, and does nothing when the process has been reaped. What it leaves is ended by
     * {@link dev.agentsdk.process.ManagedProcess#close()}.
     */
    void killNow();
}
