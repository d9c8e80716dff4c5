package dev.agentsdk.history.internal;

import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.message.CompactBoundaryMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages that a compaction kept behind its summary. They stay where they were written, before the compaction,
 * whose {@code compactMetadata} names them: {@code preservedMessages} one by one, {@code preservedSegment}, of older
 * CLIs, by the first and the last. The first of them follows the anchor, and what followed the anchor follows the last.
 */
final class Compactions {

    private final Links links;
    private final int[] parents;

    /** The last of what was kept, for the place of each anchor; {@link Links#NONE} for all others. */
    private final int[] lastKept;

    private final Set<Integer> moved = new LinkedHashSet<>();

    private Compactions(Links links) {
        this.links = links;
        this.parents = links.parents();
        this.lastKept = new int[parents.length];
        Arrays.fill(lastKept, Links.NONE);
    }

    /** The parents of the entries with the compactions taken into account. */
    static int[] parents(List<TranscriptEntry> entries, Links links) {
        Compactions compactions = new Compactions(links);
        for (int place = 0; place < entries.size(); place++) {
            TranscriptEntry entry = entries.get(place);
            if (entry.message() instanceof CompactBoundaryMessage && links.isCurrent(place)) {
                compactions.take(place, CompactFacts.of(entry.raw().utf8(), links));
            }
        }
        if (compactions.moved.isEmpty()) {
            return compactions.parents;
        }
        compactions.moveFollowers();
        return compactions.hasNewCircle() ? links.parents() : compactions.parents;
    }

    private void take(int boundary, CompactFacts facts) {
        if (facts.messages) {
            take(boundary, facts.messagesAnchor, new ArrayList<>(facts.kept), false);
        } else if (facts.segment) {
            int head = facts.headPlace();
            int tail = facts.tailPlace();
            if (head != Links.NONE && tail != Links.NONE) {
                take(boundary, facts.segmentAnchor, List.of(head, tail), true);
            }
        }
    }

    /** @param linked whether what is kept is a chain of its own, of which only the first needs another parent */
    private void take(int boundary, @Nullable String anchor, List<Integer> kept, boolean linked) {
        if (anchor == null || kept.isEmpty()) {
            return;
        }
        // Without its anchor, the summary, what was kept still follows the boundary.
        int place = links.place(anchor) == Links.NONE ? boundary : links.place(anchor);
        if (kept.contains(place)) {
            return;
        }
        int last = kept.get(kept.size() - 1);
        int before = place;
        for (int next : linked ? kept.subList(0, 1) : kept) {
            parents[next] = before;
            moved.add(next);
            before = next;
        }
        lastKept[place] = last;
    }

    /** By the links, not by the ids: where a line is lost, what followed it follows the entry before. */
    private void moveFollowers() {
        Set<Integer> own = Set.copyOf(moved);
        for (int place = 0; place < parents.length; place++) {
            int anchor = links.parent(place);
            if (anchor != Links.NONE && lastKept[anchor] != Links.NONE && !own.contains(place)) {
                parents[place] = lastKept[anchor];
                moved.add(place);
            }
        }
    }

    /** Whether an entry that was moved now follows itself. Each entry is looked at once. */
    private boolean hasNewCircle() {
        int[] seenBy = new int[parents.length];
        Arrays.fill(seenBy, Links.NONE);
        for (int start : moved) {
            int at = start;
            while (at != Links.NONE && seenBy[at] == Links.NONE) {
                seenBy[at] = start;
                at = parents[at];
            }
            if (at != Links.NONE && seenBy[at] == start) {
                return true;
            }
        }
        return false;
    }
}
