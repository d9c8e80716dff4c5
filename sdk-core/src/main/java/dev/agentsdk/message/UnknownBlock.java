package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;

/**
 * A block of a type that has no class here; its fields are in {@link #raw()}. Also stands for a content that is neither a
 * text nor a list, and for all blocks of a message with more than 10,000 of them: then {@link #raw()} is the whole content.
 *
 * @param type the type as it went over the wire, empty if there is none
 * @param raw the whole block
 */
public record UnknownBlock(String type, RawJson raw) implements ContentBlock {
    public UnknownBlock {
        Objects.requireNonNull(type, "type");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
