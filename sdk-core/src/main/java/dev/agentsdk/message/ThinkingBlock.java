package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;

/**
 * What the model thought.
 *
 * @param thinking the thoughts
 * @param signature the API's signature, empty if there is none
 * @param raw the whole block
 */
public record ThinkingBlock(String thinking, String signature, RawJson raw) implements ContentBlock {
    @Override
    public String type() {
        return "thinking";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
