package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentsdk.history.TranscriptGap;
import dev.agentsdk.history.internal.Links.Link;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.JsonCopy;
import dev.agentsdk.json.internal.LineParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a transcript that a CLI is to continue. A CLI follows parents only: where the parent of an entry is absent
 * or missing, it would lose all that is before. Such an entry gets the entry before it as its parent. Objects that are
 * joined get lines of their own; what is not an object is left out.
 */
final class MendedLines {

    private static final Logger log = LoggerFactory.getLogger(MendedLines.class);

    private MendedLines() {}

    /** The lines, each one JSON object on one line, made one by one as they are asked for. */
    static Iterable<byte[]> of(List<RawJson> entries) {
        List<Entry> whole = new ArrayList<>(entries.size());
        List<Link> links = new ArrayList<>(entries.size());
        int lost = 0;
        for (RawJson entry : entries) {
            byte[] bytes = entry.utf8();
            EntryFacts facts = EntryFacts.of(bytes);
            if (facts != null) {
                whole.add(new Entry(entry, facts.uuid));
                Link.of(facts).ifPresent(links::add);
                continue;
            }
            JoinedLine joined = JoinedLine.of(bytes);
            if (joined == null || !joined.lost().isEmpty()) {
                lost++;
            }
            for (byte[] object : joined == null ? List.<byte[]>of() : joined.objects()) {
                EntryFacts of = EntryFacts.of(object);
                whole.add(new Entry(RawJson.wrap(object, 0, object.length), of == null ? null : of.uuid));
                if (of != null) {
                    Link.of(of).ifPresent(links::add);
                }
            }
        }
        if (lost > 0) {
            log.warn("{} entries in the session store are not JSON objects; they are not resumed", lost);
        }
        Map<String, String> parents = new HashMap<>();
        for (TranscriptGap gap : new Links(links).gaps()) {
            gap.continuedAt().ifPresent(before -> parents.put(gap.uuid(), before));
        }
        return () -> whole.stream().map(entry -> entry.line(parents)).iterator();
    }

    /** An entry, and its id if it has one. */
    private record Entry(RawJson json, @Nullable String uuid) {

        byte[] line(Map<String, String> parents) {
            String parent = uuid == null ? null : parents.get(uuid);
            if (parent == null) {
                return Json.encode(json);
            }
            return withParent(json.utf8(), parent);
        }
    }

    private static byte[] withParent(byte[] entry, String parent) {
        try {
            return JsonCopy.wellFormed(EntryFacts.repaired(entry), new JsonCopy.Fields() {
                private boolean written;

                @Override
                public boolean take(String name, LineParser in, JsonGenerator out) throws IOException {
                    if (!name.equals("parentUuid")) {
                        return false;
                    }
                    in.skipChildren();
                    end(out);
                    return true;
                }

                @Override
                public void end(JsonGenerator out) throws IOException {
                    if (!written) {
                        written = true;
                        out.writeStringField("parentUuid", parent);
                    }
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("An entry that was read once is no JSON.", e);
        }
    }
}
