package dev.agentsdk.examples;

import dev.agentsdk.process.ChildExit;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lays daemons out side by side: what is to be seen, and nothing of how it comes to a terminal. */
final class DaemonView {

    /** A panel that would be narrower goes into another row. */
    private static final int NARROWEST_PANEL = 38;

    /** Two lines about the daemon, and one of its own. */
    private static final int LOWEST_PANEL = 3;

    private static final int FOOTER = 2;
    private static final String GAP = " | ";

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle STDERR = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);

    private DaemonView() {}

    /**
     * A daemon as it is shown.
     *
     * @param status what is known of it
     * @param lines its last lines
     * @param linesPerSecond how fast it writes
     */
    record Panel(ChildStatus status, List<OutputLine> lines, double linesPerSecond) {}

    /**
     * Lays out a screen.
     *
     * @param panels the daemons
     * @param selected the one that the keys are for
     * @param message what has just happened; empty for nothing
     * @param width of the screen
     * @param height of the screen
     * @return exactly as many lines as the screen has, none wider than it
     */
    static List<AttributedString> render(List<Panel> panels, int selected, String message, int width, int height) {
        List<AttributedString> screen = new ArrayList<>();
        int columns = Math.max(1, Math.min(panels.size(), (width + GAP.length()) / (NARROWEST_PANEL + GAP.length())));
        int rows = Math.max(1, (panels.size() + columns - 1) / columns);
        int room = Math.max(0, height - FOOTER);
        int shownRows = Math.max(1, Math.min(rows, room / LOWEST_PANEL));
        // Scrolled so far that the selected one is on the screen.
        int firstRow = Math.max(0, Math.min(selected / columns - shownRows + 1, rows - shownRows));
        int panelWidth = Math.max(1, (width - GAP.length() * (columns - 1)) / columns);
        for (int row = 0; row < shownRows; row++) {
            // What cannot be shared out evenly goes to the rows above.
            int panelHeight = room / shownRows + (row < room % shownRows ? 1 : 0);
            List<List<AttributedString>> beside = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                int index = (firstRow + row) * columns + column;
                beside.add(
                        index < panels.size()
                                ? panel(panels.get(index), index == selected, panelWidth, panelHeight)
                                : List.of());
            }
            for (int line = 0; line < panelHeight; line++) {
                screen.add(joined(beside, line, panelWidth, width));
            }
        }
        while (screen.size() < room) {
            screen.add(AttributedString.EMPTY);
        }
        screen.add(fitted(totals(panels), PLAIN.bold(), width));
        screen.add(fitted(
                message.isEmpty() ? "←↑↓→ select   s stop   r restart   q quit" : message,
                message.isEmpty() ? FAINT : PLAIN.foreground(AttributedStyle.CYAN),
                width));
        // A screen of one line or none is a screen, too.
        return screen.subList(Math.max(0, screen.size() - height), screen.size());
    }

    private static AttributedString joined(List<List<AttributedString>> beside, int line, int panelWidth, int width) {
        AttributedStringBuilder joined = new AttributedStringBuilder();
        for (int column = 0; column < beside.size(); column++) {
            if (column > 0) {
                joined.styled(FAINT, GAP);
            }
            List<AttributedString> panel = beside.get(column);
            AttributedString text = line < panel.size() ? panel.get(line) : AttributedString.EMPTY;
            joined.append(text);
            if (column < beside.size() - 1) {
                joined.append(" ".repeat(Math.max(0, panelWidth - text.columnLength())));
            }
        }
        return joined.columnSubSequence(0, width);
    }

    private static List<AttributedString> panel(Panel panel, boolean selected, int width, int height) {
        ChildStatus status = panel.status();
        List<AttributedString> lines = new ArrayList<>();
        AttributedStyle title = PLAIN.bold();
        lines.add(new AttributedStringBuilder()
                .styled(selected ? title.inverse() : title, (selected ? "▶ " : "  ") + status.name())
                .append(" ")
                .styled(style(status.state()), status.state().toString())
                .toAttributedString()
                .columnSubSequence(0, width));
        lines.add(fitted("  " + facts(panel), FAINT, width));
        int room = Math.max(0, height - lines.size());
        List<OutputLine> all = panel.lines();
        for (OutputLine line : all.subList(Math.max(0, all.size() - room), all.size())) {
            lines.add(fitted(
                    "  " + printable(line.text()), line.source() == OutputSource.STDERR ? STDERR : PLAIN, width));
        }
        return lines.subList(0, Math.min(height, lines.size()));
    }

    private static String facts(Panel panel) {
        ChildStatus status = panel.status();
        List<String> facts = new ArrayList<>();
        if (status.pid().isPresent()) {
            facts.add("pid " + status.pid().getAsLong());
            facts.add(age(status.uptime()));
            facts.add(String.format(Locale.ROOT, "%.1f lines/s", panel.linesPerSecond()));
        }
        status.restartIn().ifPresent(time -> facts.add("again in " + age(time)));
        if (status.pid().isEmpty()) {
            status.lastExit().ifPresent(exit -> facts.add(ending(exit)));
        }
        if (status.restarts() > 0) {
            facts.add(status.restarts() + " restarts");
        }
        return String.join(" · ", facts);
    }

    private static String ending(ChildExit exit) {
        if (exit.startError().isPresent()) {
            return "could not be started";
        }
        return exit.exit()
                .map(end -> end.signal().isPresent()
                        ? "ended by signal " + end.signal().getAsInt()
                        : "exit code " + end.exitCode().orElse(-1))
                .orElse("");
    }

    private static AttributedStyle style(ChildState state) {
        return switch (state) {
            case RUNNING -> PLAIN.foreground(AttributedStyle.GREEN);
            case STARTING, STOPPING, BACKOFF -> PLAIN.foreground(AttributedStyle.YELLOW);
            case FAILED -> PLAIN.foreground(AttributedStyle.RED);
            case EXITED, STOPPED -> FAINT;
        };
    }

    private static String totals(List<Panel> panels) {
        long running = panels.stream()
                .filter(panel -> panel.status().state() == ChildState.RUNNING)
                .count();
        long failed = panels.stream()
                .filter(panel -> panel.status().state() == ChildState.FAILED)
                .count();
        long lines = panels.stream().mapToLong(panel -> panel.status().lines()).sum();
        int restarts =
                panels.stream().mapToInt(panel -> panel.status().restarts()).sum();
        double rate = panels.stream().mapToDouble(Panel::linesPerSecond).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d running, %d failed · %d restarts · %d lines, %.1f lines/s",
                running,
                panels.size(),
                failed,
                restarts,
                lines,
                rate);
    }

    /** 4.2 s, 1:05, 2:00:09. */
    static String age(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static AttributedString fitted(String text, AttributedStyle style, int width) {
        return new AttributedString(text, style).columnSubSequence(0, width);
    }

    /** What a program writes must not move the cursor of the screen. */
    private static String printable(String text) {
        return AttributedString.stripAnsi(text).replace("\t", "    ").replaceAll("\\p{Cntrl}", "");
    }
}
