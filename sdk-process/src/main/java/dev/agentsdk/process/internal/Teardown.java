package dev.agentsdk.process.internal;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The one ending that both launchers use: which step comes when, and how long is waited. What a step does is the
 * launcher's.
 *
 * <p>Each step runs whatever the previous one did or threw: what it throws, also an {@link Error}, is kept for the report,
 * and counts as "not exited" where an answer was wanted, so that SIGKILL is sent in any case. The ending itself never
 * throws. It is made with its process, so that it needs little memory when it runs; it can run again.
 */
public final class Teardown {

    /** The steps. Each is bounded by its deadline, or does not wait. */
    public interface Target extends Endable {
        /** Refuses further writes: a waiting writer is released with an exception, and so are those behind it. */
        void refuseWrites();

        /** Remembers the descendants that are alive now, beside those remembered before. */
        void noteDescendants();

        /** Sends EOF. */
        void closeStdin();

        /** Closes the read end of stdout, so that the next write of the process fails. */
        void closeStdout();

        /**
         * Waits for the exit of the process, without reaping it.
         *
         * @param deadline bounds the wait
         * @return whether it has exited
         */
        boolean awaitExit(Deadline deadline);

        /**
         * Sends SIGTERM to the process and its group, and SIGCONT, since a stopped process would not see it.
         *
         * @param deadline bounds the search for the members of the group, where the group cannot be signalled as such
         */
        void terminate(Deadline deadline);

        /**
         * Sends SIGKILL to the process and its group, and then to all descendants that can be found.
         *
         * @param deadline bounds the search for descendants
         */
        void kill(Deadline deadline);

        @Override
        void killNow();

        /**
         * Kills what the process has left in its group and elsewhere, waits for it, then reaps the process.
         *
         * @param deadline bounds the wait for what is left
         * @return what there was
         */
        Leftovers endLeftovers(Deadline deadline);

        /** How descendants are recognised. Does not wait. */
        Containment containment();

        /** The exit code as a shell shows it; empty if the process has not been reaped. */
        OptionalInt exitCode();

        /** The signal that ended it, as far as it is known. */
        OptionalInt signal();

        /**
         * Closes all descriptors and waits for the threads.
         *
         * @param deadline bounds the wait
         * @return how many threads could not be waited for
         */
        int release(Deadline deadline);
    }

    /**
     * What a process has left.
     *
     * @param ended the ids of descendants that were ended
     * @param alive the ids of processes that are alive
     * @param unseen what could not be looked at, in words
     */
    public record Leftovers(List<Long> ended, List<Long> alive, List<String> unseen) {

        /** Nothing. */
        public static final Leftovers NONE = new Leftovers(List.of(), List.of(), List.of());

        public Leftovers {
            ended = List.copyOf(ended);
            alive = List.copyOf(alive);
            unseen = List.copyOf(unseen);
        }

        /** Nothing is known, because the step that should have looked has thrown. */
        static final Leftovers UNKNOWN =
                new Leftovers(List.of(), List.of(), List.of("the search for descendants failed"));
    }

    private enum Step {
        REFUSE_WRITES("refusing writes"),
        NOTE_DESCENDANTS("noting descendants"),
        CLOSE_STDIN("closing stdin"),
        CLOSE_STDOUT("closing stdout"),
        AWAIT_EXIT("waiting for the exit"),
        TERMINATE("sending SIGTERM"),
        KILL("sending SIGKILL"),
        END_LEFTOVERS("ending descendants"),
        EXIT_CODE("reading the exit status"),
        CONTAINMENT("reading how descendants are recognised"),
        RELEASE("releasing descriptors and threads");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    /**
     * What a child gets to act on a signal when the time planned for it has passed already, because the whole JVM or machine
     * stood still meanwhile: then the child did, too.
     */
    private static final long REAL_GRACE = TimeUnit.MILLISECONDS.toNanos(100);

    /** What is left for the work after the exit, when the wait after SIGKILL takes all there is. */
    private static final long AFTER_KILL = TimeUnit.MILLISECONDS.toNanos(50);

    private static final ProcessExit NO_MEMORY = ProcessExit.builder(Stage.ABANDONED)
            .unseen(List.of("descendants: no memory was left for the report"))
            .problems(List.of("no memory was left for the report on this ending; SIGKILL was sent"))
            .build();

    private final Target target;
    private final long eofGrace;
    private final long termGrace;
    private final long killGrace;

    /** The parts of the budget behind the first and behind the second wait. */
    private final long afterEof;

    private final long afterTerm;

    /** What the steps have thrown first. Allocates nothing when it is written. */
    private final Map<Step, Throwable> thrown = new EnumMap<>(Step.class);

    /**
     * The ending of a process.
     *
     * @param target the process
     * @param plan the times
     */
    public Teardown(Target target, TeardownPlan plan) {
        this.target = target;
        this.eofGrace = plan.eofGrace().toNanos();
        this.termGrace = plan.termGrace().toNanos();
        this.killGrace = plan.killGrace().toNanos();
        this.afterEof = plan.budget().toNanos() - eofGrace;
        this.afterTerm = afterEof - termGrace;
    }

