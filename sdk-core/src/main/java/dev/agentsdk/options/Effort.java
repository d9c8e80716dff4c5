package dev.agentsdk.options;

/**
 * How much the model thinks before it answers. An open set: newer agents know more levels, and {@link #of} makes any of
 * them. {@code claude} warns on stderr about one that it does not know, and takes its default.
 *
 * @param value the level as it goes to the agent
 */
public record Effort(String value) {
    /** Little. */
    public static final Effort LOW = new Effort("low");

    /** A medium amount. */
    public static final Effort MEDIUM = new Effort("medium");

    /** Much. */
    public static final Effort HIGH = new Effort("high");

    /** Very much. */
    public static final Effort XHIGH = new Effort("xhigh");

    /** As much as the model can. */
    public static final Effort MAX = new Effort("max");

    public Effort {
        Checks.text(value, "effort");
    }

    /**
     * A level by its wire value.
     *
     * @param value for example {@code high}
     * @return the level
     */
    public static Effort of(String value) {
        return new Effort(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
