package dev.agentsdk.process;

import java.time.Duration;
import java.util.Objects;

/**
 * How a process is ended: EOF on its stdin, then SIGTERM, then SIGKILL, each with a time to take effect, all within a
 * budget. A step is skipped as soon as the process is gone, so that the times only count for processes that need them. A
 * value; each {@code with…} method returns a changed copy.
 *
 * @param eofGrace how long it may go on after its stdin was closed; 1.2 s by default. The longest share on purpose: a
 *     program that saves its state for a second after EOF must be let
 * @param termGrace how long it may go on after SIGTERM; 400 ms by default
 * @param killGrace how long SIGKILL may take to be carried out; 300 ms by default
 * @param budget bounds the whole ending; 2 s by default. Not less than the three times together; what is more is for the
 *     work between the waits
 * @param leftoverGrace how long what a process leaves behind may go on writing to its pipes when it exits by itself,
 *     before that is ended too; zero by default. In an ending by {@link ManagedProcess#close()} it is always zero
 * @param descendants what happens to the processes that it started and that outlive it; {@link Descendants#END} by
 *     default
 */
public record TeardownPlan(
        Duration eofGrace,
        Duration termGrace,
        Duration killGrace,
        Duration budget,
        Duration leftoverGrace,
        Descendants descendants) {

    /** What happens to the processes that a process started and that outlive it. */
    public enum Descendants {
        /** They are ended with it. */
        END,
        /** They are left alone; only the process itself gets signals. */
        LEAVE
    }

    /** Whoever waits longer for an ending wants something else than an ending. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final TeardownPlan DEFAULTS = new TeardownPlan(
            Duration.ofMillis(1200),
            Duration.ofMillis(400),
            Duration.ofMillis(300),
            Duration.ofSeconds(2),
            Duration.ZERO,
            Descendants.END);

    public TeardownPlan {
        requireBounded(eofGrace, "eofGrace");
        requireBounded(termGrace, "termGrace");
        requireBounded(killGrace, "killGrace");
        requireBounded(leftoverGrace, "leftoverGrace");
        Objects.requireNonNull(descendants, "descendants");
        Duration sum = eofGrace.plus(termGrace).plus(killGrace);
        if (budget.compareTo(sum) < 0) {
            throw new IllegalArgumentException("The budget " + budget
                    + " is less than eofGrace + termGrace + killGrace = " + sum + ": raise it or shorten them.");
        }
    }

    /**
     * The defaults.
     *
     * @return the plan as described at each component
     */
    public static TeardownPlan defaults() {
        return DEFAULTS;
    }

    /**
     * A plan with the default times but for EOF, and a budget that fits.
     *
     * @param grace how long the process may go on after its stdin was closed
     * @return a changed copy, whose budget grows or shrinks by as much as the grace does
     */
    public TeardownPlan withEofGrace(Duration grace) {
        requireBounded(grace, "eofGrace");
        return new TeardownPlan(
                grace, termGrace, killGrace, budget.plus(grace).minus(eofGrace), leftoverGrace, descendants);
    }

    /**
     * A plan with another time for SIGTERM, and a budget that fits.
     *
     * @param grace how long the process may go on after SIGTERM
     * @return a changed copy, whose budget grows or shrinks by as much as the grace does
     */
    public TeardownPlan withTermGrace(Duration grace) {
        requireBounded(grace, "termGrace");
        return new TeardownPlan(
                eofGrace, grace, killGrace, budget.plus(grace).minus(termGrace), leftoverGrace, descendants);
    }

    /**
     * A plan with another grace for what is left behind at an exit of its own.
     *
     * @param grace how long it may go on
     * @return a changed copy
     */
    public TeardownPlan withLeftoverGrace(Duration grace) {
        return new TeardownPlan(eofGrace, termGrace, killGrace, budget, grace, descendants);
    }

    /**
     * A plan that treats descendants otherwise.
     *
     * @param treatment end or leave them
     * @return a changed copy
     */
    public TeardownPlan withDescendants(Descendants treatment) {
        return new TeardownPlan(eofGrace, termGrace, killGrace, budget, leftoverGrace, treatment);
    }

    private static void requireBounded(Duration time, String name) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must lie between zero and " + LONGEST + ": " + time);
        }
    }
}
