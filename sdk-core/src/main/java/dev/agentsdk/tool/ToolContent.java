package dev.agentsdk.tool;

import dev.agentsdk.message.RawJson;
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
     * @param text the text
     */
    record Text(String text) implements ToolContent {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public Map<String, Object> toWire() {
            return Map.of("type", "text", "text", text);
        }
    }

    /**
     * A picture.
     *
     * @param base64 its bytes
     * @param mimeType for example {@code image/png}
     */
    record Image(String base64, String mimeType) implements ToolContent {
        public Image {
            Objects.requireNonNull(base64, "base64");
            Objects.requireNonNull(mimeType, "mimeType");
        }

        /**
         * A picture.
         *
         * @param bytes its bytes
         * @param mimeType for example {@code image/png}
         * @return the part
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
     * @param base64 its bytes
     * @param mimeType for example {@code audio/wav}
     */
    record Audio(String base64, String mimeType) implements ToolContent {
        public Audio {
            Objects.requireNonNull(base64, "base64");
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
     * @param base64 its content otherwise
     */
    record Resource(String uri, Optional<String> mimeType, Optional<String> text, Optional<String> base64)
            implements ToolContent {
        public Resource {
            Objects.requireNonNull(uri, "uri");
            if (text.isPresent() == base64.isPresent()) {
                throw new IllegalArgumentException("A resource has either text or bytes.");
            }
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
        public Raw {
            fields = Map.copyOf(fields);
            if (!(fields.get("type") instanceof String)) {
                throw new IllegalArgumentException("A part of a tool's result needs a type.");
            }
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
