package dev.agentsdk.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a process ended, and what it took.
 *
 * @param stage what ended it
 * @param exitCode the exit code as a shell shows it, 128 + n after signal n; empty if it was abandoned
 * @param signal the number of the signal that ended it, as far as the launcher can know; empty after an exit of its own
 * @param elapsed the time from the beginning of {@code close()} to this report; zero when it ended without one
 * @param leftBehind the ids of processes that belong to it and were still alive when the time was up, or that the plan
 *     leaves alone; empty in a good end
 * @param alsoEnded the ids of the descendants that had outlived it, or its own session, and were ended too
 * @param abandonedThreads how many threads of this SDK are stuck in a system call or a listener and could not be waited
 *     for; they end when that returns
 * @param unseen what could not be looked at when descendants were searched for, in words; if it is empty,
 *     {@code leftBehind} is the whole truth
 * @param problems what went wrong inside the ending, in words; empty in a good end
 */
public record ProcessExit(
        Stage stage,
        OptionalInt exitCode,
        OptionalInt signal,
        Duration elapsed,
        List<Long> leftBehind,
        List<Long> alsoEnded,
        int abandonedThreads,
        List<String> unseen,
        List<String> problems) {

    /** What ended a process, from the mildest to the last resort. */
    public enum Stage {
        /** It ended by itself, with its stdin open. */
        ALREADY_EXITED,
        /** It ended after its stdin was closed. */
        EOF,
        /** It took SIGTERM. */
        TERM,
        /** It took SIGKILL. */
        KILL,
        /** It outlived SIGKILL and the budget; it is still watched, and its end completes nothing any more. */
        ABANDONED
    }

    public ProcessExit {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(elapsed, "elapsed");
        leftBehind = List.copyOf(leftBehind);
        alsoEnded = List.copyOf(alsoEnded);
        unseen = List.copyOf(unseen);
        problems = List.copyOf(problems);
    }

    /**
     * The end of a process that had no descendants to be ended and kept no thread.
     *
     * @param stage what ended it
     * @param exitCode its exit code
     * @param signal the signal that ended it
     * @param elapsed the time of {@code close()}
     * @param leftBehind what was alive then
     */
    public ProcessExit(Stage stage, OptionalInt exitCode, OptionalInt signal, Duration elapsed, List<Long> leftBehind) {
        this(stage, exitCode, signal, elapsed, leftBehind, List.of(), 0, List.of(), List.of());
    }

    /**
     * Whether it ended with exit code 0.
     *
     * @return false after a signal, another code, or when it was abandoned
     */
    public boolean isSuccess() {
        return signal.isEmpty() && exitCode.isPresent() && exitCode.getAsInt() == 0;
    }
}
