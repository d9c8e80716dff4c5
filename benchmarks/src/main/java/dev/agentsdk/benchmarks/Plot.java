package dev.agentsdk.benchmarks;

import java.util.List;
import java.util.Locale;

/** The figures as bars: how far each reaches what it must, on a logarithmic scale around the mark. */
final class Plot {

    private static final int ROW = 22;
    private static final int LABELS = 560;
    private static final int WIDTH = 900;
    private static final int MARK = LABELS + 110;

    /** Beyond a tenth or ten times of the mark the bar says no more. */
    private static final double DECADE = 110;

    private Plot() {}

    static String svg(List<Figure> figures, String conditions) {
        List<Figure> shown =
                figures.stream().filter(figure -> figure.must() != null).toList();
        int height = 70 + ROW * shown.size();
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                height));
        text(svg, 10, 20, "What must be reached is the line; to the right of it is better, one tick is ten times");
        text(svg, 10, height - 10, conditions);
        for (int i = 0; i < shown.size(); i++) {
            Figure figure = shown.get(i);
            Goal must = figure.must();
            int y = 35 + ROW * i;
            text(svg, 10, y + 13, figure.what() + (figure.rival().isEmpty() ? "" : ", to " + figure.rival()));
            double reach = must == null ? 1 : must.reach(figure.limit(), figure.measured(), figure.ratio());
            double length = Math.max(-1, Math.min(1.6, Math.log10(Math.max(reach, 0.01)))) * DECADE;
            double from = length < 0 ? MARK + length : MARK;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    from,
                    y,
                    Math.max(1, Math.abs(length)),
                    ROW - 6,
                    figure.reaches(must) ? "#2f7d4f" : "#b3382c"));
        }
        for (int tick = -1; tick <= 1; tick++) {
            double x = MARK + tick * DECADE;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"30\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x,
                    x,
                    height - 30,
                    tick == 0 ? "black" : "#bbbbbb"));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, safe));
    }
}
