package dev.agentsdk.callback.internal;

/** Creates the threads of the SDK. They are daemons: an application that forgets to close something can still exit. */
// sdk-process has the same class: the two modules do not depend on each other (record 20).
public final class DaemonThreads {

    private DaemonThreads() {}

    /**
     * Creates a thread, and does not start it.
     *
     * @param work what it runs
     * @param name begins with {@code agent-sdk-}
     * @return the thread, a daemon
     */
    public static Thread create(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
