package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /** They tie an entry to the session, or to the turn, that it was written in. */
    private static final List<String> DROPPED_FIELDS = List.of(
            "teamName",
            "agentName",
            "sessionKind",
            "slug",
            "sourceToolAssistantUUID",
            "summarizedTurnPromptUuids",
            "droppedPromptUuids",
            "sentAsUuid",
            "rowsAheadOfPutBack",
            "turnAttributionKey");

    private static final int MAX_DERIVED_TITLE = 500;

    private final String newId = UUID.randomUUID().toString();
    private final String now = Lines.now();
    private final Transcript source;

    /** Everything in the fork, with the progress entries, which only connect. */
    private final List<TranscriptEntry> entries = new ArrayList<>();

    /** Of the entries that are written. */
    private final Map<String, String> newUuids = new HashMap<>();

    /** Of each entry the nearest one from there upwards that is written; {@link Links#NONE} if there is none. */
    private int[] nearest = {};

    private Links links = new Links(List.of());

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
        if (newUuids.isEmpty()) {
            throw new HistoryException(
                    "Session " + source.sessionId() + " has no messages that could be forked.", null, null);
        }
        links = Conversation.links(entries, new ArrayList<>());
        // As the conversation has it: what follows a progress entry that a compaction kept follows what it kept.
        nearest = nearestWritten(Compactions.parents(entries, links));
        EntryIds ids = new EntryIds(references());
        ForkedCompactions compactions = new ForkedCompactions(entries, links, nearest);
        int last = entries.size() - 1;
        while (!isWritten(last)) {
            last--;
        }
        for (int place = 0; place <= last; place++) {
            if (isWritten(place)) {
                lines.add(encode(copy(place, place == last, options.upToMessageId(), compactions, ids)));
            }
        }
        ArrayNode replacements = replacements(ids);
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
            if (!entry.type().equals("progress")) {
                newUuids.put(uuid, UUID.randomUUID().toString());
            }
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

    /** The new ids by the old ones; for a progress entry that of the nearest entry before it that is written. */
    private Map<String, String> references() {
        Map<String, String> all = new HashMap<>(newUuids);
        for (int place = 0; place < entries.size(); place++) {
            String id = newUuid(nearest[place]);
            if (id != null && !isWritten(place)) {
                all.putIfAbsent(entries.get(place).uuid().orElseThrow(), id);
            }
        }
        return all;
    }

    private boolean isWritten(int place) {
        return !entries.get(place).type().equals("progress");
    }

    private ObjectNode copy(
            int place, boolean last, Optional<String> upTo, ForkedCompactions compactions, EntryIds ids) {
        TranscriptEntry entry = entries.get(place);
        ObjectNode copy = (ObjectNode) entry.raw().tree();
        copy.remove(DROPPED_FIELDS);
        String logicalParent = copy.path("logicalParentUuid").textValue();
        withoutTheTurn(copy, upTo);
        compactions.withoutProgress(copy);
        ids.replaceIn(copy);
        copy.put("uuid", newUuids.get(entry.uuid().orElseThrow()));
        copy.put("parentUuid", newUuid(nearestAbove(place)));
        int logical = links.place(logicalParent);
        copy.put("logicalParentUuid", newUuid(logical == Links.NONE ? Links.NONE : nearest[logical]));
        copy.put("sessionId", newId);
        if (last || !copy.hasNonNull("timestamp")) {
            // On resume the CLI takes the leaf with the newest time.
            copy.put("timestamp", now);
        }
        copy.put("isSidechain", false);
        copy.putObject("forkedFrom")
                .put("sessionId", source.sessionId())
                .put("messageUuid", entry.uuid().orElseThrow());
        return copy;
    }

    /** Drops what holds for the running session only, and what a compaction put behind the end of the fork. */
    private static void withoutTheTurn(ObjectNode copy, Optional<String> upTo) {
        if (copy.path("compactMetadata") instanceof ObjectNode metadata) {
            metadata.remove("runningTurnSends");
            for (String kept : List.of("preservedMessages", "preservedSegment")) {
                String anchor = metadata.path(kept).path("anchorUuid").textValue();
                if (anchor != null && upTo.filter(anchor::equals).isPresent()) {
                    metadata.remove(kept);
                }
            }
        }
        if ("model_refusal_fallback".equals(copy.path("subtype").textValue())) {
            copy.put("neutralizedByFork", true);
        }
    }

    private @Nullable String newUuid(int place) {
        return place == Links.NONE
                ? null
                : newUuids.get(entries.get(place).uuid().orElseThrow());
    }

    private int nearestAbove(int place) {
        int parent = links.parent(place);
        return parent == Links.NONE ? Links.NONE : nearest[parent];
    }

    /**
     * For each entry the nearest one from there upwards that is written. Progress entries are passed over, each of them
     * once: a chain of them may be as long as the session, and every message may hang on its end.
     */
    private int[] nearestWritten(int[] parents) {
        int[] found = new int[parents.length];
        boolean[] known = new boolean[parents.length];
        List<Integer> passed = new ArrayList<>();
        for (int start = 0; start < parents.length; start++) {
            passed.clear();
            int at = start;
            while (at != Links.NONE && !known[at] && !isWritten(at)) {
                // Known from now on, so that a circle of them ends.
                known[at] = true;
                found[at] = Links.NONE;
                passed.add(at);
                at = parents[at];
            }
            int written = at == Links.NONE ? Links.NONE : isWritten(at) ? at : found[at];
            for (int place : passed) {
                found[place] = written;
            }
            if (isWritten(start)) {
                found[start] = start;
                known[start] = true;
            }
        }
        return found;
    }

    private ArrayNode replacements(EntryIds ids) {
        ArrayNode all = Json.mapper().createArrayNode();
        for (TranscriptEntry entry : source.entries()) {
            if (!entry.type().equals("content-replacement")) {
                continue;
            }
            JsonNode line = entry.raw().tree();
            JsonNode replacements = line.path("replacements");
            if (source.sessionId().equals(line.path("sessionId").asText()) && replacements.isArray()) {
                ids.replaceIn(replacements);
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
