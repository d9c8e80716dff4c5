package dev.agentsdk.errors;

import org.jspecify.annotations.Nullable;

/** The command-line agent was found but could not be started. Nothing is left behind. */
public final class CliStartException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** Why a start failed. */
    public enum Reason {
        /** The working directory does not exist. */
        DIRECTORY_MISSING,
        /** The working directory is no directory. */
        DIRECTORY_NOT_A_DIRECTORY,
        /** The working directory may not be entered. */
        DIRECTORY_NOT_ACCESSIBLE,
        /** The program vanished, or its interpreter (the line after {@code #!}) does not exist. */
        PROGRAM_MISSING,
        /** The program is a directory. */
        PROGRAM_IS_A_DIRECTORY,
        /** The program may not be executed. */
        PROGRAM_NOT_EXECUTABLE,
        /** The program is no format that this system runs. */
        PROGRAM_NOT_A_PROGRAM,
        /** The program is open for writing. */
        PROGRAM_BUSY,
        /** One argument, or all arguments and the environment together, are too long. */
        ARGUMENT_TOO_LONG,
        /** An argument or an environment entry contains what no process can be given, such as a NUL character. */
        INVALID_ARGUMENT,
        /** This process or the system has no file descriptors left. */
        OUT_OF_DESCRIPTORS,
        /** No process or thread could be created. */
        OUT_OF_PROCESSES,
        /** There is not enough memory. */
        OUT_OF_MEMORY,
        /** This JVM is shutting down. */
        JVM_EXITING,
        /** The platform refuses such a program. */
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
    public CliStartException(Reason reason, String message, @Nullable Throwable cause) {
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
