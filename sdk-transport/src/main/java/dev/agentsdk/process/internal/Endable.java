package dev.agentsdk.process.internal;

/** A process that can be killed without waiting. */
public interface Endable {

    /**
     * Sends SIGKILL to the process and its group. Neither waits nor looks at other processes; what it leaves is ended by
     * {@link dev.agentsdk.process.ManagedProcess#close()}.
     */
    void killNow();
}
