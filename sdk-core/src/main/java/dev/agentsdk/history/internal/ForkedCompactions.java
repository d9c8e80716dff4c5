package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.json.internal.LineParser;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a compaction says that it kept, as a fork has it. Without the progress entries, which a fork does not write: they
 * leave the lists, and a segment that begins with one begins with the next entry that is written. One that ends with one
 * needs no change here: its id is replaced by that of the entry before. Without what holds for the running session only, and
 * without what was put behind the end of the fork.
 */
final class ForkedCompactions {

    /** Segments of sane transcripts do not overlap. More steps than this for each entry are not taken. */
    private static final int MAX_STEPS = 4;

    private final List<TranscriptEntry> entries;
    private final Links links;
    private final int[] nearestWritten;
    private final EntryIds ids;
    private final Optional<String> end;
    private long steps;

    /**
     * Makes one for a fork.
     *
     * @param entries all that is in the fork
     * @param links which follows which
     * @param nearestWritten for each the nearest one from there upwards that is written
     * @param ids the new ids
     * @param end the last message, if one was chosen
     */
    ForkedCompactions(
            List<TranscriptEntry> entries, Links links, int[] nearestWritten, EntryIds ids, Optional<String> end) {
        this.entries = entries;
        this.links = links;
        this.nearestWritten = nearestWritten;
        this.ids = ids;
        this.end = end;
    }

    /** Copies the value of {@code compactMetadata}, which is the current token. */
    void copy(CompactFacts facts, LineParser in, JsonGenerator out) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            ids.copy("compactMetadata", in, out);
            return;
        }
        boolean headMoves = facts.segment
                && facts.headPlace() != Links.NONE
                && facts.tailPlace() != Links.NONE
                && !isWritten(facts.headPlace());
        String newHead = headMoves ? firstWritten(facts.headPlace(), facts.tailPlace()) : null;
        out.writeStartObject();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            boolean isObject = in.nextToken() == JsonToken.START_OBJECT;
            boolean messages = name.equals("preservedMessages");
            boolean segment = name.equals("preservedSegment");
            if (name.equals("runningTurnSends")
                    || (messages && isEnd(facts.messagesAnchor))
                    || (segment && isObject && headMoves && newHead == null)
                    || (segment && isEnd(facts.segmentAnchor))) {
                in.skipChildren();
            } else if (messages && isObject) {
                out.writeFieldName(name);
                messages(in, out);
            } else if (segment && isObject && newHead != null) {
                out.writeFieldName(name);
                segment(newHead, in, out);
            } else {
                ids.field(name, in, out);
            }
        }
        out.writeEndObject();
    }

    private boolean isEnd(@Nullable String anchor) {
        return anchor != null && end.filter(anchor::equals).isPresent();
    }

    private void messages(LineParser in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            boolean isList = in.nextToken() == JsonToken.START_ARRAY;
            if (isList && (name.equals("uuids") || name.equals("allUuids"))) {
                out.writeFieldName(name);
                withoutProgress(name, in, out);
            } else {
                ids.field(name, in, out);
            }
        }
        out.writeEndObject();
    }

    private void withoutProgress(String name, LineParser in, JsonGenerator out) throws IOException {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            int place = in.currentToken() == JsonToken.VALUE_STRING ? links.place(in.getText()) : Links.NONE;
            if (place == Links.NONE || isWritten(place)) {
                ids.copy(name, in, out);
            }
        }
        out.writeEndArray();
    }

    private void segment(String newHead, LineParser in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            if (name.equals("headUuid")) {
                in.skipChildren();
                out.writeStringField(name, ids.of(newHead));
            } else {
                ids.field(name, in, out);
            }
        }
        out.writeEndObject();
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
