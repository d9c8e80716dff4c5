package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.history.TranscriptGap;
import dev.agentsdk.history.internal.Links.Link;
import dev.agentsdk.internal.Json;
import dev.agentsdk.message.RawJson;
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
 * joined get lines of their own; what is no object is left out.
 */
final class MendedLines {

    private static final Logger log = LoggerFactory.getLogger(MendedLines.class);

    private MendedLines() {}

    /** The lines, each one JSON object on one line, made one by one as they are asked for. */
    static Iterable<byte[]> of(List<RawJson> entries) {
        List<RawJson> whole = new ArrayList<>(entries.size());
        List<Link> links = new ArrayList<>(entries.size());
        for (RawJson entry : entries) {
            byte[] bytes = entry.utf8();
            EntryFacts facts = EntryFacts.of(bytes);
            if (facts != null) {
                whole.add(entry);
                Link.of(facts).ifPresent(links::add);
                continue;
            }
            JoinedLine joined = JoinedLine.of(bytes);
            if (joined == null || joined.lost().length > 0) {
                log.warn(
                        "An entry of {} bytes in the session store is no JSON object; it is not resumed", bytes.length);
            }
            for (byte[] object : joined == null ? List.<byte[]>of() : joined.objects()) {
                whole.add(RawJson.wrap(object, 0, object.length));
                EntryFacts of = EntryFacts.of(object);
                if (of != null) {
                    Link.of(of).ifPresent(links::add);
                }
            }
        }
        Map<String, String> parents = new HashMap<>();
        for (TranscriptGap gap : new Links(links).gaps()) {
            gap.continuedAt().ifPresent(before -> parents.put(gap.uuid(), before));
        }
        return () -> whole.stream().map(entry -> line(entry, parents)).iterator();
    }

    private static byte[] line(RawJson entry, Map<String, String> parents) {
        String parent = parents.isEmpty() ? null : parentOf(entry, parents);
        if (parent == null) {
            return Json.encode(entry);
        }
        ObjectNode tree = (ObjectNode) entry.tree();
        return Json.encode(tree.put("parentUuid", parent));
    }

    private static @Nullable String parentOf(RawJson entry, Map<String, String> parents) {
        EntryFacts facts = EntryFacts.of(entry.utf8());
        return facts == null || facts.uuid == null ? null : parents.get(facts.uuid);
    }
}
