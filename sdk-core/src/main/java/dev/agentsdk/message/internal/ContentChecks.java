package dev.agentsdk.message.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks of content blocks before they are sent. The API refuses a request with an empty text block, a media type that it
 * does not support or data that is not base64. As the block stays in the conversation, every later request of the session
 * would be refused as well. All methods throw {@link IllegalArgumentException} with the name of the block.
 */
public final class ContentChecks {

    /** What a part of a tool's result is part of. */
    public static final String TOOL_RESULT = "a tool's result";

    /** What a part of a prompt is part of. */
    public static final String USER_MESSAGE = "a user message";

    /** The blocks that are looked at; others need not be writable here. */
    private static final Set<String> CHECKED = Set.of("text", "image", "document", "audio", "resource", "tool_result");

    private static final Set<String> IMAGE_TYPES =
            new TreeSet<>(Set.of("image/png", "image/jpeg", "image/gif", "image/webp"));
    private static final String PDF = "application/pdf";

    /** Enough of an image to see the signature of each of {@link #IMAGE_TYPES}. */
    private static final int SIGNATURE_CHARS = 16;

    private ContentChecks() {}

    /**
     * Requires a text that is not blank.
     *
     * @param where what the block is part of, for example {@code a user message}
     * @param text the text
     */
    public static void text(String where, String text) {
        if (Printable.isBlank(text)) {
            throw new IllegalArgumentException("The text of " + where
                    + " must not be empty or blank: the API refuses it, and every later request of the session. Leave it"
                    + " out, or say in words that there is nothing.");
        }
    }

    /**
     * Requires the data of an image.
     *
     * @param where what the block is part of
     * @param mediaType one of {@code image/png}, {@code image/jpeg}, {@code image/gif} and {@code image/webp}
     * @param data its bytes in base64
     */
    public static void image(String where, String mediaType, String data) {
        if (!IMAGE_TYPES.contains(mediaType)) {
            throw new IllegalArgumentException("An image of " + where + " has the media type \""
                    + Printable.of(mediaType) + "\". Supported are " + String.join(", ", IMAGE_TYPES) + ".");
        }
        base64("An image of " + where, data);
        String actual = imageType(data);
        if (actual != null && !actual.equals(mediaType)) {
            throw new IllegalArgumentException(
                    "An image of " + where + " has the media type " + mediaType + ", but its data is " + actual + ".");
        }
    }

    /**
     * Requires the data of a PDF document.
     *
     * @param where what the block is part of
     * @param mediaType {@code application/pdf}
     * @param data its bytes in base64
     */
    public static void document(String where, String mediaType, String data) {
        if (!mediaType.equals(PDF)) {
            throw new IllegalArgumentException("A document of " + where + " has the media type \""
                    + Printable.of(mediaType) + "\". Supported are " + PDF + " in base64, and text.");
        }
        base64("A document of " + where, data);
    }

    /**
     * Requires base64 of at least one byte: the standard alphabet, with padding, without line breaks.
     *
     * @param what the block, at the beginning of a sentence
     * @param data the base64 text
     */
    public static void base64(String what, String data) {
        if (data.isEmpty()) {
            throw new IllegalArgumentException(what + " has no data.");
        }
        int end = data.length();
        int padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
        for (int i = 0; i < end - padding; i++) {
            char c = data.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
                throw new IllegalArgumentException(what + " has data that is no base64: character " + i + " is "
                        + (c == '\n' || c == '\r' ? "a line break" : "'" + Printable.of(c) + "'")
                        + (data.startsWith("data:") ? ". Remove the prefix of the data URL." : "."));
            }
        }
        if (end % 4 != 0 || end == padding) {
            throw new IllegalArgumentException(
                    what + " has data that is no base64: its length, " + end + ", is not a multiple of 4.");
        }
    }

    private static @Nullable String imageType(String data) {
        byte[] head = Base64.getDecoder().decode(data.substring(0, Math.min(data.length(), SIGNATURE_CHARS)));
        if (startsWith(head, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        } else if (startsWith(head, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        } else if (startsWith(head, 'G', 'I', 'F', '8')) {
            return "image/gif";
        } else if (startsWith(head, 'R', 'I', 'F', 'F')
                && head.length == 12
                && startsWith(Arrays.copyOfRange(head, 8, 12), 'W', 'E', 'B', 'P')) {
            return "image/webp";
        }
        return null;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks a block of any type, in the form of the API or of MCP. Types that are not known here pass.
     *
     * @param where what the block is part of
     * @param block a JSON object
     */
    public static void block(String where, JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> text(where, block.path("text").asText());
            case "image" -> {
                if (block.has("data")) {
                    image(
                            where,
                            block.path("mimeType").asText(),
                            block.path("data").asText());
                } else {
                    source(where, block.path("source"), true);
                }
            }
            case "document" -> source(where, block.path("source"), false);
            case "audio" -> base64("A sound of " + where, block.path("data").asText());
            case "resource" -> {
                JsonNode resource = block.path("resource");
                if (resource.has("blob")) {
                    base64("A resource of " + where, resource.path("blob").asText());
                }
            }
            case "tool_result" -> {
                JsonNode content = block.path("content");
                blocks(where, content);
                if (block.path("is_error").asBoolean()
                        && (content.isMissingNode() || content.isEmpty())
                        && Printable.isBlank(content.asText())) {
                    throw new IllegalArgumentException(
                            "A tool_result of " + where + " that is an error must have content.");
                }
            }
            default -> {
                // Newer than this SDK.
            }
        }
    }

    /**
     * Checks a block of any type, in the form of the API or of MCP.
     *
     * @param where what the block is part of
     * @param block a JSON object
     */
    public static void block(String where, Map<String, ?> block) {
        if (block.get("type") instanceof String type && CHECKED.contains(type)) {
            block(where, Json.raw(block).tree());
        }
    }

    private static void source(String where, JsonNode source, boolean image) {
        String mediaType = source.path("media_type").asText();
        String data = source.path("data").asText();
        switch (source.path("type").asText()) {
            case "base64" -> {
                if (image) {
                    image(where, mediaType, data);
                } else {
                    document(where, mediaType, data);
                }
            }
            case "text" -> text("a document of " + where, data);
            case "content" -> blocks("a document of " + where, source.path("content"));
            default -> {
                // A URL or a file id, which the API reads.
            }
        }
    }

    private static void blocks(String where, JsonNode content) {
        if (content.isArray()) {
            content.forEach(block -> block(where, block));
        }
    }

    /**
     * Checks what a hook puts in the place of a tool's result.
     *
     * @param answer the hook's output as it is sent
     * @return the same
     */
    public static Map<String, Object> hookOutput(Map<String, Object> answer) {
        if (answer.get("hookSpecificOutput") instanceof Map<?, ?> specific) {
            for (String name : new String[] {"updatedToolOutput", "updatedMCPToolOutput"}) {
                Object output = specific.get(name);
                if (output != null) {
                    JsonNode tree = Json.raw(output).tree();
                    String where = "the output of a hook (" + name + ")";
                    blocks(where, tree);
                    blocks(where, tree.path("content"));
                }
            }
        }
        return answer;
    }
}
