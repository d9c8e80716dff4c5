package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;

/**
 * An image. Its bytes stay in the raw JSON until they are asked for.
 *
 * @param source where the bytes are, a JSON object
 * @param raw the whole block
 */
public record ImageBlock(RawJson source, RawJson raw) implements ContentBlock {

    @Override
    public String type() {
        return "image";
    }

    /**
     * Where the bytes are. The source is read anew by each call.
     *
     * @return the source
     */
    public MediaSource media() {
        return MediaSource.of(source);
    }
}
