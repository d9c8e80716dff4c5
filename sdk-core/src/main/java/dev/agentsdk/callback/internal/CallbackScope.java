package dev.agentsdk.callback.internal;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Marks the threads that run callbacks of one session, for as long as they do. The turn waits for such a callback: one that
 * waited for messages of its own turn would wait for ever.
 */
public final class CallbackScope {

    private static final ThreadLocal<@Nullable CallbackScope> CURRENT = new ThreadLocal<>();

    /** Weak, since the threads of a session must not keep alive a session that its application has lost. */
    private volatile WeakReference<@Nullable Object> session = new WeakReference<>(null);

    /** Sets what {@link #session} returns: the application's view of the session. */
    public void belongsTo(Object owner) {
        session = new WeakReference<>(owner);
    }

    /**
     * The session whose callback the current thread runs.
     *
     * @return an {@code AgentSession} or {@code AgentQuery}; empty on other threads, and while the session is opened
     */
    public static Optional<Object> session() {
        CallbackScope scope = CURRENT.get();
        return scope == null ? Optional.empty() : Optional.ofNullable(scope.session.get());
    }

    /** An executor whose tasks are marked. */
    public Executor within(Executor executor) {
        return task -> executor.execute(() -> run(task));
    }

    public void run(Runnable task) {
        CallbackScope outer = CURRENT.get();
        CURRENT.set(this);
        try {
            task.run();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Throws if the current thread runs a callback of this session. */
    public void refuseWaiting() {
        if (CURRENT.get() == this) {
            throw new IllegalStateException(
                    "A callback of a session (a tool, a hook or a permission callback) must not wait"
                            + " for messages of the same session: its turn waits for the callback. Read them on another thread, or"
                            + " ask another agent with AgentQuery.");
        }
    }
}
