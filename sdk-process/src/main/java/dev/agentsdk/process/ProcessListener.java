package dev.agentsdk.process;

/**
 * Receives what a process writes. Calls come from the process's own reading threads: one at a time for stdout and one at
 * a time for stderr, in order; an end may also be reported by the thread that closes the process. They must be quick and
 * must not wait, since nothing is read meanwhile. What they throw is logged and ends the reading of both streams.
 */
public interface ProcessListener {

    /**
     * The process runs, and nothing has been read yet. Called first, by the starting thread, before
     * {@link ProcessLauncher#start} returns. If it throws, the process is ended again and the exception passed on.
     *
     * @param process the process that will be returned
     */
    default void onStart(ManagedProcess process) {}

    /**
     * Bytes from stdout.
     *
     * @param buffer holds them; its content may change after the call returns
     * @param offset where they begin
     * @param length how many they are, at least one
     */
    default void onStdout(byte[] buffer, int offset, int length) {}

    /** Nothing more comes from stdout. Called once. */
    default void onStdoutEnd() {}

    /**
     * Bytes from stderr.
     *
     * @param buffer holds them; its content may change after the call returns
     * @param offset where they begin
     * @param length how many they are, at least one
     */
    default void onStderr(byte[] buffer, int offset, int length) {}

    /** Nothing more comes from stderr. Called once. */
    default void onStderrEnd() {}
}
