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
 * @param leftBehind the ids of processes that belong to it and were still alive when the time was up, or that the plan
 *     leaves alone; empty in a good end
 * @param alsoEnded the ids of the descendants that had outlived it, or its own session, and were ended too
 * @param abandonedThreads how many threads of this SDK are stuck in a system call or a listener and could not be waited
 *     for; they end when that returns
 * @param unseen what could not be looked at when descendants were searched for, in words; if it is empty,
 *     {@code leftBehind} is the whole truth
 * @param problems what went wrong inside the ending, in words; empty in a good end
 */
public record ExitReport(
        Stage stage,
        OptionalInt exitCode,
        OptionalInt signal,
        Duration elapsed,
        String stderrTail,
        List<Long> leftBehind,
        List<Long> alsoEnded,
        int abandonedThreads,
        List<String> unseen,
        List<String> problems) {

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
        alsoEnded = List.copyOf(alsoEnded);
        unseen = List.copyOf(unseen);
        problems = List.copyOf(problems);
    }

    /**
     * The end of an agent whose descendants could all be looked at, and that ended without a problem.
     *
     * @param stage what ended it
     * @param exitCode its exit code
     * @param signal the signal that ended it
     * @param elapsed the time of {@code close()}
     * @param stderrTail the end of its stderr
     * @param leftBehind what was alive then
     * @param alsoEnded the descendants that were ended
     * @param abandonedThreads how many threads could not be waited for
     */
    public ExitReport(
            Stage stage,
            OptionalInt exitCode,
            OptionalInt signal,
            Duration elapsed,
            String stderrTail,
            List<Long> leftBehind,
            List<Long> alsoEnded,
            int abandonedThreads) {
        this(
                stage,
                exitCode,
                signal,
                elapsed,
                stderrTail,
                leftBehind,
                alsoEnded,
                abandonedThreads,
                List.of(),
                List.of());
    }

    /**
     * This report with another time.
     *
     * @param time the time from the beginning of {@code close()}
     * @return a changed copy
     */
    public ExitReport withElapsed(Duration time) {
        return new ExitReport(
                stage, exitCode, signal, time, stderrTail, leftBehind, alsoEnded, abandonedThreads, unseen, problems);
    }

    /**
     * The end of an agent that had no descendants to be ended and kept no thread.
     *
     * @param stage what ended it
     * @param exitCode its exit code
     * @param signal the signal that ended it
     * @param elapsed the time of {@code close()}
     * @param stderrTail the end of its stderr
     * @param leftBehind what was alive then
     */
    public ExitReport(
            Stage stage,
            OptionalInt exitCode,
            OptionalInt signal,
            Duration elapsed,
            String stderrTail,
            List<Long> leftBehind) {
        this(stage, exitCode, signal, elapsed, stderrTail, leftBehind, List.of(), 0);
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
        if (!alsoEnded.isEmpty()) {
            text.append(", also ended: pids ").append(alsoEnded);
        }
        if (!leftBehind.isEmpty()) {
            text.append(", left behind: pids ").append(leftBehind);
        } else if (unseen.isEmpty()) {
            text.append(", nothing left");
        } else {
            text.append(", nothing known to be left");
        }
        if (!unseen.isEmpty()) {
            text.append(", not seen: ").append(String.join("; ", unseen));
        }
        if (!problems.isEmpty()) {
            text.append(", problems: ").append(String.join("; ", problems));
        }
        if (abandonedThreads > 0) {
            text.append(", ").append(abandonedThreads).append(" threads abandoned");
        }
        return text.toString();
    }
}
