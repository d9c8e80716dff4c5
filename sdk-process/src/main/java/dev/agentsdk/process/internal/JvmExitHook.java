package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.internal.LiveProcesses.Entry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the processes of this JVM when it exits: those that are ended at once in parallel, the others when their time is
 * over; until nothing is alive. Each process has its budget and {@link #SLACK}, starts under way have {@link #START_WAIT};
 * what is alive after that gets SIGKILL and is not waited for. The longest of these times bounds the whole.
 *
 * <p>Where threads are scarce, the thread that runs the exit does the work before it starts any other hook, and ends what
 * would have time, too: if the JVM cannot start one hook, it starts no more, and waits for none. Without a thread for each
 * process, all get SIGKILL first, since the first that is slow to end would take the time of all others; then they are
 * closed one after the other.
 */
final class JvmExitHook extends Thread {

    private static final Logger log = LoggerFactory.getLogger(JvmExitHook.class);

    /** A start is a spawn and its checks: milliseconds. Longer on a machine that is busy, or with a program on a slow disk. */
    private static final Duration START_WAIT = Duration.ofSeconds(2);

    /** What a close may take beyond its budget on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** Enough for the hooks of an application. */
    private static final int PLENTY = 16;

    /** The JVM keeps hooks in an {@link java.util.IdentityHashMap} of at least so many places, and starts them in their order. */
    private static final int PLACES = 32;

    private static final int CANDIDATES = 16 * PLACES;

    /**
     * A hook that the JVM most likely starts first: one whose identity hash code leads to the first place. If a hook cannot
     * be started for want of a thread, the JVM starts none of the later ones, and there nearly always is another hook, such
     * as that of {@code java.util.logging}. Depends on the JDK; on one that is made otherwise the order is left to chance.
     */
    static JvmExitHook create() {
        JvmExitHook hook = new JvmExitHook();
        for (int i = 0; i < CANDIDATES && System.identityHashCode(hook) % PLACES != 0; i++) {
            hook = new JvmExitHook();
        }
        return hook;
    }

    private JvmExitHook() {
        super("agent-sdk-shutdown");
        // Not that of the caller, which may be any application's.
        setContextClassLoader(JvmExitHook.class.getClassLoader());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the work must not hold this thread's monitor
    public void start() {
        if (FreeThreads.areThere(PLENTY)) {
            try {
                super.start();
                return;
            } catch (OutOfMemoryError e) {
                log.debug("No thread can be created for the shutdown hook", e);
            }
        }
        endAll(false);
    }

    @Override
    public void run() {
        endAll(true);
    }

    private static void endAll(boolean threads) {
        try {
            endUntilNothingIsAlive(threads);
        } catch (RuntimeException | Error e) {
            log.error("The ending of processes at the exit of the JVM has failed; they are killed", e);
        } finally {
            for (ManagedProcess alive : LiveProcesses.endExit()) {
                LiveProcesses.killNow(alive);
            }
        }
    }

    private static void endUntilNothingIsAlive(boolean threads) {
        long began = System.nanoTime();
        LiveProcesses.beginExit(threads);
        Deadline starts = Deadline.in(START_WAIT);
        List<Entry> due = LiveProcesses.awaitDue(began, starts, SLACK);
        while (!due.isEmpty()) {
            if (threads) {
                end(due);
            } else {
                endWithoutThreads(due);
            }
            due = LiveProcesses.awaitDue(began, starts, SLACK);
        }
    }

    private static void end(List<Entry> due) {
        for (int i = 0; i < due.size(); i++) {
            Entry entry = due.get(i);
            try {
                Thread closer = DaemonThreads.create(() -> end(entry), "agent-sdk-shutdown-" + entry.process.pid());
                closer.start();
            } catch (OutOfMemoryError e) {
                endWithoutThreads(due.subList(i, due.size()));
                return;
            }
        }
    }

    private static void endWithoutThreads(List<Entry> entries) {
        for (Entry entry : entries) {
            LiveProcesses.killNow(entry.process);
        }
        log.debug("No thread can be created at the exit of the JVM: {} processes were killed", entries.size());
        for (Entry entry : entries) {
            end(entry);
        }
    }

    /** The process is closed whatever its session does, and the next one whatever this one does. */
    private static void end(Entry entry) {
        Deadline deadline = entry.deadline();
        try {
            Consumer<Deadline> ending = entry.ending();
            if (ending != null) {
                ending.accept(deadline);
            }
        } catch (RuntimeException | Error e) {
            log.error("The session of {} could not be closed at the exit of the JVM", entry.process, e);
        } finally {
            close(entry, deadline);
        }
    }

    private static void close(Entry entry, Deadline deadline) {
        try {
            entry.process.close(deadline);
        } catch (RuntimeException | Error e) {
            LiveProcesses.killNow(entry.process);
            log.error("{} could not be closed at the exit of the JVM; it was killed", entry.process, e);
        } finally {
            LiveProcesses.ended(entry);
        }
    }
}
