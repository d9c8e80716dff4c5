package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of one process: which thread makes it, and what all others get.
 *
 * <p>The first thread that closes runs the {@link Teardown}. Others wait for its report, each by its own deadline: when that
 * passes, they send SIGKILL themselves, and get a preliminary report if the first thread still has none. A thread that has
 * too little stack left for an ending has another one make it ({@code handOver}).
 *
 * <p>The lock is held for the whole teardown, and is the first one of a process. Callers wait for it until their deadline.
 */
public final class Ending {

    /** What the first thread gets to see the SIGKILL of another one, and to report. */
    private static final Duration AFTER_KILL = Duration.ofMillis(200);

    /** Stack that an ending needs, in frames of {@link #probe}. */
    private static final int ENDING_DEPTH = 400;

    /** Stack that it takes to make another thread do it. */
    private static final int HAND_OVER_DEPTH = 100;

    /** Made before memory can be missing. */
    private static final Deadline PASSED = Deadline.in(Duration.ZERO);

    private final Teardown.Target target;
    private final Duration budget;
    private final Teardown teardown;
    private final BooleanSupplier stdinWasClosed;
    private final Runnable handOver;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();

    private volatile boolean begun;

    /** The teardown is over; {@link #exit} completes at once if it has not before. */
    private volatile boolean tornDown;

    // Guarded by lock.
    private @Nullable ProcessExit report;

    /**
     * The ending of a process.
     *
     * @param target the process
     * @param plan the times
     * @param stdinWasClosed whether its stdin was closed before the ending
     * @param handOver makes another thread call {@link #close}; must need little stack
     */
    public Ending(Teardown.Target target, TeardownPlan plan, BooleanSupplier stdinWasClosed, Runnable handOver) {
        this.target = target;
        this.budget = plan.budget();
        this.teardown = new Teardown(target, plan);
        this.stdinWasClosed = stdinWasClosed;
        this.handOver = handOver;
    }

    /** {@return the future of the end, the same on every call} */
    public CompletableFuture<ProcessExit> exit() {
        return exit;
    }

    /** {@return whether a thread closes the process, or has closed it} */
    public boolean hasBegun() {
        return begun;
    }

    /**
     * Completes {@link #exit()} with the report on an end that came without a close.
     *
     * @param end the report
     */
    public void complete(ProcessExit end) {
        exit.complete(end);
    }

    /**
     * Ends the process within the budget of its plan, or at once if there is no memory for a deadline.
     *
     * @return how it ended
     */
    public ProcessExit close() {
        Deadline deadline;
        try {
            deadline = Deadline.in(budget);
        } catch (OutOfMemoryError e) {
            deadline = PASSED;
        }
        return close(deadline);
    }

    /**
     * Ends the process, or waits for the thread that does.
     *
     * @param deadline bounds the whole
     * @return how it ended
     */
    public ProcessExit close(Deadline deadline) {
        ProcessExit known = exit.getNow(null);
        if (known != null && tornDown) {
            return known;
        }
        // A process that has exited by itself is torn down too: its output may be unread, and its descriptors open.
        if (lock.isHeldByCurrentThread()) {
            // From inside the ending, by a listener that it notifies.
            return exit.getNow(preliminary("close() was called from inside close()"));
        }
        if (!hasStack(ENDING_DEPTH)) {
            // Before anything has begun: locks that are taken with too little stack may never be released. Without
            // enough for this either, the error goes to the caller, and a later close() does it all.
            probe(HAND_OVER_DEPTH);
            begun = true;
            handOver.run();
            Waits.settled(exit, deadline);
            return exit.getNow(preliminary("no stack was left to end the process on the thread that called close()"));
        }
        begun = true;
        // First without waiting, which needs no memory.
        if (lock.tryLock() || Waits.tryLock(lock, deadline)) {
            runOnce(deadline);
        } else {
            target.killNow();
            Waits.settled(exit, Deadline.in(AFTER_KILL));
        }
        ProcessExit end = exit.getNow(null);
        return end != null ? end : preliminary("another thread's close() has not ended in time; SIGKILL was sent");
    }

    /** Called with the lock, which is free again before the future completes: dependents may be an application's code. */
    private void runOnce(Deadline deadline) {
        ProcessExit end;
        try {
            if (report == null) {
                report = teardown.run(deadline, stdinWasClosed.getAsBoolean());
                tornDown = true;
            }
            end = report;
        } finally {
            lock.unlock();
        }
        exit.complete(end);
    }

    private static boolean hasStack(int depth) {
        try {
            return probe(depth) >= 0;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static int probe(int depth) {
        return depth == 0 ? 0 : 1 + probe(depth - 1);
    }

    private ProcessExit preliminary(String problem) {
        return ProcessExit.builder(Stage.ABANDONED)
                .unseen(List.of("descendants: the ending is not over"))
                .problems(List.of(problem))
                .build();
    }
}
