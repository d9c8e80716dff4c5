package dev.agentsdk.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lays panels out side by side: what is to be seen, and nothing of how it comes to a terminal. */
final class BoardView {

    /** A panel that would be narrower goes into another row. */
    private static final int NARROWEST_PANEL = 38;

    /** Two lines about it, and one of its own. */
    private static final int LOWEST_PANEL = 3;

    private static final int FOOTER = 2;
    private static final String GAP = " | ";
    private static final String FACT_GAP = " · ";

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle MARKED = AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);

    private BoardView() {}

    /**
     * Lays out a screen.
     *
     * @param look what is to be shown
     * @param selected the one that the keys are for
     * @param message what has just happened; empty for nothing
     * @param width of the screen
     * @param height of the screen
     * @return exactly as many lines as the screen has, none wider than it
     */
    static List<AttributedString> render(Board.Look look, int selected, String message, int width, int height) {
        List<Board.Panel> panels = look.panels();
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
        screen.add(fitted(look.totals(), PLAIN.bold(), width));
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

    private static List<AttributedString> panel(Board.Panel panel, boolean selected, int width, int height) {
        List<AttributedString> lines = new ArrayList<>();
        AttributedStyle title = PLAIN.bold();
        lines.add(new AttributedStringBuilder()
                .styled(selected ? title.inverse() : title, (selected ? "▶ " : "  ") + panel.name())
                .append(" ")
                .styled(style(panel.mood()), panel.state())
                .toAttributedString()
                .columnSubSequence(0, width));
        wrapped(panel.facts(), width).forEach(line -> lines.add(fitted("  " + line, FAINT, width)));
        int room = Math.max(0, height - lines.size());
        List<Board.Line> all = panel.lines();
        for (Board.Line line : all.subList(Math.max(0, all.size() - room), all.size())) {
            lines.add(fitted("  " + line.text(), line.marked() ? MARKED : PLAIN, width));
        }
        return lines.subList(0, Math.min(height, lines.size()));
    }

    /** One line of facts, or two where one does not take them. */
    private static List<String> wrapped(List<String> facts, int width) {
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (String fact : facts) {
            boolean fits = second.length() == 0 && first.length() + fact.length() + FACT_GAP.length() + 2 <= width;
            StringBuilder line = first.length() == 0 || fits ? first : second;
            line.append(line.length() == 0 ? "" : FACT_GAP).append(fact);
        }
        return second.length() == 0 ? List.of(first.toString()) : List.of(first.toString(), second.toString());
    }

    private static AttributedStyle style(Board.Mood mood) {
        return switch (mood) {
            case GOOD -> PLAIN.foreground(AttributedStyle.GREEN);
            case BUSY -> PLAIN.foreground(AttributedStyle.YELLOW);
            case BAD -> PLAIN.foreground(AttributedStyle.RED);
            case OVER -> FAINT;
        };
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
        return new AttributedString(printable(text), style).columnSubSequence(0, width);
    }

    /** What a program writes must not move the cursor of the screen. */
    private static String printable(String text) {
        return AttributedString.stripAnsi(text)
                .replace("\t", "    ")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\x{2028}\\x{2029}]", "");
    }
}
