package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.internal.ContentChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A part of what the user says: text, an image, a document. What the agent's model can read it decides itself; those of
 * {@code claude} read PNG, JPEG, GIF and WebP images, and PDF and text documents. {@code toString} shows no content.
 */
public sealed interface UserContent {

    /**
     * Text.
     *
     * @param text the text, not blank
     * @return the content
     * @throws IllegalArgumentException if it is empty or blank: the API refuses a conversation with such a block
     */
    static UserContent text(String text) {
        return new Text(text);
    }

    /**
     * An image.
     *
     * @param mediaType {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code image/webp}
     * @param bytes the image, at least one byte; copied
     * @return the content
     * @throws IllegalArgumentException if the type is another or not that of the bytes, or there are none
     */
    static UserContent image(String mediaType, byte[] bytes) {
        return new Image(Source.bytes(mediaType, bytes));
    }

    /**
     * An image in a file, which is read now.
     *
     * @param file a file whose name ends in {@code png}, {@code jpg}, {@code jpeg}, {@code gif} or {@code webp}
     * @return the content
     * @throws IllegalArgumentException if it ends otherwise, is empty, or is an image of another kind than its name says
     * @throws UncheckedIOException if it cannot be read
     */
    static UserContent image(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String extension = name.indexOf('.') < 0 ? "" : name.substring(name.lastIndexOf('.') + 1);
        String mediaType = switch (extension) {
            case "png", "gif", "webp" -> "image/" + extension;
            case "jpg", "jpeg" -> "image/jpeg";
            default ->
                throw new IllegalArgumentException("The kind of the image " + file
                        + " cannot be told from its name. Read it and name the kind: image(mediaType, bytes).");
        };
        return image(mediaType, Source.read(file));
    }

    /**
     * An image that the API fetches.
     *
     * @param url its address
     * @return the content
     */
    static UserContent image(URI url) {
        return new Image(Source.url(url));
    }

    /**
     * A PDF document.
     *
     * @param bytes the document, at least one byte; copied
     * @return the content
     * @throws IllegalArgumentException if there are no bytes
     */
    static Document pdf(byte[] bytes) {
        return new Document(Source.bytes("application/pdf", bytes), Optional.empty(), Optional.empty());
    }

    /**
     * A PDF document in a file, which is read now.
     *
     * @param file the file
     * @return the content
     * @throws UncheckedIOException if it cannot be read
     */
    static Document pdf(Path file) {
        return pdf(Source.read(file));
    }

    /**
     * A PDF document that the API fetches.
     *
     * @param url its address
     * @return the content
     */
    static Document pdf(URI url) {
        return new Document(Source.url(url), Optional.empty(), Optional.empty());
    }

    /**
     * A text document.
     *
     * @param text the document, not blank
     * @return the content
     * @throws IllegalArgumentException if it is empty or blank
     */
    static Document textDocument(String text) {
        return new Document(Source.text(text), Optional.empty(), Optional.empty());
    }

    /**
     * A block of a kind that has no type here.
     *
     * @param block a JSON object, as the API takes it
     * @return the content
     * @throws IllegalArgumentException if it is not an object, or is a text, an image, a document or a tool result that the API
     *     refuses: an empty text, a media type that is not supported, data that is not base64
     */
    static UserContent custom(RawJson block) {
        return new Custom(block);
    }

    /**
     * The block as the API takes it.
     *
     * @return a JSON object as maps and scalars
     */
    Map<String, Object> toJson();

    /**
     * Where the bytes are.
     *
     * @param fields the source as the API takes it
     */
    record Source(Map<String, Object> fields) {

        public Source {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        private static Source of(String type, String... namesAndValues) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("type", type);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                fields.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return new Source(fields);
        }

        private static Source bytes(String mediaType, byte[] bytes) {
            return of(
                    "base64",
                    "media_type",
                    mediaType,
                    "data",
                    Base64.getEncoder().encodeToString(bytes));
        }

        private static Source url(URI url) {
            if (!url.isAbsolute()) {
                throw new IllegalArgumentException("The address must be absolute.");
            }
            return of("url", "url", url.toString());
        }

        private static Source text(String text) {
            return of("text", "media_type", "text/plain", "data", text);
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException("The file " + file + " cannot be read.", e);
            }
        }

        /** {@return the kind and no content} */
        @Override
        public String toString() {
            return "Source[" + fields.get("type") + "]";
        }
    }

    /**
     * Text.
     *
     * @param text the text
     */
    record Text(String text) implements UserContent {
        /**
         * Text.
         *
         * @throws IllegalArgumentException if it is empty or blank
         */
        public Text {
            ContentChecks.text(ContentChecks.USER_MESSAGE, Objects.requireNonNull(text, "text"));
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "text");
            json.put("text", text);
            return json;
        }

        /** {@return the length and no content} */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * An image.
     *
     * @param source where its bytes are
     */
    record Image(Source source) implements UserContent {
        /**
         * An image.
         *
         * @throws IllegalArgumentException if its data is here and is not an image of a supported type in base64
         */
        public Image {
            ContentChecks.block(ContentChecks.USER_MESSAGE, Map.of("type", "image", "source", source.fields()));
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "image");
            json.put("source", source.fields());
            return json;
        }
    }

    /**
     * A document.
     *
     * @param source where its bytes are
     * @param title its title
     * @param context what else the model is to know about it
     */
    record Document(Source source, Optional<String> title, Optional<String> context) implements UserContent {
        /**
         * A document.
         *
         * @throws IllegalArgumentException if its data is here and is neither a PDF in base64 nor text that is not blank
         */
        public Document {
            ContentChecks.block(ContentChecks.USER_MESSAGE, Map.of("type", "document", "source", source.fields()));
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(context, "context");
        }

        /**
         * Names the document.
         *
         * @param text the title
         * @return a changed copy
         */
        public Document withTitle(String text) {
            return new Document(source, Optional.of(text), context);
        }

        /**
         * Tells the model about the document.
         *
         * @param text what it is to know
         * @return a changed copy
         */
        public Document withContext(String text) {
            return new Document(source, title, Optional.of(text));
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "document");
            json.put("source", source.fields());
            title.ifPresent(text -> json.put("title", text));
            context.ifPresent(text -> json.put("context", text));
            return json;
        }

        /** {@return the kind and no content} */
        @Override
        public String toString() {
            return "Document[" + source + "]";
        }
    }

    /**
     * A block of a kind that has no type here.
     *
     * @param block a JSON object
     */
    record Custom(RawJson block) implements UserContent {
        public Custom {
            if (!block.tree().isObject()) {
                throw new IllegalArgumentException("A content block must be a JSON object.");
            }
            ContentChecks.block(ContentChecks.USER_MESSAGE, block.tree());
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            block.tree().properties().forEach(field -> json.put(field.getKey(), field.getValue()));
            return json;
        }
    }
}
