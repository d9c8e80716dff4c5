package dev.agentsdk.process;

import java.util.Objects;
import java.util.Optional;

/**
 * What came of one command of a {@link ProcessBatch}.
 *
 * @param index its place among the specifications, from 0
 * @param spec its specification
 * @param status what came of it in a word
 * @param result the result, if it was started; also of those that failed, timed out or were cancelled
 * @param error what was thrown, for {@link Status#ERROR}
 */
public record BatchOutcome(
        int index, ProcessSpec spec, Status status, Optional<ProcessResult> result, Optional<ProcessException> error) {

    /** What came of a command in a word. */
    public enum Status {
        /** It exited with code 0. */
        SUCCESS,
        /** It ran and ended otherwise: another exit code, a signal, too much output. */
        FAILED,
        /** Its time was up. */
        TIMED_OUT,
        /** It could not be started, or its input not be read. */
        ERROR,
        /** The batch was cancelled while it ran, or before. */
        CANCELLED
    }

    public BatchOutcome {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(error, "error");
    }

    /**
     * Whether it exited with code 0.
     *
     * @return false after any other end
     */
    public boolean isSuccess() {
        return status == Status.SUCCESS;
    }

    static BatchOutcome of(int index, ProcessSpec spec, ProcessResult result) {
        Status status = switch (result.reason()) {
            case EXITED -> result.isSuccess() ? Status.SUCCESS : Status.FAILED;
            case TIMED_OUT -> Status.TIMED_OUT;
            case CANCELLED -> Status.CANCELLED;
            case OUTPUT_LIMIT -> Status.FAILED;
            case FAILED -> Status.ERROR;
        };
        return new BatchOutcome(index, spec, status, Optional.of(result), Optional.empty());
    }

    static BatchOutcome of(int index, ProcessSpec spec, ProcessException error) {
        Optional<ProcessResult> result = error instanceof ProcessFailedException failed
                ? Optional.ofNullable(failed.result())
                : Optional.empty();
        return new BatchOutcome(index, spec, Status.ERROR, result, Optional.of(error));
    }

    static BatchOutcome notStarted(int index, ProcessSpec spec) {
        return new BatchOutcome(index, spec, Status.CANCELLED, Optional.empty(), Optional.empty());
    }
}
