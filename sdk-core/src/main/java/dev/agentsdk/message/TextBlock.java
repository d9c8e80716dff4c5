package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;

/**
 * Text.
 *
 * @param text the text
 * @param raw the whole block
 */
public record TextBlock(String text, RawJson raw) implements ContentBlock {
    @Override
    public String type() {
        return "text";
    }

    /** {@return the places that the text refers to} */
    public List<Citation> citations() {
        return ShallowObject.of(raw).objects("citations", Citation::of);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
