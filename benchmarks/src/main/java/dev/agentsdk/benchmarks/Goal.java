package dev.agentsdk.benchmarks;

import java.util.Locale;

/**
 * What a figure must reach, or is meant to.
 *
 * @param kind what is bounded
 * @param bound by how much
 * @param unit what a bound of a value is counted in
 */
record Goal(Kind kind, double bound, String unit) {

    enum Kind {
        RATIO_AT_LEAST,
        RATIO_AT_MOST,
        VALUE_AT_MOST,
        DIFFERENCE_AT_MOST
    }

    static Goal ratioAtLeast(double bound) {
        return new Goal(Kind.RATIO_AT_LEAST, bound, "");
    }

    static Goal ratioAtMost(double bound) {
        return new Goal(Kind.RATIO_AT_MOST, bound, "");
    }

    static Goal atMost(double bound, String unit) {
        return new Goal(Kind.VALUE_AT_MOST, bound, unit);
    }

    static Goal atMostMore(double bound, String unit) {
        return new Goal(Kind.DIFFERENCE_AT_MOST, bound, unit);
    }

    boolean isReached(double limit, double measured, double ratio) {
        return switch (kind) {
            case RATIO_AT_LEAST -> ratio >= bound;
            case RATIO_AT_MOST -> ratio <= bound;
            case VALUE_AT_MOST -> measured <= bound;
            case DIFFERENCE_AT_MOST -> measured - limit <= bound;
        };
    }

    /** How far the goal is reached: 1 just so, more is better. For pictures. */
    double reach(double limit, double measured, double ratio) {
        return switch (kind) {
            case RATIO_AT_LEAST -> ratio / bound;
            case RATIO_AT_MOST -> bound / ratio;
            case VALUE_AT_MOST -> bound / Math.max(measured, bound / 100);
            case DIFFERENCE_AT_MOST -> bound / Math.max(measured - limit, bound / 100);
        };
    }

    @Override
    public String toString() {
        String number = Figure.number(bound);
        return switch (kind) {
            case RATIO_AT_LEAST -> "≥ " + number + " x";
            case RATIO_AT_MOST -> "≤ " + number + " x";
            case VALUE_AT_MOST -> "≤ " + number + " " + unit;
            case DIFFERENCE_AT_MOST -> String.format(Locale.ROOT, "+ %s %s", number, unit);
        };
    }
}
