package dev.agentsdk.e2e.real.support;

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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Collects how long the closes of real CLIs took, and writes the medians as a table: {@code
 * target/real-cli-close-times-17.md}, and with {@code -Dreal.cli.docs=true} into {@code docs/real-clis.md}. Registered through {@link java.util.ServiceLoader}.
 */
public final class RealCloseTimes implements TestExecutionListener {

    private static final Path TARGET =
            Path.of("target", "real-cli-close-times-" + Runtime.version().feature() + ".md");
    private static final Path PAGE = Path.of("..", "docs", "real-clis.md");
    private static final String BEGIN = "<!-- CLOSES -->\n";
    private static final String END = "<!-- /CLOSES -->";

    private record Close(Duration time, String end) {}

    private static final Map<String, Map<String, List<Close>>> ROWS = new TreeMap<>();

    /** Notes a close. */
    public static synchronized void note(String scenario, CliRun run, Duration time, ExitReport report) {
        String how = report.stage()
                + report.signal().stream()
                        .mapToObj(signal -> ", signal " + signal)
                        .findFirst()
                        .orElse(", exit code " + report.exitCode().orElse(-1));
        ROWS.computeIfAbsent(scenario, any -> new LinkedHashMap<>())
                .computeIfAbsent(column(run.cli(), run.launcher().name()), any -> new ArrayList<>())
                .add(new Close(time, how));
    }

    private static String column(RealCli cli, String launcher) {
        return cli + " " + cli.version() + ", " + launcher;
    }

    private static String cell(List<Close> closes) {
        if (closes.isEmpty()) {
            return "–";
        }
        List<Duration> times = closes.stream().map(Close::time).sorted().toList();
        Map<String, Integer> ends = new TreeMap<>();
        closes.forEach(close -> ends.merge(close.end(), 1, Integer::sum));
        double median = times.get((times.size() - 1) / 2).toNanos() / 1e9;
        double worst = times.get(times.size() - 1).toNanos() / 1e9;
        String end = ends.size() == 1
                ? ends.keySet().iterator().next()
                : ends.entrySet().stream()
                        .map(each -> each.getKey() + " (" + each.getValue() + " of " + closes.size() + ")")
                        .collect(Collectors.joining(", "));
        return times.size() == 1
                ? String.format(Locale.ROOT, "%.2f s; %s", median, end)
                : String.format(Locale.ROOT, "%.2f s (worst %.2f s); %s", median, worst, end);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        synchronized (RealCloseTimes.class) {
            if (ROWS.isEmpty()) {
                return;
            }
            String table = table();
            try {
                Files.writeString(TARGET, table);
                if (Boolean.getBoolean("real.cli.docs")) {
                    String page = Files.readString(PAGE);
                    int begin = page.indexOf(BEGIN) + BEGIN.length();
                    Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String table() {
        List<String> columns = new ArrayList<>();
        for (String launcher : List.of("posix", "jdk")) {
            for (RealCli cli : RealCli.values()) {
                columns.add(column(cli, launcher));
            }
        }
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%d closes, %d of each kind on posix and one on jdk: Java %s, %s %s, %d processors.%n%n",
                ROWS.values().stream()
                        .flatMap(cells -> cells.values().stream())
                        .mapToInt(List::size)
                        .sum(),
                Integer.getInteger("real.cli.rounds", 1),
                Runtime.version().feature(),
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceFirst("-.*", ""),
                Runtime.getRuntime().availableProcessors()));
        table.append("| close while | ")
                .append(String.join(" | ", columns))
                .append(" |\n|---|")
                .append("---|".repeat(columns.size()))
                .append('\n');
        ROWS.forEach((scenario, cells) -> {
            table.append("| ").append(scenario);
            columns.forEach(column -> table.append(" | ").append(cell(cells.getOrDefault(column, List.of()))));
            table.append(" |\n");
        });
        return table.toString();
    }
}
