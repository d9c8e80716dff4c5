package dev.agentsdk.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An end of a process of a child, or a restart that came to nothing.
 *
 * @param at when, by the wall clock
 * @param ran how long the process had run
 * @param exit how it ended; empty if it could not be started
 * @param startError why it could not be started
 * @param failure why it was ended although it was not stopped: its input could not be read, or its output could not be
 *     taken in
 */
public record ChildExit(
        Instant at,
        Duration ran,
        Optional<ProcessExit> exit,
        Optional<ProcessException> startError,
        Optional<ProcessException> failure) {

    public ChildExit {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(ran, "ran");
        Objects.requireNonNull(exit, "exit");
        Objects.requireNonNull(startError, "startError");
        Objects.requireNonNull(failure, "failure");
    }

    /**
     * An end without a {@link #failure()}.
     *
     * @param at when, by the wall clock
     * @param ran how long the process had run
     * @param exit how it ended; empty if it could not be started
     * @param startError why it could not be started
     */
    public ChildExit(Instant at, Duration ran, Optional<ProcessExit> exit, Optional<ProcessException> startError) {
        this(at, ran, exit, startError, Optional.empty());
    }

    /**
     * Whether the process ended with exit code 0.
     *
     * @return false after another end, after a {@link #failure()}, and if it could not be started
     */
    public boolean isSuccess() {
        return failure.isEmpty() && exit.isPresent() && exit.get().isSuccess();
    }
}
