package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import java.time.Duration;
import java.util.Objects;

/**
 * What a task has used so far.
 *
 * @param totalTokens tokens read and written
 * @param toolUses how many tool calls it made
 * @param duration how long it runs
 * @param raw the whole object
 */
public record TaskUsage(long totalTokens, int toolUses, Duration duration, RawJson raw) {

    public TaskUsage {
        Objects.requireNonNull(duration, "duration");
    }
}
