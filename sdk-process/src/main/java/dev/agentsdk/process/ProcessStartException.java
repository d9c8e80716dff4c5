package dev.agentsdk.process;

import org.jspecify.annotations.Nullable;

/** A process could not be started. Nothing is left behind: no process, no descriptor, no thread. */
public final class ProcessStartException extends ProcessException {
    private static final long serialVersionUID = 1L;

    /** Why a start failed. */
    public enum Reason {
        /** The program was not found on the PATH of the environment that it would get. */
        NOT_ON_PATH,
        /** The working directory does not exist. */
        DIRECTORY_MISSING,
        /** The working directory is no directory. */
        DIRECTORY_NOT_A_DIRECTORY,
        /** The working directory may not be entered. */
        DIRECTORY_NOT_ACCESSIBLE,
        /** The program does not exist, or its interpreter (the line after {@code #!}) does not. */
        PROGRAM_MISSING,
        /** The program is a directory. */
        PROGRAM_IS_A_DIRECTORY,
        /** The program may not be executed. */
        PROGRAM_NOT_EXECUTABLE,
        /** The program is no format that this system runs. */
        PROGRAM_NOT_A_PROGRAM,
        /** The program is open for writing. */
        PROGRAM_BUSY,
        /** One argument or environment entry, or all together, are too long. */
        ARGUMENT_TOO_LONG,
        /** An argument or environment entry contains what no process can be given, or there is no program. */
        INVALID_ARGUMENT,
        /** This process or the system has no file descriptors left. */
        OUT_OF_DESCRIPTORS,
        /** No process or thread could be created. */
        OUT_OF_PROCESSES,
        /** There is not enough memory. */
        OUT_OF_MEMORY,
        /** This JVM is shutting down, and nothing would end the process. */
        JVM_EXITING,
        /** This layer refuses such a program on this platform. */
        REFUSED,
        /** Anything else; the message has the system's own words. */
        OTHER
    }

    /** Why. */
    private final Reason reason;

    /**
     * Makes an exception.
     *
     * @param reason why the start failed
     * @param message what failed and what to do
     * @param cause the cause, if there is one
     */
    public ProcessStartException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Why the start failed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
