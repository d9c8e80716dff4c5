package dev.agentsdk.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the agent's process ended, and what it took.
 *
 * @param stage what ended it
 * @param exitCode the exit code as a shell shows it, 128 + n after signal n; empty when the process never started or
 *     was abandoned
 * @param signal the number of the signal that ended it; empty after an exit of its own
 * @param elapsed the time from the beginning of {@code close()} to this report; zero when it ended without one
 * @param stderrTail the last 64 KiB that it wrote to stderr, decoded as UTF-8 with malformed bytes replaced
 * @param leftBehind the process ids that belong to it and were still alive when the time was up; empty in a good end
 */
public record ExitReport(
        Stage stage,
        OptionalInt exitCode,
        OptionalInt signal,
        Duration elapsed,
        String stderrTail,
        List<Long> leftBehind) {

    /** What ended the process, from the mildest to the last resort. */
    public enum Stage {
        /** It was never started. */
        NOT_STARTED,
        /** It had ended by itself before {@code close()} began. */
        ALREADY_EXITED,
        /** It ended after its stdin was closed. */
        EOF,
        /** It took SIGTERM. */
        TERM,
        /** It took SIGKILL. */
        KILL,
        /** It outlived SIGKILL and the budget; a background thread goes on watching for its end. */
        ABANDONED
    }

    public ExitReport {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(exitCode, "exitCode");
        Objects.requireNonNull(signal, "signal");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(stderrTail, "stderrTail");
        leftBehind = List.copyOf(leftBehind);
    }

    /**
     * The report on a process that was never started.
     *
     * @return a report with stage {@link Stage#NOT_STARTED}
     */
    public static ExitReport notStarted() {
        return new ExitReport(
                Stage.NOT_STARTED, OptionalInt.empty(), OptionalInt.empty(), Duration.ZERO, "", List.of());
    }

    /**
     * Whether force was needed.
     *
     * @return true from {@link Stage#TERM} on
     */
    public boolean forced() {
        return stage.compareTo(Stage.TERM) >= 0;
    }

    /**
     * One line for a log or a person.
     *
     * @return for example {@code ended by EOF after 3 ms, exit code 0, nothing left}
     */
    public String summary() {
        StringBuilder text = new StringBuilder(
                switch (stage) {
                    case NOT_STARTED -> "never started";
                    case ALREADY_EXITED -> "had already exited";
                    case EOF -> "ended by EOF after " + elapsed.toMillis() + " ms";
                    case TERM -> "ended by SIGTERM after " + elapsed.toMillis() + " ms";
                    case KILL -> "ended by SIGKILL after " + elapsed.toMillis() + " ms";
                    case ABANDONED -> "abandoned alive after " + elapsed.toMillis() + " ms";
                });
        if (signal.isPresent()) {
            text.append(", killed by signal ").append(signal.getAsInt());
        } else if (exitCode.isPresent()) {
            text.append(", exit code ").append(exitCode.getAsInt());
        }
        return text.append(leftBehind.isEmpty() ? ", nothing left" : ", left behind: pids " + leftBehind)
                .toString();
    }
}
