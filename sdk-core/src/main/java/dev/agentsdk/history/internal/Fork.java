package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.internal.Json;
import dev.agentsdk.internal.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a fork: copies of the messages of a session under new ids, then what was replaced in them, then a title.
 * The rules are those of the official SDKs.
 */
final class Fork {

    private static final Set<String> COPIED_TYPES = Set.of("user", "assistant", "attachment", "system", "progress");

    /** They tie an entry to the session that it was written in. */
    private static final List<String> DROPPED_FIELDS =
            List.of("teamName", "agentName", "slug", "sourceToolAssistantUUID");

    private static final int MAX_DERIVED_TITLE = 500;

    private final String newId = UUID.randomUUID().toString();
    private final String now = Lines.now();
    private final Transcript source;

    /** Everything in the fork, with the progress entries, which only connect. */
    private final List<TranscriptEntry> entries = new ArrayList<>();

    private final Map<String, TranscriptEntry> byUuid = new HashMap<>();
    private final Map<String, String> newUuids = new HashMap<>();

    /** For an entry the new id of the nearest entry from there upwards that is in the fork; empty if there is none. */
    private final Map<String, Optional<String>> nearest = new HashMap<>();

    private Fork(Transcript source) {
        this.source = source;
    }

    /**
     * The fork.
     *
     * @param sessionId its id
     * @param lines its lines, each one JSON object
     */
    record Result(String sessionId, List<byte[]> lines) {}

    static Result of(Transcript source, ForkOptions options) {
        options.upToMessageId().ifPresent(uuid -> SessionIds.require(uuid, "message"));
        // Before anything else is done, so that bad input is told whatever the session holds.
        options.title().ifPresent(title -> Lines.title(source.sessionId(), title));
        return new Fork(source).make(options);
    }

    private Result make(ForkOptions options) {
        select(options.upToMessageId());
        List<byte[]> lines = new ArrayList<>();
        List<TranscriptEntry> written = entries.stream()
                .filter(entry -> !entry.type().equals("progress"))
                .toList();
        if (written.isEmpty()) {
            throw new HistoryException(
                    "Session " + source.sessionId() + " has no messages that could be forked.", null, null);
        }
        for (int i = 0; i < written.size(); i++) {
            lines.add(encode(copy(written.get(i), i == written.size() - 1)));
        }
        ArrayNode replacements = replacements();
        if (!replacements.isEmpty()) {
            ObjectNode line = Json.mapper().createObjectNode();
            line.put("type", "content-replacement");
            line.put("sessionId", newId);
            line.set("replacements", replacements);
            line.put("uuid", UUID.randomUUID().toString());
            line.put("timestamp", now);
            lines.add(encode(line));
        }
        Map<String, Object> title =
                new LinkedHashMap<>(Lines.title(newId, options.title().orElseGet(this::derivedTitle)));
        title.put("uuid", UUID.randomUUID().toString());
        title.put("timestamp", now);
        lines.add(Json.encode(title));
        return new Result(newId, lines);
    }

    private void select(Optional<String> upTo) {
        boolean found = upTo.isEmpty();
        for (TranscriptEntry entry : source.entries()) {
            if (entry.sidechain() || entry.uuid().isEmpty() || !COPIED_TYPES.contains(entry.type())) {
                continue;
            }
            String uuid = entry.uuid().get();
            entries.add(entry);
            byUuid.put(uuid, entry);
            newUuids.put(uuid, UUID.randomUUID().toString());
            if (upTo.filter(uuid::equals).isPresent()) {
                found = true;
                break;
            }
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "There is no message " + upTo.orElse("") + " in session " + source.sessionId() + ".");
        }
    }

    private ObjectNode copy(TranscriptEntry entry, boolean last) {
        String uuid = entry.uuid().orElseThrow();
        ObjectNode copy = (ObjectNode) entry.raw().tree();
        copy.put("uuid", newUuids.get(uuid));
        copy.put("parentUuid", newParent(entry));
        JsonNode logicalParent = copy.get("logicalParentUuid");
        copy.put("logicalParentUuid", logicalParent == null ? null : newUuids.get(logicalParent.asText()));
        copy.put("sessionId", newId);
        if (last || !copy.hasNonNull("timestamp")) {
            // On resume the CLI takes the leaf with the newest time.
            copy.put("timestamp", now);
        }
        copy.put("isSidechain", false);
        copy.putObject("forkedFrom").put("sessionId", source.sessionId()).put("messageUuid", uuid);
        copy.remove(DROPPED_FIELDS);
        return copy;
    }

    /**
     * The nearest entry above that is in the fork; progress entries are passed over, each of them once: a chain of them
     * may be as long as the session, and every message may hang on its end.
     */
    private @Nullable String newParent(TranscriptEntry entry) {
        Set<String> passed = new LinkedHashSet<>();
        Optional<String> found = Optional.empty();
        String parent = entry.parentUuid().orElse(null);
        while (parent != null && passed.add(parent)) {
            TranscriptEntry above = byUuid.get(parent);
            Optional<String> known = nearest.get(parent);
            if (known != null || above == null) {
                found = known == null ? Optional.empty() : known;
                break;
            }
            if (!above.type().equals("progress")) {
                found = Optional.ofNullable(newUuids.get(parent));
                break;
            }
            parent = above.parentUuid().orElse(null);
        }
        for (String uuid : passed) {
            nearest.put(uuid, found);
        }
        return found.orElse(null);
    }

    private ArrayNode replacements() {
        ArrayNode all = Json.mapper().createArrayNode();
        for (TranscriptEntry entry : source.entries()) {
            if (!entry.type().equals("content-replacement")) {
                continue;
            }
            JsonNode line = entry.raw().tree();
            JsonNode replacements = line.path("replacements");
            if (source.sessionId().equals(line.path("sessionId").asText()) && replacements.isArray()) {
                replacements.forEach(all::add);
            }
        }
        return all;
    }

    private String derivedTitle() {
        SessionDigest digest = new SessionDigest();
        for (TranscriptEntry entry : source.entries()) {
            EntryFacts facts = EntryFacts.of(entry.raw().utf8());
            if (facts != null) {
                digest.add(facts);
            }
        }
        String title = digest.titleOrPrompt();
        if (title == null || Printable.isBlank(title)) {
            return "Forked session (fork)";
        }
        int end = title.codePointCount(0, title.length()) <= MAX_DERIVED_TITLE
                ? title.length()
                : title.offsetByCodePoints(0, MAX_DERIVED_TITLE);
        return title.substring(0, end) + " (fork)";
    }

    private static byte[] encode(ObjectNode line) {
        try {
            return Json.mapper().writeValueAsBytes(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that was read can be written.", e);
        }
    }
}
