package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.history.TranscriptEntry;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a compaction says that it kept, without the progress entries, which a fork does not write: they leave the lists, and
 * a segment that begins with one begins with the next entry that is written. One that ends with one needs no change here:
 * its id is replaced by that of the entry before.
 */
final class ForkedCompactions {

    /** Segments of sane transcripts do not overlap. More steps than this for each entry are not taken. */
    private static final int MAX_STEPS = 4;

    private final List<TranscriptEntry> entries;
    private final Links links;
    private final int[] nearestWritten;
    private long steps;

    /**
     * Makes one for a fork.
     *
     * @param entries all that is in the fork
     * @param links which follows which
     * @param nearestWritten for each the nearest one from there upwards that is written
     */
    ForkedCompactions(List<TranscriptEntry> entries, Links links, int[] nearestWritten) {
        this.entries = entries;
        this.links = links;
        this.nearestWritten = nearestWritten;
    }

    /** Changes the entry of a compaction, which still has the ids of the session. */
    void withoutProgress(ObjectNode boundary) {
        if (!(boundary.path("compactMetadata") instanceof ObjectNode metadata)) {
            return;
        }
        JsonNode messages = metadata.path("preservedMessages");
        drop(messages.path("uuids"));
        drop(messages.path("allUuids"));
        if (metadata.path("preservedSegment") instanceof ObjectNode segment) {
            int head = links.place(segment.path("headUuid").textValue());
            int tail = links.place(segment.path("tailUuid").textValue());
            if (tail == Links.NONE) {
                tail = links.place(boundary.path("logicalParentUuid").textValue());
            }
            if (head != Links.NONE && tail != Links.NONE && !isWritten(head)) {
                String first = firstWritten(head, tail);
                if (first == null) {
                    metadata.remove("preservedSegment");
                } else {
                    segment.put("headUuid", first);
                }
            }
        }
    }

    private void drop(JsonNode uuids) {
        if (uuids instanceof ArrayNode array) {
            for (Iterator<JsonNode> each = array.elements(); each.hasNext(); ) {
                int place = links.place(each.next().textValue());
                if (place != Links.NONE && !isWritten(place)) {
                    each.remove();
                }
            }
        }
    }

    /** Null if none between them is written, or the one does not lead to the other. */
    private @Nullable String firstWritten(int head, int tail) {
        int first = Links.NONE;
        int at = tail;
        while (at != Links.NONE && at != head && steps < (long) MAX_STEPS * entries.size()) {
            steps++;
            first = isWritten(at) ? at : first;
            at = links.parent(at);
        }
        return at != head || first == Links.NONE
                ? null
                : entries.get(first).uuid().orElseThrow();
    }

    private boolean isWritten(int place) {
        return nearestWritten[place] == place;
    }
}
