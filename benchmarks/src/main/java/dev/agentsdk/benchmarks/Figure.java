package dev.agentsdk.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table.
 *
 * @param what what was done
 * @param rival to what it is compared
 * @param limit the figure of that; NaN if there is none
 * @param measured the SDK's figure
 * @param unit of both
 * @param ratio the one to the other, taken round by round; NaN if there is none
 * @param must what it must reach, if anything
 * @param aim what it is meant to reach
 */
record Figure(
        String what,
        String rival,
        double limit,
        double measured,
        String unit,
        double ratio,
        @Nullable Goal must,
        @Nullable Goal aim) {

    /** A figure whose ratio is that of its two values. */
    static Figure of(
            String what,
            String rival,
            double limit,
            double measured,
            String unit,
            @Nullable Goal must,
            @Nullable Goal aim) {
        return new Figure(what, rival, limit, measured, unit, measured / limit, must, aim);
    }

    /** A figure that is compared to nothing. */
    static Figure alone(String what, double measured, String unit, @Nullable Goal must, @Nullable Goal aim) {
        return new Figure(what, "", Double.NaN, measured, unit, Double.NaN, must, aim);
    }

    boolean reaches(@Nullable Goal goal) {
        return goal != null && goal.isReached(limit, measured, ratio);
    }

    String verdict() {
        if (must == null && aim == null) {
            return "";
        }
        if (reaches(aim) && (must == null || reaches(must))) {
            return "aim";
        }
        return must == null || reaches(must) ? "yes" : "**no**";
    }

    String markdown() {
        return "| " + what + " | " + rival + " | " + value(limit) + " | " + text(must) + " | " + text(aim) + " | "
                + value(measured) + " | " + (Double.isNaN(ratio) ? "" : number(ratio) + " x") + " | " + verdict()
                + " |";
    }

    private String value(double number) {
        return Double.isNaN(number) ? "" : number(number) + " " + unit;
    }

    private static String text(@Nullable Goal goal) {
        return goal == null ? "" : goal.toString();
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
