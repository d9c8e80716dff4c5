package dev.agentsdk.options;

import java.util.Optional;

/** Whether the model thinks before it answers, and how much of it is shown. */
public sealed interface Thinking {

    /** The thoughts come in summary; a value for {@code withDisplay}. */
    String SUMMARIZED = "summarized";

    /** The thoughts do not come at all; a value for {@code withDisplay}. */
    String OMITTED = "omitted";

    /**
     * The model decides how much it thinks.
     *
     * @return the choice
     */
    static Adaptive adaptive() {
        return new Adaptive(Optional.empty());
    }

    /**
     * The model thinks within a budget.
     *
     * @param tokens the budget, positive
     * @return the choice
     */
    static Budgeted budget(int tokens) {
        return new Budgeted(tokens, Optional.empty());
    }

    /**
     * The model does not think.
     *
     * @return the choice
     */
    static Disabled disabled() {
        return new Disabled();
    }

    /**
     * The model decides how much it thinks.
     *
     * @param display how thoughts are shown: {@link #SUMMARIZED}, {@link #OMITTED} or newer
     */
    record Adaptive(Optional<String> display) implements Thinking {
        public Adaptive {
            Checks.text(display, "thinking.display");
        }

        /**
         * Chooses how thoughts are shown.
         *
         * @param display {@link #SUMMARIZED}, {@link #OMITTED} or newer
         * @return a changed copy
         */
        public Adaptive withDisplay(String display) {
            return new Adaptive(Optional.of(display));
        }
    }

    /**
     * The model thinks within a budget.
     *
     * @param tokens the budget, positive
     * @param display how thoughts are shown: {@link #SUMMARIZED}, {@link #OMITTED} or newer
     */
    record Budgeted(int tokens, Optional<String> display) implements Thinking {
        public Budgeted {
            Checks.positive(tokens, "thinking.tokens");
            Checks.text(display, "thinking.display");
        }

        /**
         * Chooses how thoughts are shown.
         *
         * @param display {@link #SUMMARIZED}, {@link #OMITTED} or newer
         * @return a changed copy
         */
        public Budgeted withDisplay(String display) {
            return new Budgeted(tokens, Optional.of(display));
        }
    }

    /** The model does not think. */
    record Disabled() implements Thinking {}
}
