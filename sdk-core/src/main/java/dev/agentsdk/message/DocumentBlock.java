package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A document. Its bytes stay in the raw JSON until they are asked for.
 *
 * @param source where the bytes are, a JSON object
 * @param title its title
 * @param context what else is said about it
 * @param raw the whole block
 */
public record DocumentBlock(RawJson source, Optional<String> title, Optional<String> context, RawJson raw)
        implements ContentBlock {

    @Override
    public String type() {
        return "document";
    }

    /**
     * Where the bytes are. The source is read anew by each call.
     *
     * @return the source
     */
    public MediaSource media() {
        return MediaSource.of(source);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
