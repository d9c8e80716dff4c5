package dev.agentsdk.dialog;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The user's answer to an MCP server.
 *
 * @param action {@code accept}, {@code decline} or {@code cancel}
 * @param content the filled form, a JSON object that fits the requested schema
 */
public record ElicitationAnswer(String action, Optional<RawJson> content) {

    public ElicitationAnswer {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(content, "content");
    }

    /**
     * The user agrees.
     *
     * @param content the filled form: strings, numbers, booleans, lists, maps; empty if there was none
     * @return the answer
     */
    public static ElicitationAnswer accept(Map<String, ?> content) {
        return new ElicitationAnswer("accept", Optional.of(Json.raw(content)));
    }

    /**
     * The user does not want that.
     *
     * @return the answer
     */
    public static ElicitationAnswer decline() {
        return new ElicitationAnswer("decline", Optional.empty());
    }

    /**
     * The user has closed the question.
     *
     * @return the answer
     */
    public static ElicitationAnswer cancel() {
        return new ElicitationAnswer("cancel", Optional.empty());
    }
}
