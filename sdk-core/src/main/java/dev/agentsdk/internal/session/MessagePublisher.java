package dev.agentsdk.internal.session;

import dev.agentsdk.errors.SkippedResultException;
import dev.agentsdk.message.Message;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A view of the messages for one subscriber, by the rules of {@link Flow} (Reactive Streams): messages are taken from the
 * queue only as they are asked for, so that nothing is lost when the subscriber cancels, and nobody waits in between.
 */
final class MessagePublisher implements Flow.Publisher<Message> {

    private static final Logger log = LoggerFactory.getLogger(MessagePublisher.class);

    private final MessageCursor cursor;
    private final MessageSource messages;
    private final MessageQueue queue;
    private final Executor executor;
    private final Executor fallback;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /**
     * Makes a publisher.
     *
     * @param executor calls the subscriber; may refuse
     * @param fallback tells the subscriber so
     */
    MessagePublisher(
            MessageCursor cursor, MessageSource messages, MessageQueue queue, Executor executor, Executor fallback) {
        this.cursor = cursor;
        this.messages = messages;
        this.queue = queue;
        this.executor = executor;
        this.fallback = fallback;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(new IllegalStateException("This publisher has its one subscriber. Ask for another one;"
                    + " each message still goes to one of them."));
            return;
        }
        new Subscription(subscriber).start();
    }

    private final class Subscription implements Flow.Subscription {
        private final Flow.Subscriber<? super Message> subscriber;
        private final AtomicLong demand = new AtomicLong();

        /** How many signals wait; whoever raises it from 0 has the work done. Begins with the one of {@link #start}. */
        private final AtomicInteger signals = new AtomicInteger(1);

        private final Runnable onAvailable = this::signalIfWanted;
        private volatile boolean cancelled;
        private volatile @Nullable Throwable misuse;

        Subscription(Flow.Subscriber<? super Message> subscriber) {
            this.subscriber = subscriber;
        }

        void start() {
            // What is asked for in here is delivered when it has returned: a subscriber is called by one thread at a
            // time.
            subscriber.onSubscribe(this);
            if (!cancelled) {
                queue.addListener(onAvailable);
                // What came before, and an end that has been already.
                execute();
            }
        }

        @Override
        public void request(long n) {
            if (cancelled) {
                return;
            }
            if (n <= 0) {
                misuse = new IllegalArgumentException("A subscriber must ask for a positive number, not " + n + ".");
            } else {
                demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
            }
            signal();
        }

        @Override
        public void cancel() {
            cancelled = true;
            queue.removeListener(onAvailable);
        }

        private void signalIfWanted() {
            if (demand.get() > 0 || queue.isExhausted()) {
                signal();
            }
        }

        private void signal() {
            if (signals.getAndIncrement() == 0) {
                execute();
            }
        }

        private void execute() {
            try {
                executor.execute(this::run);
            } catch (RuntimeException | Error e) {
                // A full or shut-down pool, or "unable to create native thread". signals stays above 0: nothing is
                // tried
                // again.
                cancel();
                refuse(e);
            }
        }

        private void refuse(Throwable why) {
            try {
                fallback.execute(() -> subscriber.onError(why));
            } catch (OutOfMemoryError e) {
                // No thread can be created. By this thread then: better than a subscriber that waits for ever.
                log.warn("No thread can be created to call a subscriber; the calling thread does it");
                subscriber.onError(why);
            }
        }

        private void run() {
            int seen = signals.get();
            do {
                try {
                    deliver();
                } catch (Throwable e) {
                    // Subscribers must not throw; one that does is done.
                    cancel();
                    log.warn("A subscriber threw an exception; it gets nothing more", e);
                }
                seen = signals.addAndGet(-seen);
            } while (seen != 0);
        }

        /** Delivers what is there and asked for. By one thread at a time. */
        private void deliver() {
            while (!cancelled) {
                Throwable wrong = misuse;
                if (wrong != null) {
                    fail(wrong);
                    return;
                }
                if (demand.get() == 0) {
                    completeIfExhausted();
                    return;
                }
                MessageSource.Taken taken = messages.poll();
                if (taken == null) {
                    completeIfExhausted();
                    return;
                }
                Message message = cursor.accept(taken);
                if (message != null) {
                    if (demand.get() != Long.MAX_VALUE) {
                        demand.decrementAndGet();
                    }
                    subscriber.onNext(message);
                }
                SkippedResultException skipped = cursor.skippedResult();
                if (skipped != null) {
                    fail(skipped);
                    return;
                }
                if (cursor.isDone() && !cancelled) {
                    cancel();
                    subscriber.onComplete();
                }
            }
        }

        /** An end needs no demand. */
        private void completeIfExhausted() {
            try {
                if (!messages.isExhausted()) {
                    return;
                }
                cursor.endOfMessages();
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
            cancel();
            subscriber.onComplete();
        }

        private void fail(Throwable why) {
            cancel();
            subscriber.onError(why);
        }
    }
}
