package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.ProcessEvent;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessResult.Reason;
import dev.agentsdk.process.internal.DaemonThreads;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a run for each subscriber, and passes on what it writes as far as that was requested. */
public final class OutputPublisher implements Flow.Publisher<ProcessEvent> {

    private static final Logger log = LoggerFactory.getLogger(OutputPublisher.class);

    private final Supplier<? extends Run.Streamed<? extends ProcessEvent>> start;

    /**
     * Makes a publisher.
     *
     * @param start starts the process of a subscriber
     */
    public OutputPublisher(Supplier<? extends Run.Streamed<? extends ProcessEvent>> start) {
        this.start = start;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ProcessEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Subscription subscription = new Subscription(subscriber);
        subscriber.onSubscribe(subscription);
        subscription.start(start);
    }

    private static final class Subscription implements Flow.Subscription {
        private final Flow.Subscriber<? super ProcessEvent> subscriber;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long requested;
        private boolean over;
        private @Nullable IllegalArgumentException wrongRequest;
        private Run.@Nullable Streamed<?> streamed;

        Subscription(Flow.Subscriber<? super ProcessEvent> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                end(new IllegalArgumentException("request(" + n + "): must be positive"));
                return;
            }
            lock.lock();
            try {
                requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            end(null);
        }

        /** Nothing more is delivered, but for the error if there is one. Also ends a wait for output. */
        private void end(@Nullable IllegalArgumentException wrong) {
            Run.Streamed<?> toAbandon;
            lock.lock();
            try {
                if (over) {
                    return;
                }
                over = true;
                wrongRequest = wrong;
                toAbandon = streamed;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (toAbandon != null) {
                abandon(toAbandon);
            }
        }

        void start(Supplier<? extends Run.Streamed<? extends ProcessEvent>> starter) {
            if (isOver()) {
                tellWrongRequest();
                return;
            }
            Run.Streamed<? extends ProcessEvent> begun;
            CompletableFuture<ProcessResult> result;
            try {
                begun = starter.get();
                result = begun.run().driveInBackground(() -> true);
            } catch (RuntimeException e) {
                subscriber.onError(e);
                return;
            }
            Thread deliverer = DaemonThreads.create(
                    () -> deliver(begun.queue(), result),
                    "agent-sdk-publish-" + begun.run().pid());
            lock.lock();
            try {
                streamed = begun;
            } finally {
                lock.unlock();
            }
            try {
                deliverer.start();
            } catch (OutOfMemoryError e) {
                // "unable to create native thread": the limit on threads, not the heap.
                end(null);
                subscriber.onError(e);
                return;
            }
            if (isOver()) {
                // Cancelled while it was being started.
                abandon(begun);
            }
        }

        private static void abandon(Run.Streamed<?> streamed) {
            streamed.queue().discard();
            streamed.run().stop(Reason.CANCELLED);
        }

        private void deliver(OutputQueue<? extends ProcessEvent> queue, CompletableFuture<ProcessResult> result) {
            try {
                boolean more = true;
                while (more && awaitRequest()) {
                    more = deliverNext(queue, result);
                }
            } catch (InterruptedException e) {
                log.warn("The thread of a subscription was interrupted, which cancels it");
                end(null);
            } catch (RuntimeException | Error e) {
                log.warn("A subscriber has thrown, which cancels its subscription", e);
                end(null);
            }
            tellWrongRequest();
        }

        /** False behind the last one. */
        private boolean deliverNext(OutputQueue<? extends ProcessEvent> queue, CompletableFuture<ProcessResult> result)
                throws InterruptedException {
            ProcessEvent event;
            boolean last;
            try {
                event = queue.take();
                last = event == null;
                if (event == null && !isOver()) {
                    // Comes with the end of the queue.
                    event = result.get();
                }
            } catch (ProcessException | IllegalStateException e) {
                subscriber.onError(e);
                return false;
            } catch (ExecutionException e) {
                subscriber.onError(e.getCause());
                return false;
            }
            if (event == null || isOver()) {
                return false;
            }
            subscriber.onNext(event);
            if (last && !isOver()) {
                subscriber.onComplete();
            }
            return !last;
        }

        /** Waits for a request and takes one of it; bounded by {@link #cancel()}. False when it is over. */
        private boolean awaitRequest() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (requested == 0 && !over) {
                    changed.await();
                }
                if (requested != Long.MAX_VALUE) {
                    requested--;
                }
                return !over;
            } finally {
                lock.unlock();
            }
        }

        private boolean isOver() {
            lock.lock();
            try {
                return over;
            } finally {
                lock.unlock();
            }
        }

        private void tellWrongRequest() {
            IllegalArgumentException wrong;
            lock.lock();
            try {
                wrong = wrongRequest;
            } finally {
                lock.unlock();
            }
            if (wrong != null) {
                subscriber.onError(wrong);
            }
        }
    }
}
