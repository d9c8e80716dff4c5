package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The lines that are added to sessions. The type comes first in each: readers look for that. */
final class Lines {

    /** Less than half of what lists read of a file's end, so that they find it. */
    private static final int MAX_BYTES = 30_000;

    private Lines() {}

    static Map<String, Object> title(String sessionId, String title) {
        String text = title.strip();
        if (Printable.isBlank(text)) {
            throw new IllegalArgumentException("A title must not be blank.");
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "custom-title");
        line.put("customTitle", text);
        line.put("sessionId", sessionId);
        return checked(line, "title");
    }

    static Map<String, Object> tag(String sessionId, String tag) {
        return checked(tagLine(sessionId, Tags.clean(tag)), "tag");
    }

    static Map<String, Object> noTag(String sessionId) {
        return tagLine(sessionId, "");
    }

    private static Map<String, Object> tagLine(String sessionId, String tag) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "tag");
        line.put("tag", tag);
        line.put("sessionId", sessionId);
        return line;
    }

    /** What entries of a store have besides: an id to know a repeated one by, and a time. */
    static Map<String, Object> forStore(Map<String, Object> line) {
        Map<String, Object> entry = new LinkedHashMap<>(line);
        entry.put("uuid", UUID.randomUUID().toString());
        entry.put("timestamp", now());
        return entry;
    }

    /** To the millisecond, as CLIs write it. */
    static String now() {
        String text = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        // A whole second is written without its zeros.
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    private static Map<String, Object> checked(Map<String, Object> line, String what) {
        int bytes = Json.encode(line).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("The " + what + " is too long: as a line it has " + bytes
                    + " bytes, more than the " + MAX_BYTES + " that lists of sessions look at.");
        }
        return line;
    }
}
