package dev.agentsdk.errors;

import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.spi.ExitReport;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The agent's process ended, or stopped talking, while something was still expected of it. Everything that it had said
 * before was delivered first.
 */
public final class CliExitedException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** An exit code of 128 + n stands for signal n. */
    private static final int SIGNALS = 128;

    private static final int MAX_SIGNAL = 31;

    private static final int SHOWN_STDERR_CHARS = 4096;

    private final transient @Nullable ExitReport report;
    private final transient @Nullable ResultMessage lastErrorResult;
    private final transient List<String> noiseLines;

    /**
     * Makes an exception whose message shows the exit and the end of stderr.
     *
     * @param expected what was expected, for example {@code the response to "initialize"}
     * @param report how it ended; null if it closed its stdout and lives
     * @param lastErrorResult the last result, if it reported an error
     */
    public CliExitedException(String expected, @Nullable ExitReport report, @Nullable ResultMessage lastErrorResult) {
        this(expected, report, lastErrorResult, List.of(), true);
    }

    /**
     * Makes an exception whose message shows the exit, the end of stderr and the lines of stdout that are not JSON.
     *
     * @param expected what was expected, for example {@code the response to "initialize"}
     * @param report how it ended; null if it closed its stdout and lives
     * @param lastErrorResult the last result, if it reported an error
     * @param noiseLines the last lines of stdout that are not JSON, oldest first
     * @param spokeJson whether it wrote any JSON object to stdout
     */
    public CliExitedException(
            String expected,
            @Nullable ExitReport report,
            @Nullable ResultMessage lastErrorResult,
            List<String> noiseLines,
            boolean spokeJson) {
        super(describe(expected, report, lastErrorResult, noiseLines, spokeJson));
        this.report = report;
        this.lastErrorResult = lastErrorResult;
        this.noiseLines = List.copyOf(noiseLines);
    }

    /**
     * How it ended.
     *
     * @return the report; empty if the agent closed its stdout and lives
     */
    public Optional<ExitReport> report() {
        return Optional.ofNullable(report);
    }

    /**
     * The last result of the agent, if that reported an error: often the reason of the exit.
     *
     * @return the result
     */
    public Optional<ResultMessage> lastErrorResult() {
        return Optional.ofNullable(lastErrorResult);
    }

    /**
     * The last lines of stdout that are not JSON. Some CLIs print the reason for their exit there instead of on stderr.
     *
     * @return at most 8 lines, oldest first, each with at most 400 bytes; empty after deserialization
     */
    public List<String> noiseLines() {
        return noiseLines == null ? List.of() : noiseLines;
    }

    private static String describe(
            String expected,
            @Nullable ExitReport report,
            @Nullable ResultMessage lastErrorResult,
            List<String> noiseLines,
            boolean spokeJson) {
        StringBuilder text = new StringBuilder("The agent ");
        if (report == null) {
            text.append("closed its stdout but still runs");
        } else if (report.signal().isPresent()) {
            text.append("was killed by signal ").append(report.signal().getAsInt());
            if (report.stage() == ExitReport.Stage.ALREADY_EXITED) {
                text.append(", which this SDK did not send,");
            }
        } else if (report.exitCode().isPresent()) {
            int code = report.exitCode().getAsInt();
            text.append("exited with code ").append(code);
            if (report.stage() == ExitReport.Stage.ALREADY_EXITED && code > SIGNALS && code <= SIGNALS + MAX_SIGNAL) {
                // A program can exit so by itself: without the signal itself it is not certain.
                text.append(", as after signal ").append(code - SIGNALS).append(", which this SDK did not send,");
            }
        } else {
            text.append("has gone");
        }
        text.append(" before ").append(expected).append('.');
        if (lastErrorResult != null) {
            text.append(" Its last result was an error (")
                    .append(lastErrorResult.subtype())
                    .append("): ")
                    .append(lastErrorResult.errorText())
                    .append('.');
        }
        if (report != null) {
            String stderr = report.stderrTail().strip();
            if (stderr.isEmpty()) {
                text.append(" It wrote nothing to stderr.");
            } else {
                text.append(" The end of its stderr: ")
                        .append(stderr, Math.max(0, stderr.length() - SHOWN_STDERR_CHARS), stderr.length());
            }
        }
        if (!noiseLines.isEmpty()) {
            text.append(" The last lines of its stdout that are not JSON: ").append(String.join("\n", noiseLines));
        }
        if (!spokeJson && (report == null || report.exitCode().orElse(-1) == 0)) {
            text.append(" It wrote no JSON: it is probably no stream-json CLI.");
        }
        return text.toString();
    }
}
