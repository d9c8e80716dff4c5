package dev.agentsdk.process;

import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.ListenerQueue;
import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Runs many commands, some at a time. Each has an outcome of its own, whatever becomes of the others: a command that
 * fails, times out or cannot be started stops none. Closing the batch ends what runs and gives up what has not begun.
 * Thread-safe.
 *
 * <pre>{@code
 * List<BatchOutcome> outcomes = ProcessBatch.builder(ProcessRunner.create())
 *         .concurrency(4)
 *         .timeout(Duration.ofSeconds(30))
 *         .run(specs);
 * }</pre>
 */
public final class ProcessBatch implements AutoCloseable {

    /** For calls of the listener that still wait when the last command is over. */
    private static final Duration LISTENER_PATIENCE = Duration.ofSeconds(1);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ProcessRunner runner;
    private final List<ProcessSpec> specs;
    private final @Nullable BatchListener listener;
    private final ListenerQueue listenerCalls;
    private final AtomicReferenceArray<@Nullable BatchOutcome> outcomes;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<List<BatchOutcome>> results = new CompletableFuture<>();
    private volatile boolean cancelled;

    private ProcessBatch(ProcessRunner runner, List<ProcessSpec> specs, @Nullable BatchListener listener) {
        this.runner = runner;
        this.specs = specs;
        this.listener = listener;
        this.outcomes = new AtomicReferenceArray<>(specs.size());
        // Two calls for each: none is ever dropped. They hold no more than the outcomes of this batch.
        this.listenerCalls = new ListenerQueue(
                "agent-sdk-batch-listener-" + NUMBER.incrementAndGet(),
                Math.max(1, 2 * specs.size()),
                (pieces, bytes) -> {});
    }

    /**
     * A builder of batches.
     *
     * @param runner runs the commands
     * @return a builder, which may start many batches
     */
    public static Builder builder(ProcessRunner runner) {
        return new Builder(runner);
    }

    /** Says how a batch runs. Not thread-safe. */
    public static final class Builder {
        private ProcessRunner runner;
        private int concurrency = Runtime.getRuntime().availableProcessors();
        private @Nullable BatchListener listener;

        private Builder(ProcessRunner runner) {
            this.runner = Objects.requireNonNull(runner, "runner");
        }

        /**
         * Sets how many commands run at a time.
         *
         * @param limit positive; the number of processors by default
         * @return this
         */
        public Builder concurrency(int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("At least one command must be allowed to run: " + limit);
            }
            this.concurrency = limit;
            return this;
        }

        /**
         * Sets how long each command may run, as {@link ProcessRunner#withTimeout} does.
         *
         * @param timeout for each, from its own start; that of the runner by default
         * @return this
         */
        public Builder timeout(Duration timeout) {
            this.runner = runner.withTimeout(timeout);
            return this;
        }

        /**
         * Sets who hears how it gets on.
         *
         * @param progress the listener; none by default
         * @return this
         */
        public Builder listener(BatchListener progress) {
            this.listener = Objects.requireNonNull(progress, "progress");
            return this;
        }

        /**
         * Starts a batch and returns at once.
         *
         * @param specs the commands
         * @return the batch, which should be closed
         * @throws ProcessStartException if there is no thread to run it
         */
        @SuppressWarnings("FutureReturnValueIgnored") // it leads to the cancellation, for which nobody waits
        public ProcessBatch start(List<ProcessSpec> specs) {
            ProcessBatch batch = new ProcessBatch(runner, List.copyOf(specs), listener);
            batch.startWorkers(concurrency);
            batch.results.whenComplete((outcomes, problem) -> batch.cancel());
            return batch;
        }

