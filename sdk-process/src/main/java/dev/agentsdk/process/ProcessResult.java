package dev.agentsdk.process;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What came of a run: why it ended, how the process ended, and what it wrote until then.
 *
 * @param program the first word of the command; the others may be confidential
 * @param pid the process id that it had
 * @param reason why the run ended
 * @param exit how the process ended. Its stage is {@code ALREADY_EXITED} if nobody had to end it, else the signal that
 *     did; its elapsed time is that of the ending
 * @param stdout what was kept of its stdout
 * @param stderr what was kept of its stderr; empty if that was merged into stdout
 * @param elapsed from the start to the end of the run
 */
public record ProcessResult(
        String program,
        long pid,
        Reason reason,
        ProcessExit exit,
        ProcessOutput stdout,
        ProcessOutput stderr,
        Duration elapsed)
        implements ProcessEvent {

    /** Why a run ended. */
    public enum Reason {
        /** The process has exited by itself, with whatever code, or was ended by others. */
        EXITED,
        /** The time was up. */
        TIMED_OUT,
        /**
         * It was cancelled: by a call, by the interruption of the thread that waited, by a consumer that does not want
         * more.
         */
        CANCELLED,
        /** An output was larger than its {@link OutputLimit} allows. */
        OUTPUT_LIMIT,
        /** Its input could not be read or its output not be kept; an exception has the cause and this result. */
        FAILED
    }

    public ProcessResult {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(exit, "exit");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /**
     * Whether the process exited by itself with code 0.
     *
     * @return false after any other end
     */
    public boolean isSuccess() {
        return reason == Reason.EXITED && exit.isSuccess();
    }

    /**
     * The exit code as a shell shows it, 128 + n after signal n.
     *
     * @return empty if the process has outlived SIGKILL
     */
    public OptionalInt exitCode() {
        return exit.exitCode();
    }

    /**
     * The signal that ended the process. The jdk launcher knows only of signals that were sent from here; of others there
     * is the exit code.
     *
     * @return its number; empty after an exit of its own
     */
    public OptionalInt signal() {
        return exit.signal();
    }

    /**
     * For those to whom anything but success is an error.
     *
     * @return this
     * @throws ProcessFailedException if it is no {@link #isSuccess() success}
     */
    public ProcessResult orThrow() {
        if (!isSuccess()) {
            throw new ProcessFailedException(this, null);
        }
        return this;
    }

    /**
     * What happened, in a sentence without the outputs.
     *
     * @return for example {@code git exited with code 128 after 0.12 s}
     */
    public String summary() {
        StringBuilder text = new StringBuilder(program).append(' ');
        if (exit.stage() == ProcessExit.Stage.ABANDONED) {
            text.append("outlives SIGKILL");
        } else if (signal().isPresent()) {
            text.append("was ended by signal ").append(signal().getAsInt());
        } else if (exitCode().isPresent()) {
            text.append("exited with code ").append(exitCode().getAsInt());
        } else {
            text.append("has gone");
        }
        text.append(" after ").append(elapsed.toMillis() / 1e3).append(" s");
        return switch (reason) {
            case EXITED -> text.toString();
            case TIMED_OUT -> text + ", because its time was up";
            case CANCELLED -> text + ", because it was cancelled";
            case OUTPUT_LIMIT -> text + ", because it wrote more than its limit";
            case FAILED -> text + ", because its input or output failed";
        };
    }
}
