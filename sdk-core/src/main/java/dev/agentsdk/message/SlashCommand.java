package dev.agentsdk.message;

import java.util.Objects;
import java.util.Optional;

/**
 * A command that a user message may begin with.
 *
 * @param name its name without the slash
 * @param description what it does
 * @param argumentHint what may follow it
 * @param raw the whole object
 */
public record SlashCommand(String name, String description, Optional<String> argumentHint, RawJson raw) {

    public SlashCommand {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }
}
