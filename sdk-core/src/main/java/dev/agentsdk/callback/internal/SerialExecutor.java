package dev.agentsdk.callback.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what it is given one at a time and in order, on another executor. */
public final class SerialExecutor implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor executor;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable run = this::run;
    private boolean running;

    public SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    /**
     * Does not wait.
     *
     * @throws RuntimeException if the other executor refuses; then the work is not run
     * @throws Error as above, for example because no thread can be created
     */
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
            executor.execute(run);
        } catch (RuntimeException | Error e) {
            synchronized (waiting) {
                // Or nothing would ever run again.
                running = false;
                waiting.removeLastOccurrence(work);
            }
            throw e;
        }
    }

    private void run() {
        boolean complete = false;
        try {
            while (runNext()) {
                // One piece of work each.
            }
            complete = true;
        } finally {
            if (!complete) {
                synchronized (waiting) {
                    running = false;
                }
            }
        }
    }

    private boolean runNext() {
        Runnable work;
        synchronized (waiting) {
            work = waiting.poll();
            if (work == null) {
                running = false;
                return false;
            }
        }
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (CallbackThreads.FAILED_WORK.allows(log::warn)) {
                log.warn("Work in a queue threw an exception; what is behind it still runs", e);
            }
        }
        return true;
    }
}
