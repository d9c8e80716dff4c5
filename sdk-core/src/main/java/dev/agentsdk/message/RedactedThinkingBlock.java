package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;

/**
 * What the model thought, readable by the API only.
 *
 * @param data the thoughts, encrypted
 * @param raw the whole block
 */
public record RedactedThinkingBlock(String data, RawJson raw) implements ContentBlock {

    public RedactedThinkingBlock {
        Objects.requireNonNull(data, "data");
    }

    @Override
    public String type() {
        return "redacted_thinking";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
