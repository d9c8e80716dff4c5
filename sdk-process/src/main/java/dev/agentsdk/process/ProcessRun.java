package dev.agentsdk.process;

import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.run.Run;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A command that runs by itself until it ends or is cancelled. Thread-safe. */
public final class ProcessRun implements AutoCloseable {

    private final Run run;

    /** Nothing depends on it, since whoever waits for a future may have to run what does. */
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    /** The caller's, who may complete it before the run is over. */
    private final CompletableFuture<ProcessResult> result = new CompletableFuture<>();

    @SuppressWarnings("FutureReturnValueIgnored") // each leads to the other, for which nobody waits
    ProcessRun(Run run) {
        this.run = run;
        run.driveInBackground(() -> true).whenComplete((end, problem) -> {
            over.complete(null);
            if (problem == null) {
                result.complete(end);
            } else {
                result.completeExceptionally(problem);
            }
        });
        result.whenComplete((end, problem) -> run.stop(ProcessResult.Reason.CANCELLED));
    }

    /**
     * The process id.
     *
     * @return the id, also after its end
     */
    public long pid() {
        return run.pid();
    }

    /**
     * What comes of the run. Completes by a thread of its own, with whatever reason; exceptionally only with a
     * {@link ProcessFailedException} when its input cannot be read or its output not be kept. Whoever completes it
     * otherwise, by cancelling or by a time-out of the future, ends the process.
     *
     * @return the same future on every call
     */
    public CompletableFuture<ProcessResult> result() {
        return result;
    }

    /** Has the process ended, as after a time-out. Does not wait; the {@link #result()} says when it is over. */
    public void cancel() {
        run.stop(ProcessResult.Reason.CANCELLED);
    }

    /**
     * {@linkplain #cancel() Cancels} and waits until the process has gone: for the graces of the runner and 3 s at the
     * most, normally for milliseconds. Then the {@link #result()} is there. Not shortened by an interruption, whose flag is
     * kept. Does nothing after the end.
     */
    @Override
    public void close() {
        cancel();
        Deadline deadline = Deadline.in(run.endingBudget());
        boolean gone = Waits.settled(over, deadline);
        while (gone && !result.isDone() && !deadline.hasPassed()) {
            // Bounded by the next line of the thread that has just said so.
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
        }
    }
}
