package dev.agentsdk.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands lines of stderr to the application's listener, one at a time and in order, on a callback thread. Bounded: a
 * listener that does not keep up loses the oldest lines, and stderr is drained all the same.
 */
final class StderrDispatcher {

    private static final Logger log = LoggerFactory.getLogger(StderrDispatcher.class);
    private static final int MAX_WAITING_LINES = 10_000;

    private final Consumer<String> listener;
    private final SerialExecutor executor;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private boolean dropping;

    StderrDispatcher(Consumer<String> listener, Executor executor) {
        this.listener = listener;
        this.executor = new SerialExecutor(executor);
    }

    /** Called by the reading thread: does not wait. */
    void add(String line) {
        synchronized (waiting) {
            waiting.add(line);
            if (waiting.size() > MAX_WAITING_LINES) {
                waiting.remove();
                if (!dropping) {
                    dropping = true;
                    log.warn("The stderr listener does not keep up; the oldest waiting lines are dropped");
                }
                // The work of the line that was dropped takes this one.
                return;
            }
        }
        executor.execute(this::deliver);
    }

    private void deliver() {
        String line = next();
        if (line == null) {
            return;
        }
        try {
            listener.accept(line);
        } catch (RuntimeException e) {
            log.warn("The stderr listener threw an exception; the next lines still go to it", e);
        }
    }

    private @Nullable String next() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }
}
