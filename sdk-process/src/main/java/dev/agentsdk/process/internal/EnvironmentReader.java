package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.OutOfDescriptorsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the environments of processes. They lie in the memory of those processes, which can make a read wait for ever (a
 * page that is served by the process itself, or by a file system that hangs). So a thread of its own reads; the caller
 * waits for a bounded time and leaves a thread alone that is stuck.
 */
public final class EnvironmentReader {

    /** A read takes microseconds, and longer only when the machine is busy. */
    private static final Duration STUCK = Duration.ofMillis(100);

    /** For all execs together: a process in the middle of one shows no environment. */
    private static final Duration EXEC = Duration.ofMillis(50);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** Threads that are stuck at the same time; while there are so many, no environment is read. */
    static final int MAX_STUCK = 16;

    /** Those of this JVM. A thread that was only slow, since the machine was busy, leaves when it has ended. */
    private static final Set<Thread> STUCK_THREADS = ConcurrentHashMap.newKeySet();

    /** Reads an environment, and may wait for ever. */
    @FunctionalInterface
    interface Source {
        /**
         * Reads an environment.
         *
         * @param pid the process
         * @return what it shows; empty if it does not exist or cannot be read
         */
        Optional<byte[]> environment(long pid);
    }

    /** What a process shows. */
    public static final class Answer {
        private final byte[] environment;
        private final String problem;

        Answer(byte[] environment, String problem) {
            this.environment = environment;
            this.problem = problem;
        }

        /**
         * Whether the process shows a mark.
         *
         * @param mark the mark
         * @return false also if it shows no environment
         */
        public boolean shows(ProcessMark mark) {
            return mark.isIn(environment);
        }

        boolean isPlausible() {
            return problem.isEmpty();
        }

        /** {@return false if there was no time for it, so that another try may succeed} */
        public boolean isRead() {
            return this != NOT_READ && this != HANGS;
        }

        /** {@return why it shows no environment, or an empty text} */
        String problem() {
            return problem;
        }
    }

    private static final Answer UNREADABLE = new Answer(new byte[0], "its environment cannot be read");
    private static final Answer OVERWRITTEN = new Answer(new byte[0], "its environment is overwritten");
    private static final Answer HANGS = new Answer(new byte[0], "the reading of its environment hangs");
    private static final Answer NOT_READ =
            new Answer(new byte[0], "there was no time or no thread to read its environment");

    private final List<Long> pids;
    private final Source source;
    private final Set<Thread> stuck;
    private final Map<Long, Answer> answers = new ConcurrentHashMap<>();
    private final Deadline patience = Deadline.in(EXEC);

    /** How many are done, and since when the next one is being read. */
    private volatile int done;

    private volatile long since = System.nanoTime();

    private EnvironmentReader(List<Long> pids, Source source, Set<Thread> stuck) {
        this.pids = pids;
        this.source = source;
        this.stuck = stuck;
    }

    /**
     * Reads environments.
     *
     * @param pids the processes
     * @param deadline bounds the reading
     * @return an answer for each process that exists
     */
    public static Map<Long, Answer> read(List<Long> pids, Deadline deadline) {
        return read(pids, deadline, ProcFs::environment, STUCK_THREADS);
    }

    static Map<Long, Answer> read(List<Long> pids, Deadline deadline, Source source, Set<Thread> stuck) {
        Map<Long, Answer> answers = new HashMap<>();
        int from = 0;
        while (from < pids.size()) {
            EnvironmentReader reader = new EnvironmentReader(pids.subList(from, pids.size()), source, stuck);
            stuck.removeIf(thread -> !thread.isAlive());
            int done = stuck.size() < MAX_STUCK && !deadline.hasPassed() ? reader.readFor(deadline) : -1;
            answers.putAll(reader.answers);
            if (done < 0) {
                pids.subList(from, pids.size()).forEach(pid -> answers.put(pid, NOT_READ));
                return answers;
            }
            from += done;
            if (from < pids.size()) {
                answers.put(pids.get(from), deadline.hasPassed() ? NOT_READ : HANGS);
                from++;
            }
        }
        return answers;
    }

    /** How many were read, before one hung or the time was up; below zero if there is no thread. */
    private int readFor(Deadline deadline) {
        Thread thread = DaemonThreads.create(this::run, "agent-sdk-search");
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": the caller's own thread must not read, for it might hang.
            return -1;
        }
        while (!Waits.join(thread, deadline.atMost(STUCK))) {
            boolean hangs = System.nanoTime() - since > STUCK.toNanos();
            if (hangs || deadline.hasPassed()) {
                stuck.add(thread);
                break;
            }
        }
        return done;
    }

    private void run() {
        for (int i = 0; i < pids.size(); i++) {
            since = System.nanoTime();
            long pid = pids.get(i);
            Answer answer = answer(pid);
            if (answer != null) {
                answers.put(pid, answer);
            }
            done = i + 1;
        }
    }

    private @Nullable Answer answer(long pid) {
        try {
            Optional<byte[]> shown = source.environment(pid);
            while (shown.isPresent() && shown.get().length == 0 && isAlive(pid) && !patience.hasPassed()) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                shown = source.environment(pid);
            }
            if (shown.isEmpty()) {
                return isAlive(pid) ? UNREADABLE : null;
            }
            byte[] environment = shown.get();
            if (environment.length == 0) {
                return new Answer(environment, "");
            }
            return ProcessMark.looksLikeAnEnvironment(environment) ? new Answer(environment, "") : OVERWRITTEN;
        } catch (OutOfDescriptorsException e) {
            return NOT_READ;
        }
    }

    private static boolean isAlive(long pid) {
        return ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isPresent();
    }
}