    /**
     * Ends the process. Never throws. Runs on one thread at a time.
     *
     * @param deadline bounds the whole
     * @param stdinWasClosed whether its stdin was closed before, so that an exit by now is due to that
     * @return how it ended
     */
    public ProcessExit run(Deadline deadline, boolean stdinWasClosed) {
        long start = System.nanoTime();
        Stage stage = end(deadline, stdinWasClosed, true);
        Leftovers left = endLeftovers(deadline);
        OptionalInt exitCode = status(false);
        OptionalInt signal = status(true);
        Containment containment = containment();
        int abandonedThreads = release(deadline);
        if (stage == Stage.ABANDONED && exitCode.isPresent()) {
            // It has exited while what it left was being ended.
            stage = Stage.KILL;
        }
        try {
            return ProcessExit.builder(stage)
                    .exitCode(exitCode)
                    .signal(signal)
                    .elapsed(Duration.ofNanos(System.nanoTime() - start))
                    .leftBehind(left.alive())
                    .alsoEnded(left.ended())
                    .abandonedThreads(abandonedThreads)
                    .unseen(left.unseen())
                    .problems(problems())
                    .containment(containment)
                    .build();
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }

    /**
     * Ends the process while it is still read from: the same steps but for the closing of stdout. For callers that read all
     * the time anyway, so that a full pipe cannot hold the process back, and that want its last words. The rest, ending what
     * the process left behind, reaping and reading to the end, is left to what happens at any exit; a full ending must
     * follow in any case. Never throws.
     *
     * @param target the process
     * @param plan the times
     * @param deadline bounds the whole; if it leaves less than the plan wants, the EOF grace is what shrinks
     * @return what ended it
     */
    public static Stage endWhileReading(Target target, TeardownPlan plan, Deadline deadline) {
        return new Teardown(target, plan).end(deadline, false, false);
    }

    private Stage end(Deadline deadline, boolean stdinWasClosed, boolean closeStdout) {
        boolean exitedBefore = hasExited();
        if (exitedBefore && !closeStdout) {
            return Stage.ALREADY_EXITED;
        }
        step(Step.REFUSE_WRITES, deadline);
        step(Step.NOTE_DESCENDANTS, deadline);
        step(Step.CLOSE_STDIN, deadline);
        if (closeStdout) {
            // Before any wait: a process that is blocked on a full pipe must be able to go on to see the EOF.
            step(Step.CLOSE_STDOUT, deadline);
        }
        if (exitedBefore) {
            return stdinWasClosed ? Stage.EOF : Stage.ALREADY_EXITED;
        }
        // The later steps keep their shares, and the work between the waits the rest of the budget, also when the
        // deadline is nearer than the plan wants: what shrinks is the grace for EOF.
        long given = deadline.remainingNanos();
        if (awaitExit(deadline, afterEof, eofGrace, 0)) {
            return Stage.EOF;
        }
        step(Step.TERMINATE, deadline);
        if (awaitExit(deadline, afterTerm, termGrace, Math.min(given - afterTerm, termGrace))) {
            return Stage.TERM;
        }
        step(Step.NOTE_DESCENDANTS, deadline);
        step(Step.KILL, deadline);
        // All that is left of the time: a process that is being killed is not left behind while there is some.
        return awaitExit(deadline, AFTER_KILL, given, Math.min(given, killGrace)) ? Stage.KILL : Stage.ABANDONED;
    }

    private void step(Step step, Deadline deadline) {
        try {
            switch (step) {
                case REFUSE_WRITES -> target.refuseWrites();
                case NOTE_DESCENDANTS -> target.noteDescendants();
                case CLOSE_STDIN -> target.closeStdin();
                case CLOSE_STDOUT -> target.closeStdout();
                case TERMINATE -> target.terminate(deadline);
                case KILL -> target.kill(deadline);
                default -> throw new AssertionError(step);
            }
        } catch (RuntimeException | Error e) {
            failed(step, e);
            if (step == Step.KILL) {
                killNow();
            }
        }
    }

    private void killNow() {
        try {
            target.killNow();
        } catch (RuntimeException | Error e) {
            failed(Step.KILL, e);
        }
    }

    private void failed(Step step, Throwable problem) {
        thrown.putIfAbsent(step, problem);
    }

    private boolean hasExited() {
        try {
            return target.awaitExit(Deadline.in(Duration.ZERO));
        } catch (RuntimeException | Error e) {
            failed(Step.AWAIT_EXIT, e);
            return false;
        }
    }

    /**
     * Waits for the exit. All times are nanoseconds.
     *
     * @param reserve how much of the time is to be left
     * @param grace how long is waited at most
     * @param planned how long was to be waited by the clock at the begin; of that, {@link #REAL_GRACE} is waited in any
     *     case
     */
    private boolean awaitExit(Deadline deadline, long reserve, long grace, long planned) {
        try {
            long least = Math.min(planned, REAL_GRACE);
            long wait = Math.max(Math.min(deadline.remainingNanos() - reserve, grace), least);
            return target.awaitExit(Deadline.in(Duration.ofNanos(Math.max(0, wait))));
        } catch (RuntimeException | Error e) {
            failed(Step.AWAIT_EXIT, e);
            return false;
        }
    }

    private Leftovers endLeftovers(Deadline deadline) {
        try {
            return target.endLeftovers(deadline);
        } catch (RuntimeException | Error e) {
            failed(Step.END_LEFTOVERS, e);
            killNow();
            return Leftovers.UNKNOWN;
        }
    }

    private Containment containment() {
        try {
            return target.containment();
        } catch (RuntimeException | Error e) {
            failed(Step.CONTAINMENT, e);
            return Containment.NONE;
        }
    }

    private OptionalInt status(boolean ofSignal) {
        try {
            return ofSignal ? target.signal() : target.exitCode();
        } catch (RuntimeException | Error e) {
            failed(Step.EXIT_CODE, e);
            return OptionalInt.empty();
        }
    }

    private int release(Deadline deadline) {
        try {
            return target.release(deadline);
        } catch (RuntimeException | Error e) {
            failed(Step.RELEASE, e);
            return 0;
        }
    }

    /** What the steps have thrown, in words. */
    private List<String> problems() {
        if (thrown.isEmpty()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        thrown.forEach((step, problem) -> problems.add(step.words + " failed: " + problem));
        return problems;
    }
}
