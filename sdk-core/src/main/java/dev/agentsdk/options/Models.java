package dev.agentsdk.options;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which model answers, and how hard it thinks.
 *
 * @param model the model's name or alias, for example {@code opus}
 * @param fallbacks models to take, in this order, when the first is busy or missing
 * @param effort how much it thinks
 * @param thinking whether it thinks, and what is shown of it
 * @param betas the API's beta features, for example {@code context-1m-2025-08-07}
 */
public record Models(
        Optional<String> model,
        List<String> fallbacks,
        Optional<Effort> effort,
        Optional<Thinking> thinking,
        List<String> betas) {

    private static final Models NONE =
            new Models(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), List.of());

    public Models {
        Checks.text(model, "model");
        fallbacks = Checks.words(fallbacks, "fallbacks");
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(thinking, "thinking");
        betas = Checks.words(betas, "betas");
        if (model.isPresent() && fallbacks.contains(model.get())) {
            throw new IllegalArgumentException(
                    "fallbacks must not contain the model itself, " + model.get() + ": name other models.");
        }
    }

    /**
     * Nothing chosen.
     *
     * @return the agent's own choice
     */
    public static Models unset() {
        return NONE;
    }

    /**
     * One model.
     *
     * @param model its name or alias
     * @return the choice
     */
    public static Models of(String model) {
        return NONE.withModel(model);
    }

    /**
     * Chooses the model.
     *
     * @param name its name or alias
     * @return a changed copy
     */
    public Models withModel(String name) {
        return new Models(Optional.of(name), fallbacks, effort, thinking, betas);
    }

    /**
     * Names models to take when the first is busy or missing.
     *
     * @param names in the order of preference
     * @return a changed copy
     */
    public Models withFallbacks(String... names) {
        return new Models(model, List.of(names), effort, thinking, betas);
    }

    /**
     * Chooses how much the model thinks.
     *
     * @param level the level
     * @return a changed copy
     */
    public Models withEffort(Effort level) {
        return new Models(model, fallbacks, Optional.of(level), thinking, betas);
    }

    /**
     * Chooses whether the model thinks.
     *
     * @param choice for example {@link Thinking#adaptive()}
     * @return a changed copy
     */
    public Models withThinking(Thinking choice) {
        return new Models(model, fallbacks, effort, Optional.of(choice), betas);
    }

    /**
     * Turns on beta features of the API.
     *
     * @param names the names of the features
     * @return a changed copy
     */
    public Models withBetas(String... names) {
        return new Models(model, fallbacks, effort, thinking, List.of(names));
    }
}
