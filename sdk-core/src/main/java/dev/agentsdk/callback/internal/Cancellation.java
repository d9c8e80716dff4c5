package dev.agentsdk.callback.internal;

import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.spi.WarningLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One callback's cancellation, and the thread to interrupt for it. */
public final class Cancellation implements CancellationSignal {

    private static final Logger log = LoggerFactory.getLogger(Cancellation.class);

    private final Executor executor;
    private final WarningLimit warnings;
    private final List<Runnable> actions = new ArrayList<>();
    private @Nullable Thread runner;
    private boolean cancelled;

    /**
     * Makes a signal.
     *
     * @param executor runs the actions: never the reading thread, which cancels
     * @param warnings limits what is logged of actions that throw: the agent decides how many are run
     */
    public Cancellation(Executor executor, WarningLimit warnings) {
        this.executor = executor;
        this.warnings = warnings;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        Objects.requireNonNull(action, "action");
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        run(action);
    }

    /** Cancels. Does not wait. Does not interrupt the calling thread, which may be a callback that closes its session. */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(actions);
            actions.clear();
            if (runner != null && runner != Thread.currentThread()) {
                runner.interrupt();
            }
        }
        toRun.forEach(action -> executor.execute(() -> run(action)));
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) { // also an Error: others are cancelled after it
            if (warnings.allows(log::warn)) {
                log.warn("What a callback wanted to do when cancelled threw an exception", e);
            }
        }
    }

    /**
     * The calling thread begins to run the callback.
     *
     * @return false if it need not
     */
    public synchronized boolean enter() {
        if (cancelled) {
            return false;
        }
        runner = Thread.currentThread();
        return true;
    }

    /** The calling thread has run the callback. An interruption that was meant for it is not left to the thread's next work. */
    public synchronized void leave() {
        runner = null;
        if (cancelled) {
            Thread.interrupted();
        }
    }
}
