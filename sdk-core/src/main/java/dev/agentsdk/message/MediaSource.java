package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the bytes of an image or a document are.
 *
 * @param type {@code base64}, {@code url}, {@code text}, {@code file} or newer
 * @param mediaType for example {@code image/png}
 * @param data the bytes in Base64, or the text itself
 * @param url where they can be fetched
 * @param raw the whole object
 */
public record MediaSource(
        String type, Optional<String> mediaType, Optional<String> data, Optional<String> url, RawJson raw) {

    public MediaSource {
        Objects.requireNonNull(type, "type");
    }

    /**
     * Reads a source.
     *
     * @param raw a JSON object
     * @return the source; without anything if it is not an object
     */
    public static MediaSource of(RawJson raw) {
        ShallowObject fields = ShallowObject.of(raw);
        return new MediaSource(
                fields.text("type"), fields.string("media_type"), fields.string("data"), fields.string("url"), raw);
    }

    /**
     * The bytes.
     *
     * @return a new array; empty if they are not here, or are no Base64
     */
    public Optional<byte[]> bytes() {
        if (!type.equals("base64")) {
            return Optional.empty();
        }
        try {
            return data.map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException e) {
            // What the agent sent is in raw() all the same.
            return Optional.empty();
        }
    }

    /**
     * The kind and the size, and not the content.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "MediaSource[" + Printable.of(type)
                + mediaType.map(kind -> ", " + Printable.of(kind)).orElse("") + ", " + raw.size() + " bytes]";
    }
}
