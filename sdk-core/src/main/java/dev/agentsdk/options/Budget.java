package dev.agentsdk.options;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run ends, whatever it has reached.
 *
 * @param maxTurns how many turns of the model; then the result is {@code error_max_turns}
 * @param maxUsd how much it may cost, in US dollars; then the result is {@code error_max_budget_usd}
 * @param taskTokens how many tokens the model is told to get along with
 */
public record Budget(OptionalInt maxTurns, Optional<BigDecimal> maxUsd, OptionalInt taskTokens) {

    private static final Budget NONE = new Budget(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

    public Budget {
        Checks.positive(maxTurns, "maxTurns");
        Checks.positive(taskTokens, "taskTokens");
        // Measured on claude 2.1: it refuses to start with a budget of 0.
        maxUsd.filter(usd -> usd.signum() <= 0).ifPresent(usd -> {
            throw new IllegalArgumentException("maxUsd must be positive, not " + usd + ".");
        });
    }

    /**
     * No bounds.
     *
     * @return the agent's own
     */
    public static Budget unset() {
        return NONE;
    }

    /**
     * Bounds the turns of the model.
     *
     * @param turns a positive number
     * @return a changed copy
     */
    public Budget withMaxTurns(int turns) {
        return new Budget(OptionalInt.of(turns), maxUsd, taskTokens);
    }

    /**
     * Bounds the cost.
     *
     * @param usd US dollars, positive
     * @return a changed copy
     */
    public Budget withMaxUsd(BigDecimal usd) {
        return new Budget(maxTurns, Optional.of(usd), taskTokens);
    }

    /**
     * Bounds the cost.
     *
     * @param usd US dollars, positive
     * @return a changed copy
     */
    public Budget withMaxUsd(double usd) {
        if (!Double.isFinite(usd)) {
            throw new IllegalArgumentException("maxUsd must be a finite number, not " + usd + ".");
        }
        return withMaxUsd(BigDecimal.valueOf(usd));
    }

    /**
     * Tells the model how many tokens the task may take.
     *
     * @param tokens a positive number
     * @return a changed copy
     */
    public Budget withTaskTokens(int tokens) {
        return new Budget(maxTurns, maxUsd, OptionalInt.of(tokens));
    }
}
