package dev.agentsdk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as they come, and the documents that they are put into. */
final class Report {

    private static final String HEAD = "| what | limit or rival, in the same run | its figure | must | aim | measured |"
            + " ratio | reached |\n|---|---|---|---|---|---|---|---|\n";

    private final List<Figure> figures = new ArrayList<>();
    private final List<ToolResult> tools = new ArrayList<>();
    private final double loadBefore = Machine.load();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void add(Figure figure) {
        figures.add(figure);
        out.println(figure.markdown());
    }

    void add(ToolResult result) {
        tools.add(result);
        out.println(result.markdown());
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    List<ToolResult> tools() {
        return List.copyOf(tools);
    }

    /** Under what the figures were taken. */
    String conditions() {
        return String.format(
                Locale.ROOT,
                "%s. Load average %.1f before and %.1f after the run.",
                Machine.describe(),
                loadBefore,
                Machine.load());
    }

    String table() {
        StringBuilder text = new StringBuilder(HEAD);
        figures.forEach(figure -> text.append(figure.markdown()).append('\n'));
        return text.append('\n').append(conditions()).append('\n').toString();
    }

    String toolTable() {
        StringBuilder text = new StringBuilder(ToolResult.HEAD);
        tools.forEach(result -> text.append(result.markdown()).append('\n'));
        return text.append('\n').append(conditions()).append('\n').toString();
    }

    /** Replaces what stands between two comments, {@code <!-- NAME -->} and {@code <!-- /NAME -->}, if they are there. */
    static boolean fill(Path document, String name, String text) throws IOException {
        if (!Files.exists(document)) {
            return false;
        }
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        String before = Files.readString(document);
        int from = before.indexOf(begin);
        int to = before.indexOf(end);
        if (from < 0 || to < from) {
            return false;
        }
        Files.writeString(document, before.substring(0, from + begin.length()) + text + before.substring(to));
        return true;
    }
}
