package dev.agentsdk.process.internal;

import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The one ending that both launchers go through: which step comes when, and how long is waited. What a step does is the
 * launcher's.
 */
public final class Teardown {

    /** The steps. None throws, and none waits longer than its deadline. */
    public interface Target {
        /** No more writes: a waiting writer is freed with an exception, and so are those behind it. */
        void refuseWrites();

        /** Remembers the descendants that are alive now, beside those remembered before. */
        void noteDescendants();

        /** The process reads EOF. */
        void closeStdin();

        /** Closes the reading end of stdout, so that the next write of the process fails. */
        void closeStdout();

        /**
         * Waits for the exit of the process, without reaping it.
         *
         * @param deadline bounds the wait
         * @return whether it has exited
         */
        boolean awaitExit(Deadline deadline);

        /** SIGTERM to the process and its group, and SIGCONT, since a stopped process would not see it. */
        void terminate();

        /** SIGKILL to the process, its group, and the descendants that were noted. */
        void kill();

        /**
         * Ends what the process has left in its group and what was noted, waits for it, then reaps the process.
         *
         * @param deadline bounds the wait for what is left
         * @return what there was
         */
        Leftovers endLeftovers(Deadline deadline);

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
     */
    public record Leftovers(List<Long> ended, List<Long> alive) {

        /** Nothing. */
        public static final Leftovers NONE = new Leftovers(List.of(), List.of());

        public Leftovers {
            ended = List.copyOf(ended);
            alive = List.copyOf(alive);
        }
    }

    private Teardown() {}

    /**
     * Ends a process.
     *
     * @param target the process
     * @param plan the times
     * @param deadline bounds the whole
     * @param stdinWasClosed whether its stdin was closed before, so that an exit by now is due to that
     * @return how it ended
     */
    public static ProcessExit run(Target target, TeardownPlan plan, Deadline deadline, boolean stdinWasClosed) {
        long start = System.nanoTime();
        Stage stage = end(target, plan, deadline, stdinWasClosed);
        // After the exit of the process nothing that is left deserves a grace, but SIGKILL takes a moment to be seen.
        Leftovers left = target.endLeftovers(deadline.atMost(plan.killGrace()));
        OptionalInt exitCode = target.exitCode();
        OptionalInt signal = target.signal();
        int abandonedThreads = target.release(deadline);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new ProcessExit(stage, exitCode, signal, elapsed, left.alive(), left.ended(), abandonedThreads);
    }

    private static Stage end(Target target, TeardownPlan plan, Deadline deadline, boolean stdinWasClosed) {
        Deadline noWait = Deadline.in(Duration.ZERO);
        boolean exitedBefore = target.awaitExit(noWait);

        target.refuseWrites();
        target.noteDescendants();
        target.closeStdin();
        // Before any wait: a process that is blocked on a full pipe must be able to go on to see the EOF.
        target.closeStdout();
        if (exitedBefore) {
            return stdinWasClosed ? Stage.EOF : Stage.ALREADY_EXITED;
        }
        // The later steps keep their shares, and the work between the waits the rest of the budget, also when the
        // deadline is nearer than the plan wants: what shrinks is the grace for EOF.
        Duration afterEof = plan.budget().minus(plan.eofGrace());
        if (target.awaitExit(deadline.reserving(afterEof).atMost(plan.eofGrace()))) {
            return Stage.EOF;
        }

        target.terminate();
        Duration afterTerm = afterEof.minus(plan.termGrace());
        if (target.awaitExit(deadline.reserving(afterTerm).atMost(plan.termGrace()))) {
            return Stage.TERM;
        }

        target.noteDescendants();
        target.kill();
        if (target.awaitExit(deadline.atMost(plan.killGrace()))) {
            return Stage.KILL;
        }
        return Stage.ABANDONED;
    }
}
