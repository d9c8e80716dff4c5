package dev.agentsdk.process;

import dev.agentsdk.process.internal.Waits;
import dev.agentsdk.process.internal.run.OutputQueue;
import dev.agentsdk.process.internal.run.Run;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes, taken while it runs: an iteration that waits for it. It can be gone through once;
 * {@link #iterator()} always gives the same iterator. Use it from one thread, and close it: that ends the process if it
 * still runs. A stream that was dropped without closing is found by the garbage collector, and its process ended then.
 *
 * <p>{@code hasNext()} waits. It throws {@link ProcessInterruptedException} if the thread is interrupted, which also ends
 * the process, and {@link ProcessFailedException} behind the last element if the input of the process cannot be read. A
 * time-out, an exit code and a signal end the iteration like any other end: {@link #result()} tells them apart.
 *
 * @param <T> {@link OutputLine} or {@link OutputChunk}
 */
public final class ProcessStream<T extends ProcessEvent> implements Iterable<T>, AutoCloseable {

    private final Run run;
    private final OutputQueue<T> queue;
    private final CompletableFuture<ProcessResult> result;
    private final Elements elements = new Elements();

    private ProcessStream(Run run, OutputQueue<T> queue, Presence presence) {
        this.run = run;
        this.queue = queue;
        presence.consumer = new WeakReference<>(this);
        this.result = run.driveInBackground(presence::isThere);
    }

    static <T extends ProcessEvent> ProcessStream<T> of(Run.Streamed<T> streamed) {
        return new ProcessStream<>(streamed.run(), streamed.queue(), new Presence());
    }

    /** Whether a stream is still reachable for anybody but the run, which holds nothing else of it. */
    private static final class Presence {
        private volatile @Nullable WeakReference<?> consumer;

        boolean isThere() {
            WeakReference<?> reference = consumer;
            return reference == null || reference.get() != null;
        }
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
     * The iterator over what has not been taken yet.
     *
     * @return the same iterator on every call
     */
    @Override
    public Iterator<T> iterator() {
        return elements;
    }

    /**
     * The elements as a sequential stream. Closing it closes this.
     *
     * @return a stream over the same iterator
     */
    public Stream<T> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(this::close);
    }

    /**
     * What came of the run. Waits for its end, and passes over what has not been taken. After the iteration it is there.
     *
     * @return with the last 64 KiB of each output
     * @throws ProcessFailedException if the input of the process cannot be read
     * @throws ProcessInterruptedException if the thread is interrupted, which also ends the process
     */
    public ProcessResult result() {
        if (!result.isDone()) {
            queue.discard();
        }
        try {
            // Bounded by the time-out of the runner, if it has one, and by close().
            return result.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProcessException problem) {
                throw problem;
            }
            throw new ProcessException("The run of process " + pid() + " has failed.", e.getCause());
        }
    }

    private ProcessInterruptedException interrupted(InterruptedException cause) {
        run.stop(ProcessResult.Reason.CANCELLED);
        Thread.currentThread().interrupt();
        return new ProcessInterruptedException(
                "Interrupted while waiting for process " + pid() + ", which is being ended.", cause);
    }

    /**
     * Ends the process if it still runs, as after a time-out, and waits until it has gone: for the graces of the runner
     * and 3 s at the most, normally for milliseconds. What was not taken is dropped. Not shortened by an interruption,
     * whose flag is kept.
     */
    @Override
    public void close() {
        queue.discard();
        run.stop(ProcessResult.Reason.CANCELLED);
        Waits.settled(result, Deadline.in(run.endingBudget()));
    }

    /** Not static: whoever holds the iterator holds the stream. */
    private final class Elements implements Iterator<T> {
        private @Nullable T next;
        private boolean done;

        @Override
        public boolean hasNext() {
            if (next == null && !done) {
                try {
                    next = queue.take();
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
                done = next == null;
            }
            return next != null;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The output of process " + pid() + " is at its end.");
            }
            T element = next;
            next = null;
            return Objects.requireNonNull(element);
        }
    }
}