        /**
         * Runs a batch and waits for its end, as {@link ProcessBatch#await()} does.
         *
         * @param specs the commands
         * @return the outcomes, in the order of the specifications
         * @throws ProcessStartException if there is no thread to run it
         */
        public List<BatchOutcome> run(List<ProcessSpec> specs) {
            try (ProcessBatch batch = start(specs)) {
                return batch.await();
            }
        }
    }

    private void startWorkers(int concurrency) {
        int wanted = Math.max(1, Math.min(concurrency, specs.size()));
        workers.set(wanted);
        for (int i = 0; i < wanted; i++) {
            Thread worker = DaemonThreads.create(this::work, "agent-sdk-batch-" + i);
            try {
                worker.start();
            } catch (OutOfMemoryError e) {
                // "unable to create native thread": the limit on threads, not the heap. The others do the work.
                if (i == 0) {
                    throw new ProcessStartException(
                            ProcessStartException.Reason.OUT_OF_PROCESSES,
                            "No thread could be created to run a batch: a limit is reached (ulimit -u, or that of the"
                                    + " container).",
                            e);
                }
                int missing = wanted - i;
                if (workers.addAndGet(-missing) == 0) {
                    finish();
                }
                return;
            }
        }
    }

    private void work() {
        for (int index = next.getAndIncrement(); index < specs.size(); index = next.getAndIncrement()) {
            BatchOutcome outcome = outcomeOf(index, specs.get(index));
            outcomes.set(index, outcome);
            int doneNow = done.incrementAndGet();
            if (listener != null) {
                listenerCalls.add(() -> listener.onEnd(outcome, doneNow, specs.size()));
            }
        }
        if (workers.decrementAndGet() == 0) {
            finish();
        }
    }

    private BatchOutcome outcomeOf(int index, ProcessSpec spec) {
        if (cancelled) {
            return BatchOutcome.notStarted(index, spec);
        }
        try {
            Run run = runner.begin(spec);
            running.add(run);
            try {
                if (cancelled) {
                    run.stop(ProcessResult.Reason.CANCELLED);
                }
                if (listener != null) {
                    listenerCalls.add(() -> listener.onStart(index, spec, run.pid()));
                }
                return BatchOutcome.of(index, spec, run.drive());
            } finally {
                running.remove(run);
            }
        } catch (ProcessException e) {
            return BatchOutcome.of(index, spec, e);
        } catch (RuntimeException | Error e) {
            // Of the caller's launcher or input, or no memory: one command's misfortune is not that of the others.
            return BatchOutcome.of(index, spec, new ProcessException("The command could not be run: " + e, e));
        }
    }

    private void finish() {
        listenerCalls.awaitIdle(Deadline.in(LISTENER_PATIENCE));
        listenerCalls.end();
        over.countDown();
        results.complete(outcomes());
    }

    /**
     * The outcomes, in the order of the specifications. Completes when all commands are over, never exceptionally. Whoever
     * completes it otherwise, for example by cancelling it, cancels the batch.
     *
     * @return the same future on every call
     */
    public CompletableFuture<List<BatchOutcome>> results() {
        return results;
    }

    /**
     * Waits until all commands are over. An interruption cancels the batch: the outcomes come all the same, and the
     * interrupt flag is set.
     *
     * @return the outcomes, in the order of the specifications
     */
    public List<BatchOutcome> await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    // Bounded by the time-out of the runner, if it has one, and by cancel().
                    over.await();
                    return outcomes();
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancel();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<BatchOutcome> outcomes() {
        List<BatchOutcome> all = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            all.add(Objects.requireNonNull(outcomes.get(i)));
        }
        return List.copyOf(all);
    }

    /** Ends what runs, as after a time-out, and gives up what has not begun. Does not wait. */
    public void cancel() {
        cancelled = true;
        running.forEach(run -> run.stop(ProcessResult.Reason.CANCELLED));
    }

    /**
     * {@linkplain #cancel() Cancels} and waits until everything has gone: for the graces of the runner and 4 s at the most,
     * normally for milliseconds. Not shortened by an interruption, whose flag is kept. Does nothing after the end.
     */
    @Override
    public void close() {
        cancel();
        Waits.await(over, Deadline.in(runner.endingBudget().plus(LISTENER_PATIENCE)));
    }
}
