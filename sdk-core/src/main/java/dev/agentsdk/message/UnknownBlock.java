package dev.agentsdk.message;

import java.util.Objects;

/**
 * A block of a type that has no class here; its fields are in {@link #raw()}.
 *
 * @param type the type as it went over the wire, empty if there is none
 * @param raw the whole block
 */
public record UnknownBlock(String type, RawJson raw) implements ContentBlock {
    public UnknownBlock {
        Objects.requireNonNull(type, "type");
    }
}
