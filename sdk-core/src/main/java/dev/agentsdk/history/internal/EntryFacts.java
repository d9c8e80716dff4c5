package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.internal.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the history must know of one line of a transcript, taken in one pass and without a tree. Only top-level fields
 * count: tools have inputs with fields of the same names.
 *
 * <p>A field of another type than expected is as good as absent.
 */
final class EntryFacts {

    /** More texts than this no first prompt is made of. */
    private static final int MAX_TEXTS = 64;

    @Nullable
    String type;

    @Nullable
    String uuid;

    @Nullable
    String parentUuid;

    @Nullable
    String sessionId;

    @Nullable
    String timestamp;

    @Nullable
    String teamName;

    @Nullable
    String customTitle;

    @Nullable
    String aiTitle;

    @Nullable
    String lastPrompt;

    @Nullable
    String summary;

    @Nullable
    String gitBranch;

    @Nullable
    String cwd;

    @Nullable
    String tag;

    /** Whether the parent is an explicit null. */
    boolean root;

    boolean sidechain;
    boolean meta;
    boolean compactSummary;

    /** Whether a field names another entry that it is about. */
    private boolean about;

    /** Whether the message carries the result of a tool. */
    boolean toolResult;

    /** "Image" or "Document", as the official SDKs show it, if the message carries one. */
    @Nullable
    String attached;

    /** Whether it is an attachment that holds a prompt which the user sent while the agent worked. */
    boolean queuedPrompt;

    /** The texts of the message's content, in order. */
    final List<String> texts = new ArrayList<>(1);

    private EntryFacts() {}

    /**
     * Reads a whole line.
     *
     * @return the facts; null if the line is not a JSON object, also after malformed UTF-8 is replaced
     */
    static @Nullable EntryFacts of(byte[] line) {
        EntryFacts facts = new EntryFacts();
        if (facts.read(line, line.length)) {
            return facts;
        }
        byte[] repaired = repaired(line);
        if (Arrays.equals(repaired, line)) {
            return null;
        }
        EntryFacts second = new EntryFacts();
        return second.read(repaired, repaired.length) ? second : null;
    }

    /**
     * Reads as much as there is of a line that is cut off.
     *
     * @return what was found before the cut
     */
    static EntryFacts ofBeginning(byte[] line) {
        byte[] closed = withOpenStringClosed(line);
        EntryFacts facts = new EntryFacts();
        facts.read(closed, closed.length);
        return facts;
    }

    /** The line, with its UTF-8 repaired if need be; null if it is not a JSON object even then. */
    static byte @Nullable [] wellFormed(byte[] line) {
        if (new EntryFacts().read(line, line.length)) {
            return line;
        }
        byte[] repaired = repaired(line);
        return new EntryFacts().read(repaired, repaired.length) ? repaired : null;
    }

    /** The line with each malformed part of its UTF-8 replaced by U+FFFD. */
    static byte[] repaired(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it has what an entry has: a type, and an id or what it belongs to. A part of an entry has not. */
    boolean isEntry() {
        return type != null && (uuid != null || sessionId != null || about);
    }

    /** The time of the entry; null if it has none, or none that can be read. */
    @Nullable
    Instant instant() {
        if (timestamp == null) {
            return null;
        }
        try {
            return Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A reader only gives out a string when it has seen its end, so a string that the cut went through is ended. */
    private static byte[] withOpenStringClosed(byte[] line) {
        boolean inString = false;
        int escape = -1;
        for (int i = 0; i < line.length; i++) {
            byte b = line[i];
            if (!inString) {
                inString = b == '"';
            } else if (b == '\\') {
                escape = i++;
            } else if (b == '"') {
                inString = false;
            }
        }
        if (!inString) {
            return line;
        }
        int end = line.length;
        if (escape >= 0) {
            boolean unicode = escape + 1 < end && line[escape + 1] == 'u';
            if (escape + (unicode ? 6 : 2) > end) {
                end = escape;
            }
        }
        byte[] plain = repaired(Arrays.copyOf(line, end));
        byte[] closed = Arrays.copyOf(plain, plain.length + 1);
        closed[plain.length] = '"';
        return closed;
    }

    /** Whether it is one whole object. What was read before something else was found is kept. */
    private boolean read(byte[] line, int length) {
        try (JsonParser in = Json.parser(line, 0, length)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                field(in, name);
            }
            return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null;
        } catch (IOException e) {
            // Corrupt or cut off: the caller knows which, and what to make of it.
            return false;
        }
    }

    private void field(JsonParser in, String name) throws IOException {
        switch (name) {
            case "type" -> type = string(in, type);
            case "uuid" -> uuid = string(in, uuid);
            case "parentUuid" -> {
                root = in.currentToken() == JsonToken.VALUE_NULL;
                parentUuid = string(in, null);
            }
            case "sessionId" -> sessionId = string(in, sessionId);
            case "timestamp" -> timestamp = string(in, timestamp);
            case "teamName" -> teamName = string(in, teamName);
            case "customTitle" -> customTitle = string(in, customTitle);
            case "aiTitle" -> aiTitle = string(in, aiTitle);
            case "lastPrompt" -> lastPrompt = string(in, lastPrompt);
            case "summary" -> summary = string(in, summary);
            case "gitBranch" -> gitBranch = string(in, gitBranch);
            case "cwd" -> cwd = string(in, cwd);
            case "tag" -> tag = string(in, tag);
            case "isSidechain" -> sidechain = flag(in);
            case "isMeta" -> meta = flag(in);
            case "isCompactSummary" -> compactSummary = flag(in);
            case "leafUuid", "messageId" -> {
                about |= in.currentToken() == JsonToken.VALUE_STRING;
                in.skipChildren();
            }
            case "attachment" -> attachment(in);
            case "message" -> message(in);
            default -> in.skipChildren();
        }
    }

    private static @Nullable String string(JsonParser in, @Nullable String otherwise) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return otherwise;
    }

    private static boolean flag(JsonParser in) throws IOException {
        boolean set = in.currentToken() == JsonToken.VALUE_TRUE;
        in.skipChildren();
        return set;
    }

    private void message(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (!name.equals("content")) {
                in.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                text(in.getText());
            } else if (value == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    block(in);
                }
            } else {
                in.skipChildren();
            }
        }
    }

    private void attachment(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        String kind = null;
        boolean byProgram = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "type" -> kind = string(in, kind);
                case "isMeta" -> byProgram |= flag(in);
                case "commandMode" -> byProgram |= "task-notification".equals(string(in, null));
                default -> in.skipChildren();
            }
        }
        queuedPrompt = "queued_command".equals(kind) && !byProgram;
    }

    private void block(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        String blockType = null;
        String text = null;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "type" -> {
                    blockType = string(in, blockType);
                    toolResult |= "tool_result".equals(blockType);
                    if (attached == null && "image".equals(blockType)) {
                        attached = "Image";
                    } else if (attached == null && "document".equals(blockType)) {
                        attached = "Document";
                    }
                }
                case "text" -> text = string(in, text);
                default -> in.skipChildren();
            }
            // At once, not at the end of the block: the line may be cut off before that.
            if (text != null && "text".equals(blockType)) {
                text(text);
                text = null;
            }
        }
    }

    private void text(String text) {
        if (texts.size() < MAX_TEXTS) {
            texts.add(text);
        }
    }
}
