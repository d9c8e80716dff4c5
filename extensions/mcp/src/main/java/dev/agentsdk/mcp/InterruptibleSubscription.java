package dev.agentsdk.mcp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * A subscription whose cancellation also interrupts the thread that subscribes: a handler that runs there has not given
 * back yet what could be disposed of.
 */
final class InterruptibleSubscription {

    private final Disposable.Swap subscription = Disposables.swap();

    /** Both guarded by this. */
    private @Nullable Thread subscriber;

    private boolean cancelled;

    /**
     * Subscribes on the calling thread, unless cancelled before.
     *
     * @param whenEnded called once, with an error or null, if it ends by itself
     */
    void subscribe(Mono<Void> mono, Consumer<@Nullable Throwable> whenEnded) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            subscriber = Thread.currentThread();
        }
        try {
            subscription.update(mono.subscribe(nothing -> {}, whenEnded, () -> whenEnded.accept(null)));
        } catch (
                Throwable e) { // what Reactor takes for fatal, a missing class for example: somebody waits all the same
            whenEnded.accept(e);
        } finally {
            synchronized (this) {
                subscriber = null;
                if (cancelled) {
                    // What was meant for the handler is not left to what the thread runs next.
                    Thread.interrupted();
                }
            }
        }
    }

    /** Cancels. May be called by the handler itself, which is then not interrupted. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            if (subscriber != null && subscriber != Thread.currentThread()) {
                subscriber.interrupt();
            }
        }
        subscription.dispose();
    }
}
