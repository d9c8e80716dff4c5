package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.JvmExit;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that run, so that they can be ended when the JVM exits. One {@linkplain JvmExitHook shutdown hook} for all
 * of them, registered before the first start and removed with the last process.
 *
 * <p>A start is registered before it spawns: {@link #begin} opens it, {@link #add} makes its process known, and
 * {@link Start#isOver} ends it. Once the exit has begun, {@code begin} refuses; a start that came before is waited for by the hook.
 * So there is no moment at which a process exists that the hook does not know of, or waits for.
 */
public final class LiveProcesses {

    private static final Logger log = LoggerFactory.getLogger(LiveProcesses.class);

    /**
     * Guards everything below; notified whenever the hook may have something to do. No other lock of this library is taken
     * under it; that of the JDK's shutdown hooks is.
     */
    private static final Object LOCK = new Object();

    private static final Map<ManagedProcess, Entry> LIVE = new LinkedHashMap<>();

    /** What the hook ends now: also when the process has gone, since the rest of a session's close may still run. */
    private static final Set<Entry> ENDING = new LinkedHashSet<>();

    /** Starts under way whose process the hook would have to end. */
    private static int starting;

    private static boolean exiting;

    /** Whether {@link JvmExit#waitUpTo} counts. */
    private static boolean waiting = true;

    /** The hook has done all that it does: a process that comes now is killed at once. */
    private static boolean exitOver;

    /** Null if it is not registered: a thread holds the class loaders of those who called its constructor. */
    private static @Nullable Thread hook;

    private static final long NOTHING = Long.MAX_VALUE;

    private LiveProcesses() {}

    /** A start under way. */
    @FunctionalInterface
    public interface Start {
        /** The process has been added, or there is none. To be called once, in a {@code finally}. */
        void isOver();
    }

    /** A process and what the hook knows of it. */
    static final class Entry {
        final ManagedProcess process;
        final JvmExit choice;
        final Duration budget;

        /** Ends what the process belongs to, such as a session, before the process itself is closed. */
        private volatile @Nullable Consumer<Deadline> ending;

        // Set under LOCK when the hook begins to end it.
        private volatile @Nullable Deadline deadline;
        private @Nullable Deadline bound;

        Entry(ManagedProcess process, JvmExit choice, Duration budget) {
            this.process = process;
            this.choice = choice;
            this.budget = budget;
        }

        @Nullable
        Consumer<Deadline> ending() {
            return ending;
        }

        /** By when it has to be closed. */
        Deadline deadline() {
            Deadline set = deadline;
            return set != null ? set : Deadline.in(budget);
        }

        private boolean isLeft() {
            return choice.isLeftToApplication();
        }
    }

    /**
     * Registers a start before it spawns.
     *
     * @param spec what is to be started
     * @return the start, which is over when its process was {@linkplain #add added} or could not be started
     * @throws ProcessStartException if the exit of the JVM has begun
     * @throws IllegalStateException if the system property {@value JvmExit#PROPERTY} is invalid
     */
    public static Start begin(ProcessSpec spec) {
        if (choice(spec).isLeftToApplication()) {
            return () -> {};
        }
        synchronized (LOCK) {
            if (exiting || !hooked()) {
                throw new ProcessStartException(
                        Reason.JVM_EXITING,
                        "This JVM is shutting down: no more processes are started, because nothing would end them.",
                        null);
            }
            starting++;
        }
        return LiveProcesses::startIsOver;
    }

    private static JvmExit choice(ProcessSpec spec) {
        return spec.jvmExit().orElseGet(JvmExit::ofProperty);
    }

    private static void startIsOver() {
        synchronized (LOCK) {
            starting--;
            removeHookIfIdle();
            LOCK.notifyAll();
        }
    }

    /** Registers the hook if it is not registered. False if the exit of the JVM has begun without it. */
    private static boolean hooked() {
        if (hook == null) {
            Thread newHook = JvmExitHook.create();
            try {
                Runtime.getRuntime().addShutdownHook(newHook);
            } catch (IllegalStateException e) {
                return false;
            }
            hook = newHook;
        }
        return true;
    }

    private static void removeHookIfIdle() {
        if (hook == null || starting > 0 || !LIVE.values().stream().allMatch(Entry::isLeft)) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            hook = null;
        } catch (IllegalStateException e) {
            // The exit has begun: the hook runs, or is about to.
            log.debug("The shutdown hook stays: the JVM is exiting");
        }
    }

    /**
     * Makes a new process known, within its {@link Start}.
     *
     * @param process the process
     * @param spec how it was started
     */
    public static void add(ManagedProcess process, ProcessSpec spec) {
        Entry entry = new Entry(process, choice(spec), spec.teardown().budget());
        DescriptorReserve.fill();
        synchronized (LOCK) {
            LIVE.put(process, entry);
            LOCK.notifyAll();
            if (!exitOver || entry.isLeft()) {
                return;
            }
        }
        killNow(process);
    }

    /**
     * Sets what is called at the exit of the JVM before the process itself is closed.
     *
     * @param process a process that was added; nothing happens if it has ended
     * @param ending ends a session politely by a deadline; runs on a thread of the shutdown hook
     */
    public static void atJvmExit(ManagedProcess process, Consumer<Deadline> ending) {
        synchronized (LOCK) {
            Entry entry = LIVE.get(process);
            if (entry != null) {
                entry.ending = ending;
            }
        }
    }

    /**
     * Forgets a process that has ended.
     *
     * @param process the process
     */
    public static void remove(ManagedProcess process) {
        Watchdog.forget(process);
        synchronized (LOCK) {
            LIVE.remove(process);
            removeHookIfIdle();
            LOCK.notifyAll();
            if (!LIVE.isEmpty()) {
                return;
            }
        }
        boolean spent = DescriptorReserve.spend();
        log.trace("The last process has ended; descriptors in reserve were given back: {}", spent);
    }

    /** {@return the ids of the processes that this JVM has started and whose end it does not know} */
    static Set<Long> pids() {
        synchronized (LOCK) {
            // One that has ended stays here while its output is unread, and its id may be another's by then.
            return LIVE.keySet().stream()
                    .filter(process -> !process.exit().isDone())
                    .map(ManagedProcess::pid)
                    .collect(Collectors.toSet());
        }
    }

    /** {@return whether the JVM's exit is hooked} */
    static boolean isHooked() {
        synchronized (LOCK) {
            return hook != null;
        }
    }

    // ---- for the hook

    /**
     * From here on nothing is started that the hook would have to end.
     *
     * @param time whether processes get the time of {@link JvmExit#waitUpTo}
     */
    static void beginExit(boolean time) {
        synchronized (LOCK) {
            exiting = true;
            waiting = time;
        }
    }

    /**
     * Waits until processes are due to be ended, or nothing is left to do. Interruption does not shorten the wait.
     *
     * @param exitBegan when the exit began, by {@link System#nanoTime()}
     * @param starts bounds the wait for starts under way
     * @param slack what each process has beyond its budget before it is not waited for any longer
     * @return processes to end now, each returned once; empty when there is nothing to end and nothing to wait for
     */
    static List<Entry> awaitDue(long exitBegan, Deadline starts, Duration slack) {
        boolean interrupted = false;
        try {
            synchronized (LOCK) {
                while (true) {
                    List<Entry> due = takeDue(exitBegan, slack);
                    long nanos = nextEvent(exitBegan, starts);
                    if (!due.isEmpty() || nanos == NOTHING) {
                        return due;
                    }
                    try {
                        // Rounded up: zero would mean for ever.
                        LOCK.wait(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<Entry> takeDue(long exitBegan, Duration slack) {
        List<Entry> due = new ArrayList<>();
        for (Entry entry : LIVE.values()) {
            if (!entry.isLeft() && entry.deadline == null && waitingNanos(entry, exitBegan) <= 0) {
                entry.deadline = Deadline.in(entry.budget);
                entry.bound = Deadline.in(entry.budget.plus(slack));
                due.add(entry);
            }
        }
        ENDING.addAll(due);
        return due;
    }

    private static long waitingNanos(Entry entry, long exitBegan) {
        return waiting ? entry.choice.maxWait().toNanos() - (System.nanoTime() - exitBegan) : 0;
    }

    /** How long until something is to be looked at again, if nothing happens before. */
    private static long nextEvent(long exitBegan, Deadline starts) {
        long next = NOTHING;
        if (starting > 0 && !starts.hasPassed()) {
            next = starts.remainingNanos();
        }
        for (Entry entry : LIVE.values()) {
            if (!entry.isLeft() && entry.deadline == null) {
                next = Math.min(next, Math.max(0, waitingNanos(entry, exitBegan)));
            }
        }
        for (Entry entry : ENDING) {
            Deadline bound = entry.bound;
            if (bound != null && !bound.hasPassed()) {
                next = Math.min(next, bound.remainingNanos());
            }
        }
        return next;
    }

    /** The ending of a process has returned. */
    static void ended(Entry entry) {
        synchronized (LOCK) {
            ENDING.remove(entry);
            LOCK.notifyAll();
        }
    }

    /** {@return what is still alive when the hook has done all it can}; what comes later is killed by {@link #add} */
    static List<ManagedProcess> endExit() {
        synchronized (LOCK) {
            exitOver = true;
            return LIVE.values().stream()
                    .filter(entry -> !entry.isLeft() && !entry.process.exit().isDone())
                    .map(entry -> entry.process)
                    .toList();
        }
    }

    /** Sends SIGKILL without waiting; an error does not keep the next process from being killed. */
    static void killNow(ManagedProcess process) {
        if (process instanceof Endable endable) {
            try {
                endable.killNow();
            } catch (RuntimeException | Error e) {
                log.error("{} cannot be killed", process, e);
            }
        }
    }
}
