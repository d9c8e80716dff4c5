package dev.agentsdk.permission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a {@link PermissionCallback} decides. Immutable. */
public sealed interface PermissionDecision {

    /**
     * The tool may run as the agent wants it.
     *
     * @return the decision
     */
    static Allow allow() {
        return Allow.PLAIN;
    }

    /**
     * The tool may not run.
     *
     * @param message tells the model why
     * @return the decision
     */
    static Deny deny(String message) {
        return new Deny(message, false, Optional.empty());
    }

    /**
     * No answer is sent, since somebody else decides. The agent waits until it is told otherwise, for ever if nobody does.
     *
     * @return the decision
     */
    static PermissionDecision none() {
        return NoAnswer.INSTANCE;
    }

    /**
     * The tool may run.
     *
     * @param updatedInput the input to run it with, instead of the one that was asked for: a JSON object; see
     *     {@link #withUpdatedInput(RawJson)} for agents that do not take it
     * @param updatedPermissions changes of the permission rules, for example those that were suggested
     * @param classification how lasting the decision is, for the agent's records: {@code user_temporary},
     *     {@code user_permanent}; newer agents only
     */
    record Allow(
            Optional<RawJson> updatedInput, List<PermissionUpdate> updatedPermissions, Optional<String> classification)
            implements PermissionDecision {

        private static final Allow PLAIN = new Allow(Optional.empty(), List.of(), Optional.empty());

        public Allow {
            updatedPermissions = List.copyOf(updatedPermissions);
            updatedInput.ifPresent(input -> {
                if (!input.tree().isObject()) {
                    throw new IllegalArgumentException("The updated input of a tool must be a JSON object.");
                }
            });
        }

        /**
         * Changes the input of the tool.
         *
         * <p>{@code qwen} 0.24 takes no notice of it and would run what it has asked for. There, an input that differs
         * becomes a denial that says so, and a warning is logged; see
         * {@code dev.agentsdk.options.CliDialect}.
         *
         * @param input the whole new input, a JSON object
         * @return a changed copy
         */
        public Allow withUpdatedInput(RawJson input) {
            return new Allow(Optional.of(input), updatedPermissions, classification);
        }

        /**
         * Changes the input of the tool; see {@link #withUpdatedInput(RawJson)}.
         *
         * @param input the whole new input: strings, numbers, booleans, lists, maps
         * @return a changed copy
         */
        public Allow withUpdatedInput(Map<String, ?> input) {
            return withUpdatedInput(Json.raw(input));
        }

        /**
         * Changes the input of the tool; see {@link #withUpdatedInput(RawJson)}.
         *
         * @param input the whole new input, a Jackson object node
         * @return a changed copy
         */
        public Allow withUpdatedInput(JsonNode input) {
            return withUpdatedInput(Json.raw(input));
        }

        /**
         * Changes permission rules, so that the agent need not ask again.
         *
         * @param updates the changes
         * @return a changed copy
         */
        public Allow withUpdatedPermissions(List<PermissionUpdate> updates) {
            return new Allow(updatedInput, updates, classification);
        }

        /**
         * Says how lasting the decision is.
         *
         * @param classification for example {@code user_permanent}
         * @return a changed copy
         */
        public Allow withClassification(String classification) {
            return new Allow(updatedInput, updatedPermissions, Optional.of(classification));
        }
    }

    /**
     * The tool may not run.
     *
     * @param message tells the model why
     * @param interrupt whether the turn ends too
     * @param classification for the agent's records, for example {@code user_reject}; newer agents only
     */
    record Deny(String message, boolean interrupt, Optional<String> classification) implements PermissionDecision {

        public Deny {
            Objects.requireNonNull(message, "message");
        }

        /**
         * Ends the turn too.
         *
         * @return a changed copy
         */
        public Deny andInterrupt() {
            return new Deny(message, true, classification);
        }

        /**
         * Says what kind of refusal it is.
         *
         * @param classification for example {@code user_reject}
         * @return a changed copy
         */
        public Deny withClassification(String classification) {
            return new Deny(message, interrupt, Optional.of(classification));
        }
    }

    /** No answer is sent. */
    final class NoAnswer implements PermissionDecision {
        private static final NoAnswer INSTANCE = new NoAnswer();

        private NoAnswer() {}

        @Override
        public String toString() {
            return "NoAnswer";
        }
    }
}
