package dev.agentsdk.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what it is given one at a time and in order, on another executor. */
final class SerialExecutor implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    /** Does not wait. */
    @Override
    public void execute(Runnable work) {
        synchronized (waiting) {
            waiting.add(work);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::run);
        } catch (Throwable e) {
            // Refused, or no thread: the next work tries again, and takes what waits with it.
            synchronized (waiting) {
                running = false;
            }
            throw e;
        }
    }

    private void run() {
        while (true) {
            Runnable work;
            synchronized (waiting) {
                if (waiting.isEmpty()) {
                    running = false;
                    return;
                }
                work = waiting.remove();
            }
            try {
                work.run();
            } catch (Throwable e) { // also an Error: what is behind it belongs to others
                log.warn("Work in a queue threw an exception or an Error; what is behind it still runs", e);
            }
        }
    }
}
