package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.JsonCopy;
import dev.agentsdk.json.internal.LineParser;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

    /** What was said, in messages and in the results of tools, is not changed. */
    private static final Set<String> CONTENT = Set.of("message", "toolUseResult");

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
        ForkedCompactions compactions = new ForkedCompactions(entries, links, nearest, ids, options.upToMessageId());
        int last = entries.size() - 1;
        while (!isWritten(last)) {
            last--;
        }
        for (int place = 0; place <= last; place++) {
            if (isWritten(place)) {
                lines.add(copy(place, place == last, compactions, ids));
            }
        }
        byte[] replacements = replacements(ids);
        if (replacements != null) {
            lines.add(replacements);
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

    /** What the fields of the copy are that are not those of the entry; null for a JSON null. */
    private Map<String, @Nullable Object> replaced(int place, boolean last, CompactFacts facts) {
        String uuid = entries.get(place).uuid().orElseThrow();
        int logical = links.place(facts.logicalParent);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("uuid", newUuids.get(uuid));
        fields.put("parentUuid", newUuid(nearestAbove(place)));
        fields.put("logicalParentUuid", newUuid(logical == Links.NONE ? Links.NONE : nearest[logical]));
        fields.put("sessionId", newId);
        if (last || !facts.timed) {
            // On resume the CLI takes the leaf with the newest time.
            fields.put("timestamp", now);
        }
        fields.put("isSidechain", false);
        if ("model_refusal_fallback".equals(facts.subtype)) {
            fields.put("neutralizedByFork", true);
        }
        fields.put("forkedFrom", Map.of("sessionId", source.sessionId(), "messageUuid", uuid));
        return fields;
    }

    private byte[] copy(int place, boolean last, ForkedCompactions compactions, EntryIds ids) {
        byte[] entry = entries.get(place).raw().utf8();
        try {
            return copy(entry, place, last, compactions, ids);
        } catch (IOException e) {
            // Malformed UTF-8 in what was only skipped so far.
            try {
                return copy(EntryFacts.repaired(entry), place, last, compactions, ids);
            } catch (IOException again) {
                again.addSuppressed(e);
                throw new IllegalStateException("An entry that was read once is no JSON.", again);
            }
        }
    }

    private byte[] copy(byte[] entry, int place, boolean last, ForkedCompactions compactions, EntryIds ids)
            throws IOException {
        CompactFacts facts = CompactFacts.of(entry, links);
        Map<String, @Nullable Object> replaced = replaced(place, last, facts);
        Set<String> names = Set.copyOf(replaced.keySet());
        return JsonCopy.exact(entry, new JsonCopy.Fields() {
            @Override
            public boolean take(String name, LineParser in, JsonGenerator out) throws IOException {
                if (DROPPED_FIELDS.contains(name)) {
                    in.skipChildren();
                } else if (names.contains(name)) {
                    in.skipChildren();
                    if (replaced.containsKey(name)) {
                        write(out, name, replaced.remove(name));
                    }
                } else if (name.equals("compactMetadata")) {
                    out.writeFieldName(name);
                    compactions.copy(facts, in, out);
                } else if (!CONTENT.contains(name)) {
                    out.writeFieldName(name);
                    ids.copy(name, in, out);
                } else {
                    return false;
                }
                return true;
            }

            @Override
            public void end(JsonGenerator out) throws IOException {
                for (Map.Entry<String, @Nullable Object> field : replaced.entrySet()) {
                    write(out, field.getKey(), field.getValue());
                }
            }
        });
    }

    /** Text, truth values, nothing, and texts by name: all that {@link #replaced} has. */
    private static void write(JsonGenerator out, String name, @Nullable Object value) throws IOException {
        out.writeFieldName(name);
        if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Map<?, ?> texts) {
            out.writeStartObject();
            for (Map.Entry<?, ?> text : texts.entrySet()) {
                out.writeStringField((String) text.getKey(), (String) text.getValue());
            }
            out.writeEndObject();
        } else {
            out.writeString((String) value);
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

    /** The line with what was replaced in the contents of the session; null if there is nothing. */
    private byte @Nullable [] replacements(EntryIds ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean any = false;
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("type", "content-replacement");
            out.writeStringField("sessionId", newId);
            out.writeArrayFieldStart("replacements");
            for (TranscriptEntry entry : source.entries()) {
                if (entry.type().equals("content-replacement")) {
                    any |= replacements(entry.raw(), ids, out);
                }
            }
            out.writeEndArray();
            out.writeStringField("uuid", UUID.randomUUID().toString());
            out.writeStringField("timestamp", now);
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("An entry that was read once is no JSON.", e);
        }
        return any ? bytes.toByteArray() : null;
    }

    private boolean replacements(RawJson entry, EntryIds ids, JsonGenerator out) throws IOException {
        ShallowObject fields = ShallowObject.of(entry);
        byte[] list = fields.raw("replacements").map(RawJson::utf8).orElse(null);
        if (list == null || !fields.text("sessionId").equals(source.sessionId())) {
            return false;
        }
        boolean any = false;
        try (LineParser in = new LineParser()) {
            in.begin(list);
            if (in.nextToken() == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    ids.copy("", in, out);
                    any = true;
                }
            }
        }
        return any;
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
}
