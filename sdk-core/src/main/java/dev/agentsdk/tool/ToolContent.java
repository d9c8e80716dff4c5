package dev.agentsdk.tool;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.internal.ContentChecks;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A part of what comes of a tool, as in the Model Context Protocol. */
public sealed interface ToolContent {
    /**
     * The part as it goes over the wire.
     *
     * @return a JSON object as a map
     */
    Map<String, Object> toWire();

    /**
     * Text.
     *
     * @param text the text, not blank: the API refuses a conversation with an empty text block
     */
    record Text(String text) implements ToolContent {
        /**
         * Text.
         *
         * @throws IllegalArgumentException if the text is empty or blank
         */
        public Text {
            ContentChecks.text(ContentChecks.TOOL_RESULT, Objects.requireNonNull(text, "text"));
        }

        @Override
        public Map<String, Object> toWire() {
            return Map.of("type", "text", "text", text);
        }
    }

    /**
     * A picture.
     *
     * @param base64 its bytes, at least one, in base64 with padding and without line breaks
     * @param mimeType {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code image/webp}
     */
    record Image(String base64, String mimeType) implements ToolContent {
        /**
         * A picture.
         *
         * @throws IllegalArgumentException if the type is not supported or not that of the data, or the data is not base64
         */
        public Image {
            Objects.requireNonNull(base64, "base64");
            ContentChecks.image(ContentChecks.TOOL_RESULT, Objects.requireNonNull(mimeType, "mimeType"), base64);
        }

        /**
         * A picture.
         *
         * @param bytes its bytes, at least one
         * @param mimeType {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code image/webp}
         * @return the part
         * @throws IllegalArgumentException if the type is not supported or not that of the data, or there is no data
         */
        public static Image of(byte[] bytes, String mimeType) {
            return new Image(Base64.getEncoder().encodeToString(bytes), mimeType);
        }

        @Override
        public Map<String, Object> toWire() {
            return Map.of("type", "image", "data", base64, "mimeType", mimeType);
        }

        @Override
        public String toString() {
            return "Image[" + mimeType + ", " + base64.length() + " characters of base64]";
        }
    }

    /**
     * Sound. Not every agent can use it.
     *
     * @param base64 its bytes, at least one, in base64 with padding and without line breaks
     * @param mimeType for example {@code audio/wav}
     */
    record Audio(String base64, String mimeType) implements ToolContent {
        /**
         * Sound.
         *
         * @throws IllegalArgumentException if the data is not base64
         */
        public Audio {
            ContentChecks.base64("A sound of " + ContentChecks.TOOL_RESULT, Objects.requireNonNull(base64, "base64"));
            Objects.requireNonNull(mimeType, "mimeType");
        }

        @Override
        public Map<String, Object> toWire() {
            return Map.of("type", "audio", "data", base64, "mimeType", mimeType);
        }

        @Override
        public String toString() {
            return "Audio[" + mimeType + ", " + base64.length() + " characters of base64]";
        }
    }

    /**
     * A resource with its content.
     *
     * @param uri its address
     * @param mimeType what it is
     * @param text its content, if it is text
     * @param base64 its content otherwise, at least one byte, in base64 with padding and without line breaks
     */
    record Resource(String uri, Optional<String> mimeType, Optional<String> text, Optional<String> base64)
            implements ToolContent {
        /**
         * A resource.
         *
         * @throws IllegalArgumentException if it has both or neither of text and bytes, the text is empty or blank, or the
         *     bytes are no base64
         */
        public Resource {
            Objects.requireNonNull(uri, "uri");
            if (text.isPresent() == base64.isPresent()) {
                throw new IllegalArgumentException("A resource has either text or bytes.");
            }
            text.ifPresent(value -> ContentChecks.text("a resource of " + ContentChecks.TOOL_RESULT, value));
            base64.ifPresent(value -> ContentChecks.base64("A resource of " + ContentChecks.TOOL_RESULT, value));
        }

        /**
         * A resource of text.
         *
         * @param uri its address
         * @param text its content
         * @return the part
         */
        public static Resource text(String uri, String text) {
            return new Resource(uri, Optional.of("text/plain"), Optional.of(text), Optional.empty());
        }

        /**
         * A resource of bytes.
         *
         * @param uri its address
         * @param mimeType what it is
         * @param bytes its content
         * @return the part
         */
        public static Resource binary(String uri, String mimeType, byte[] bytes) {
            return new Resource(
                    uri,
                    Optional.of(mimeType),
                    Optional.empty(),
                    Optional.of(Base64.getEncoder().encodeToString(bytes)));
        }

        @Override
        public Map<String, Object> toWire() {
            Map<String, Object> resource = new LinkedHashMap<>();
            resource.put("uri", uri);
            mimeType.ifPresent(value -> resource.put("mimeType", value));
            text.ifPresent(value -> resource.put("text", value));
            base64.ifPresent(value -> resource.put("blob", value));
            return Map.of("type", "resource", "resource", resource);
        }

        @Override
        public String toString() {
            return "Resource[" + uri + "]";
        }
    }

    /**
     * A resource by its address alone.
     *
     * @param uri its address
     * @param name its name
     * @param description what it is about
     * @param mimeType what it is
     */
    record ResourceLink(String uri, String name, Optional<String> description, Optional<String> mimeType)
            implements ToolContent {
        public ResourceLink {
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(name, "name");
        }

        @Override
        public Map<String, Object> toWire() {
            Map<String, Object> wire = new LinkedHashMap<>();
            wire.put("type", "resource_link");
            wire.put("uri", uri);
            wire.put("name", name);
            description.ifPresent(value -> wire.put("description", value));
            mimeType.ifPresent(value -> wire.put("mimeType", value));
            return wire;
        }
    }

    /**
     * Whatever this SDK has no record for.
     *
     * @param fields the part as it goes over the wire, with its {@code type}
     */
    record Raw(Map<String, Object> fields) implements ToolContent {
        /**
         * Any part.
         *
         * @throws IllegalArgumentException if it has no type, or has the type of another part and would be refused there
         */
        public Raw {
            fields = Map.copyOf(fields);
            if (!(fields.get("type") instanceof String)) {
                throw new IllegalArgumentException("A part of a tool's result needs a type.");
            }
            ContentChecks.block(ContentChecks.TOOL_RESULT, fields);
        }

        @Override
        public Map<String, Object> toWire() {
            return fields;
        }
    }

    /**
     * Text that is JSON.
     *
     * @param json the value
     * @return the part
     */
    static Text json(RawJson json) {
        return new Text(json.text());
    }
}
