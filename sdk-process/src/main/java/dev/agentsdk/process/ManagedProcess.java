package dev.agentsdk.process;

import java.util.concurrent.CompletableFuture;

/**
 * A running child process. Its stdout and stderr are read from the start, by threads of its own; when it exits it is
 * reaped, after what it left behind has been treated as its {@link TeardownPlan} says.
 *
 * <p>Thread rules: every method may be called from any thread, also from a {@link ProcessListener}, where only
 * {@link #write} and {@link #closeStdin(Deadline)} are forbidden because they may wait.
 */
public interface ManagedProcess extends AutoCloseable {

    /**
     * The process id. Valid as an address for signals only while the process has not been reaped.
     *
     * @return the id
     */
    long pid();

    /**
     * Whether the process has not exited yet.
     *
     * @return false also while it waits to be reaped
     */
    boolean isAlive();

    /**
     * Writes to stdin. Writes of concurrent callers do not mix. Waits while the process does not read; {@code deadline},
     * {@link #close()} and the end of the process end the waiting. Not ended by {@link Thread#interrupt()}: half of it
     * might be written.
     *
     * @param deadline bounds the wait
     * @param parts what to write, one after the other
     * @return false if it could not all be written by the deadline. If a part was, stdin is closed, because nothing
     *     sensible can follow
     * @throws StdinClosedException if stdin is closed or the process has gone
     */
    boolean write(Deadline deadline, byte[]... parts);

    /**
     * Closes stdin after the write that is under way, so that the process reads EOF. Repeated calls do nothing.
     *
     * @param deadline bounds the wait for that write; when it passes, stdin stays open
     */
    void closeStdin(Deadline deadline);

    /** Stops the reading of stdout soon: what is already read still comes. Does not wait. */
    void pauseStdout();

    /** Undoes {@link #pauseStdout()}. Does not wait. */
    void resumeStdout();

    /**
     * The end of the process. Completes when it is gone and reaped; after {@link #close()}, when everything is released.
     * Never completes exceptionally. Dependents without an executor run on the thread that saw the end and should be
     * short.
     *
     * @return the same future on every call
     */
    CompletableFuture<ProcessExit> exit();

    /**
     * Ends the process as its plan says and releases everything, by {@code deadline} at the latest. In this order: no
     * more writes, and a waiting writer is freed; its descendants are noted; stdin is closed; the reading end of stdout
     * is closed, before any wait, so that a process that is blocked on a full pipe gets EPIPE on its next write; then
     * the waits and signals of the plan. stderr is read to its end. If the deadline leaves less than the plan wants, the
     * EOF grace is what shrinks.
     *
     * <p>Any number of calls from any threads get the same report. Thread interruption does not shorten it; the flag is
     * kept. Never throws because of what the process did.
     *
     * @param deadline bounds the whole
     * @return how it ended
     */
    ProcessExit close(Deadline deadline);

    /** {@link #close(Deadline)} with the budget of the plan from now. */
    @Override
    void close();
}
