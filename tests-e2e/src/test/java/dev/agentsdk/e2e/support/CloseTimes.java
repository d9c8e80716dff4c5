package dev.agentsdk.e2e.support;

import dev.agentsdk.spi.ExitReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Collects how long the closes of the suite took, and writes them as the table of the README: {@code
 * target/close-times.md}. Registered through {@link java.util.ServiceLoader}.
 */
public final class CloseTimes implements TestExecutionListener {

    /** The columns. */
    public enum Level {
        /** {@code SubprocessCliTransport.close()}. */
        TRANSPORT,
        /** {@code AgentSession.close()}, which is polite first. */
        SESSION
    }

    private record Column(Level level, String launcher) {}

    private static final Map<String, Map<Column, List<String>>> ROWS = new LinkedHashMap<>();

    /** Notes a close. */
    public static synchronized void note(
            String scenario, Level level, String launcher, Duration time, ExitReport report) {
        String cell = String.format(Locale.ROOT, "%.1f ms, %s", time.toNanos() / 1e6, stage(report));
        ROWS.computeIfAbsent(scenario, any -> new LinkedHashMap<>())
                .computeIfAbsent(new Column(level, launcher), any -> new ArrayList<>())
                .add(cell);
    }

    private static String stage(ExitReport report) {
        return switch (report.stage()) {
            case EOF -> "EOF";
            case TERM -> "SIGTERM";
            case KILL -> "SIGKILL";
            case ALREADY_EXITED -> "already exited";
            default -> report.stage().toString();
        };
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        synchronized (CloseTimes.class) {
            if (ROWS.isEmpty()) {
                return;
            }
            StringBuilder table = new StringBuilder("| child | transport, posix | transport, jdk | session, posix |"
                    + " session, jdk |\n|---|---|---|---|---|\n");
            ROWS.forEach((scenario, cells) -> {
                table.append("| ").append(scenario);
                for (Level level : Level.values()) {
                    for (String launcher : List.of("posix", "jdk")) {
                        List<String> values = cells.getOrDefault(new Column(level, launcher), List.of());
                        table.append(" | ").append(values.isEmpty() ? "–" : String.join("; ", values));
                    }
                }
                table.append(" |\n");
            });
            try {
                Files.writeString(
                        Path.of("target", "close-times-" + Runtime.version().feature() + ".md"), table.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
