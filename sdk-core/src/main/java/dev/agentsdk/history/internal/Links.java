package dev.agentsdk.history.internal;

import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.history.TranscriptGap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of a transcript follows which. An entry whose parent is absent or missing follows the entry written before
 * it, so that nothing before a damaged line is lost; only an explicit null is a beginning. Work and memory are linear in
 * the number of entries.
 */
final class Links {

    /** The entries that have parents; others are beside the conversation. */
    static final Set<String> TYPES = Set.of("user", "assistant", "progress", "system", "attachment");

    static final int NONE = -1;

    /**
     * What an entry says of its place.
     *
     * @param uuid its id
     * @param parentUuid the entry that it follows; null if it names none
     * @param root whether it says that it follows none
     * @param sidechain whether it is a subagent's
     */
    record Link(String uuid, @Nullable String parentUuid, boolean root, boolean sidechain) {

        static Optional<Link> of(TranscriptEntry entry) {
            return entry.uuid()
                    .filter(uuid -> TYPES.contains(entry.type()))
                    .map(uuid -> new Link(uuid, entry.parentUuid().orElse(null), entry.root(), entry.sidechain()));
        }

        static Optional<Link> of(EntryFacts facts) {
            return facts.uuid == null || facts.type == null || !TYPES.contains(facts.type)
                    ? Optional.empty()
                    : Optional.of(new Link(
                            facts.uuid, SessionDigest.nonEmpty(facts.parentUuid), facts.root, facts.sidechain));
        }
    }

    private final List<Link> links;

    /** Of several entries with one id, the last counts. */
    private final Map<String, Integer> places = new HashMap<>();

    private final int[] parents;
    private final List<TranscriptGap> gaps = new ArrayList<>();

    /** For each entry one that is nearer to its beginning, to find that in almost constant time. */
    private final int[] towardsRoot;

    /** Finds the parents of entries that are in the order in which they were written. */
    Links(List<Link> links) {
        this.links = links;
        this.parents = new int[links.size()];
        this.towardsRoot = new int[links.size()];
        for (int place = 0; place < links.size(); place++) {
            places.put(links.get(place).uuid(), place);
        }
        for (int place = 0; place < links.size(); place++) {
            String parent = links.get(place).parentUuid();
            parents[place] = parent == null ? NONE : places.getOrDefault(parent, NONE);
            towardsRoot[place] = parents[place];
        }
        cutCircles();
        fillGaps();
    }

    /** So that a walk towards a root ends. Each entry is looked at once. */
    private void cutCircles() {
        int[] seenFrom = new int[parents.length];
        Arrays.fill(seenFrom, NONE);
        for (int start = 0; start < parents.length; start++) {
            int at = start;
            while (at != NONE && seenFrom[at] == NONE) {
                seenFrom[at] = start;
                at = towardsRoot[at];
            }
            if (at != NONE && seenFrom[at] == start) {
                towardsRoot[at] = NONE;
            }
        }
    }

    private void fillGaps() {
        int lastOnMainLine = NONE;
        int lastOnSidechain = NONE;
        for (int place = 0; place < links.size(); place++) {
            Link link = links.get(place);
            if (!isCurrent(place)) {
                continue;
            }
            if (parents[place] == NONE && !link.root()) {
                fill(place, link, link.sidechain() ? lastOnSidechain : lastOnMainLine);
            }
            if (link.sidechain()) {
                lastOnSidechain = place;
            } else {
                lastOnMainLine = place;
            }
        }
    }

    private void fill(int place, Link link, int before) {
        // An entry before may follow this one, by the ids: that way round it stays.
        boolean follows = before != NONE && rootOf(before) != place;
        if (follows) {
            parents[place] = before;
            towardsRoot[place] = before;
        }
        gaps.add(new TranscriptGap(
                link.parentUuid() == null ? TranscriptGap.Reason.PARENT_ABSENT : TranscriptGap.Reason.PARENT_MISSING,
                link.uuid(),
                Optional.ofNullable(link.parentUuid()),
                follows ? Optional.of(links.get(before).uuid()) : Optional.empty()));
    }

    /** The entry at which the chain of an entry begins; one of the circle if it ends in one. */
    private int rootOf(int place) {
        int root = place;
        while (towardsRoot[root] != NONE) {
            root = towardsRoot[root];
        }
        int at = place;
        while (at != root) {
            int next = towardsRoot[at];
            towardsRoot[at] = root;
            at = next;
        }
        return root;
    }

    /** Whether it is the last one with its id. */
    boolean isCurrent(int place) {
        return place(links.get(place).uuid()) == place;
    }

    /** The place of an entry; {@link #NONE} if there is none with the id. */
    int place(@Nullable String uuid) {
        return uuid == null ? NONE : places.getOrDefault(uuid, NONE);
    }

    /** The place of the entry that this one follows; {@link #NONE} at a beginning. */
    int parent(int place) {
        return parents[place];
    }

    /** The place of the entry that each follows; {@link #NONE} at a beginning. The caller may change the copy. */
    int[] parents() {
        return Arrays.copyOf(parents, parents.length);
    }

    /** Where the parent of an entry was absent or missing, in the order of the entries. */
    List<TranscriptGap> gaps() {
        return gaps;
    }
}
