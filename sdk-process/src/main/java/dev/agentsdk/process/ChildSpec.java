package dev.agentsdk.process;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named child for a {@link ProcessSupervisor}. Immutable; made by {@link #of} and changed copies.
 *
 * <p>Its stdin stays open, and {@link ProcessSupervisor#write} writes to it, unless the specification has an
 * {@linkplain ProcessSpec#withStdin input}.
 */
public final class ChildSpec {

    private static final int LONGEST_NAME = 100;

    private final String name;
    private final ProcessSpec process;
    private final RestartPolicy restart;
    private final int bufferedLines;
    private final boolean unbuffered;
    private final @Nullable ChildListener listener;

    private ChildSpec(
            String name,
            ProcessSpec process,
            RestartPolicy restart,
            int bufferedLines,
            boolean unbuffered,
            @Nullable ChildListener listener) {
        this.name = name;
        this.process = process;
        this.restart = restart;
        this.bufferedLines = bufferedLines;
        this.unbuffered = unbuffered;
        this.listener = listener;
    }

    /**
     * A child that is not restarted and of which the last 1,000 lines are kept.
     *
     * @param name what it is called: 1 to 100 characters, no control characters, not only blanks
     * @param process what it runs
     * @return the specification
     * @throws IllegalArgumentException if it cannot be called so
     */
    public static ChildSpec of(String name, ProcessSpec process) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A child's name has 1 to " + LONGEST_NAME
                    + " characters and none that cannot be printed: \""
                    + name.replaceAll("\\p{Cntrl}", "?").substring(0, Math.min(name.length(), LONGEST_NAME)) + "\"");
        }
        return new ChildSpec(name, Objects.requireNonNull(process, "process"), RestartPolicy.never(), 1000, true, null);
    }

    /**
     * Sets whether it is started again when it has failed.
     *
     * @param policy {@link RestartPolicy#never()} by default
     * @return a changed copy
     */
    public ChildSpec withRestart(RestartPolicy policy) {
        return new ChildSpec(
                name, process, Objects.requireNonNull(policy, "policy"), bufferedLines, unbuffered, listener);
    }

    /**
     * Sets how many of its last lines are kept. A line of more than 16 KiB counts as several.
     *
     * @param lines not negative; 1,000 by default
     * @return a changed copy
     */
    public ChildSpec withBufferedLines(int lines) {
        if (lines < 0) {
            throw new IllegalArgumentException("The number of kept lines must not be negative: " + lines);
        }
        return new ChildSpec(name, process, restart, lines, unbuffered, listener);
    }

    /**
     * Sets whether interpreters are told to write at once what they print into a pipe: {@code PYTHONUNBUFFERED},
     * {@code GFORTRAN_UNBUFFERED_PRECONNECTED} and {@code GIT_FLUSH} are set, where the environment has not set them.
     * Other programs know no such variable; many C programs obey {@code stdbuf -oL} before their command.
     *
     * @param wanted true by default
     * @return a changed copy
     */
    public ChildSpec withUnbufferedInterpreters(boolean wanted) {
        return new ChildSpec(name, process, restart, bufferedLines, wanted, listener);
    }

    /**
     * Sets who hears of this child; {@link ProcessSupervisor#addListener} is for all of them.
     *
     * @param hearer the listener; none by default
     * @return a changed copy
     */
    public ChildSpec withListener(ChildListener hearer) {
        return new ChildSpec(
                name, process, restart, bufferedLines, unbuffered, Objects.requireNonNull(hearer, "hearer"));
    }

    /**
     * What it is called.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * What it runs. Its {@link TeardownPlan} says how it is stopped.
     *
     * @return the specification
     */
    public ProcessSpec process() {
        return process;
    }

    /**
     * Whether it is started again when it has failed.
     *
     * @return the policy
     */
    public RestartPolicy restart() {
        return restart;
    }

    /**
     * How many of its last lines are kept.
     *
     * @return a number
     */
    public int bufferedLines() {
        return bufferedLines;
    }

    /**
     * Whether interpreters are told to write at once.
     *
     * @return true by default
     */
    public boolean unbufferedInterpreters() {
        return unbuffered;
    }

    /**
     * Who hears of it.
     *
     * @return the listener
     */
    public Optional<ChildListener> listener() {
        return Optional.ofNullable(listener);
    }

    @Override
    public String toString() {
        return "ChildSpec[" + name + ", " + process + "]";
    }
}
