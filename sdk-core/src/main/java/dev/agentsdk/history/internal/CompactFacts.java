package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.internal.LineParser;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says of a compaction, and what a fork has to know of it besides. Read token by token: an entry may be as long
 * as a line, and so may the list of what was kept. Of a field that comes twice the last counts.
 */
final class CompactFacts {

    /** The places of the entries that {@code preservedMessages} names, each once. */
    final Set<Integer> kept = new LinkedHashSet<>();

    @Nullable
    String logicalParent;

    @Nullable
    String subtype;

    /** Whether it has a time that is not null. */
    boolean timed;

    /** Whether there are {@code preservedMessages}. */
    boolean messages;

    @Nullable
    String messagesAnchor;

    /** Whether there is a {@code preservedSegment}. */
    boolean segment;

    @Nullable
    String segmentAnchor;

    @Nullable
    String head;

    @Nullable
    String tail;

    private final Links links;

    private CompactFacts(Links links) {
        this.links = links;
    }

    /**
     * Reads an entry.
     *
     * @param entry the entry
     * @param links the entries among which those that were kept are looked for
     * @return the facts; none of what is behind a place where it is not JSON
     */
    static CompactFacts of(byte[] entry, Links links) {
        CompactFacts facts = new CompactFacts(links);
        try (LineParser in = new LineParser()) {
            in.begin(entry);
            if (in.nextToken() == JsonToken.START_OBJECT) {
                facts.read(in);
            }
        } catch (IOException e) {
            // It was read before, in one pass that decodes less of it.
            return facts;
        }
        return facts;
    }

    private void read(LineParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "logicalParentUuid" -> logicalParent = text(in);
                case "subtype" -> subtype = text(in);
                case "timestamp" -> {
                    timed = value != JsonToken.VALUE_NULL;
                    in.skipChildren();
                }
                case "compactMetadata" -> metadata(in);
                default -> in.skipChildren();
            }
        }
    }

    private void metadata(LineParser in) throws IOException {
        noMessages(false);
        noSegment(false);
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            boolean isObject = in.nextToken() == JsonToken.START_OBJECT;
            if (name.equals("preservedMessages")) {
                noMessages(isObject);
            } else if (name.equals("preservedSegment")) {
                noSegment(isObject);
            }
            if (isObject && name.equals("preservedMessages")) {
                messages(in);
            } else if (isObject && name.equals("preservedSegment")) {
                segment(in);
            } else {
                in.skipChildren();
            }
        }
    }

    private void noMessages(boolean present) {
        messages = present;
        messagesAnchor = null;
        kept.clear();
    }

    private void noSegment(boolean present) {
        segment = present;
        segmentAnchor = null;
        head = null;
        tail = null;
    }

    private void messages(LineParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (name.equals("anchorUuid")) {
                messagesAnchor = text(in);
            } else if (name.equals("uuids")) {
                kept.clear();
                if (value == JsonToken.START_ARRAY) {
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        int place = links.place(text(in));
                        if (place != Links.NONE) {
                            kept.add(place);
                        }
                    }
                } else {
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
        }
    }

    private void segment(LineParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "anchorUuid" -> segmentAnchor = text(in);
                case "headUuid" -> head = text(in);
                case "tailUuid" -> tail = text(in);
                default -> in.skipChildren();
            }
        }
    }

    private static @Nullable String text(LineParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return null;
    }

    /** The place of the first entry of the segment; {@link Links#NONE} if it is unknown. */
    int headPlace() {
        return links.place(head);
    }

    /** The place of the last entry of the segment; {@link Links#NONE} if it is unknown. */
    int tailPlace() {
        int place = links.place(tail);
        return place == Links.NONE ? links.place(logicalParent) : place;
    }
}
