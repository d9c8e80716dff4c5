package dev.agentsdk.transport.internal;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.process.Containment;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.spi.ExitReport;

/**
 * What the process layer reports, in the types of sdk-core. Each enum is mapped by a {@code switch} over all constants, so
 * that a new one does not compile before it is mapped.
 */
public final class ProcessReports {

    private ProcessReports() {}

    /**
     * Returns the report of an end.
     *
     * @param end the end of the process
     * @param stderrTail the last output on stderr
     * @return the report
     */
    public static ExitReport exitReport(ProcessExit end, String stderrTail) {
        return ExitReport.builder(stage(end.stage()))
                .exitCode(end.exitCode())
                .signal(end.signal())
                .elapsed(end.elapsed())
                .stderrTail(stderrTail)
                .leftBehind(end.leftBehind())
                .alsoEnded(end.alsoEnded())
                .abandonedThreads(end.abandonedThreads())
                .unseen(end.unseen())
                .problems(end.problems())
                .containment(containment(end.containment()))
                .build();
    }

    private static ExitReport.Stage stage(ProcessExit.Stage stage) {
        return switch (stage) {
            case ALREADY_EXITED -> ExitReport.Stage.ALREADY_EXITED;
            case EOF -> ExitReport.Stage.EOF;
            case TERM -> ExitReport.Stage.TERM;
            case KILL -> ExitReport.Stage.KILL;
            case ABANDONED -> ExitReport.Stage.ABANDONED;
        };
    }

    private static ExitReport.Containment containment(Containment containment) {
        return switch (containment) {
            case CGROUP -> ExitReport.Containment.CGROUP;
            case LIMITS -> ExitReport.Containment.LIMITS;
            case ENVIRONMENT -> ExitReport.Containment.ENVIRONMENT;
            case ANCESTRY -> ExitReport.Containment.ANCESTRY;
            case NONE -> ExitReport.Containment.NONE;
        };
    }

    /**
     * Returns the reason for a failed start.
     *
     * @param reason the reason of the process layer
     * @return the reason for applications
     */
    public static CliStartException.Reason startReason(ProcessStartException.Reason reason) {
        return switch (reason) {
            // The CLI itself was found before; this is the program that changes the user, or one that has vanished.
            case NOT_ON_PATH, PROGRAM_MISSING -> CliStartException.Reason.PROGRAM_MISSING;
            case DIRECTORY_MISSING -> CliStartException.Reason.DIRECTORY_MISSING;
            case DIRECTORY_NOT_A_DIRECTORY -> CliStartException.Reason.DIRECTORY_NOT_A_DIRECTORY;
            case DIRECTORY_NOT_ACCESSIBLE -> CliStartException.Reason.DIRECTORY_NOT_ACCESSIBLE;
            case PROGRAM_IS_A_DIRECTORY -> CliStartException.Reason.PROGRAM_IS_A_DIRECTORY;
            case PROGRAM_NOT_EXECUTABLE -> CliStartException.Reason.PROGRAM_NOT_EXECUTABLE;
            case PROGRAM_NOT_A_PROGRAM -> CliStartException.Reason.PROGRAM_NOT_A_PROGRAM;
            case PROGRAM_BUSY -> CliStartException.Reason.PROGRAM_BUSY;
            case ARGUMENT_TOO_LONG -> CliStartException.Reason.ARGUMENT_TOO_LONG;
            case INVALID_ARGUMENT -> CliStartException.Reason.INVALID_ARGUMENT;
            case OUT_OF_DESCRIPTORS -> CliStartException.Reason.OUT_OF_DESCRIPTORS;
            case OUT_OF_PROCESSES -> CliStartException.Reason.OUT_OF_PROCESSES;
            case OUT_OF_MEMORY -> CliStartException.Reason.OUT_OF_MEMORY;
            case JVM_EXITING -> CliStartException.Reason.JVM_EXITING;
            case REFUSED -> CliStartException.Reason.REFUSED;
            case OTHER -> CliStartException.Reason.OTHER;
        };
    }
}
