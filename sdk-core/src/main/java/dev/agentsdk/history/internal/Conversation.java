package dev.agentsdk.history.internal;

import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.history.TranscriptGap;
import dev.agentsdk.history.internal.Links.Link;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UserMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the conversation among the entries of a transcript: a tree, whose newest branch counts. Work and memory are
 * linear in the number of entries; cycles and repeated ids end a branch and nothing else.
 */
public final class Conversation {

    private final List<TranscriptEntry> linked = new ArrayList<>();
    private final Links links;

    /** The place of the entry that each follows. */
    private final int[] parents;

    private final boolean subagent;

    private Conversation(List<TranscriptEntry> entries, boolean subagent) {
        this.links = links(entries, linked);
        // A run of the CLI by a program can mark all of a session so.
        this.subagent =
                subagent || linked.stream().filter(Conversation::isMessage).allMatch(TranscriptEntry::sidechain);
        this.parents = Compactions.parents(linked, links);
    }

    /** The links of all entries that have any, which are added to a list. */
    static Links links(List<TranscriptEntry> entries, List<TranscriptEntry> linked) {
        List<Link> all = new ArrayList<>();
        for (TranscriptEntry entry : entries) {
            Link.of(entry).ifPresent(link -> {
                all.add(link);
                linked.add(entry);
            });
        }
        return new Links(all);
    }

    /**
     * The gaps.
     *
     * @param entries all entries, in the order in which they were written
     * @return where the parent of an entry is absent or missing
     */
    public static List<TranscriptGap> gaps(List<TranscriptEntry> entries) {
        return List.copyOf(links(entries, new ArrayList<>()).gaps());
    }

    /**
     * The conversation.
     *
     * @param entries all entries, in the order in which they were written
     * @param subagent whether they are a subagent's, all of whose entries are marked as of a side chain
     * @return its visible messages, in order
     */
    public static List<TranscriptEntry> of(List<TranscriptEntry> entries, boolean subagent) {
        Conversation conversation = new Conversation(entries, subagent);
        int leaf = subagent ? conversation.lastMessage() : conversation.newestLeaf();
        if (leaf < 0) {
            return List.of();
        }
        List<Integer> chain = conversation.chainTo(leaf);
        return conversation.withSideCalls(chain).stream()
                .map(conversation.linked::get)
                .filter(conversation::isVisible)
                .toList();
    }

    private static boolean isMessage(TranscriptEntry entry) {
        return entry.type().equals("user") || entry.type().equals("assistant");
    }

    private boolean isMainLine(TranscriptEntry entry) {
        return !entry.meta()
                && (subagent || (!entry.sidechain() && entry.teamName().isEmpty()));
    }

    private boolean isVisible(TranscriptEntry entry) {
        return isMessage(entry) && isMainLine(entry);
    }

    private int lastMessage() {
        for (int place = linked.size() - 1; place >= 0; place--) {
            if (isMessage(linked.get(place))) {
                return place;
            }
        }
        return -1;
    }

    /** The last of the leaves, where those of the main line go first; -1 if there is none. */
    private int newestLeaf() {
        boolean[] followed = new boolean[parents.length];
        for (int parent : parents) {
            if (parent != Links.NONE) {
                followed[parent] = true;
            }
        }
        int best = -1;
        int bestOnMainLine = -1;
        boolean[] seen = new boolean[parents.length];
        for (int end = 0; end < parents.length; end++) {
            if (followed[end] || !links.isCurrent(end)) {
                continue;
            }
            // Where an earlier walk has been, there is nothing new to find.
            for (int at = end; at != Links.NONE && !seen[at]; at = parents[at]) {
                seen[at] = true;
                TranscriptEntry entry = linked.get(at);
                if (isMessage(entry)) {
                    best = Math.max(best, at);
                    if (isMainLine(entry)) {
                        bestOnMainLine = Math.max(bestOnMainLine, at);
                    }
                    break;
                }
            }
        }
        return bestOnMainLine >= 0 ? bestOnMainLine : best;
    }

    /** From the beginning to the leaf. */
    private List<Integer> chainTo(int leaf) {
        List<Integer> chain = new ArrayList<>();
        boolean[] seen = new boolean[parents.length];
        for (int at = leaf; at != Links.NONE && !seen[at]; at = parents[at]) {
            seen[at] = true;
            chain.add(at);
        }
        Collections.reverse(chain);
        return chain;
    }

    /**
     * Adds what belongs to an answer on the chain and hangs beside it: its other parts, which are known by the API's
     * message id, and the results of its tool calls. A result is taken once for each call, so that those of a branch
     * that was given up stay out.
     */
    private List<Integer> withSideCalls(List<Integer> chain) {
        List<List<Integer>> runs = runs(chain);
        Set<Integer> onChain = new HashSet<>(chain);
        Map<String, Integer> answers = new HashMap<>();
        Map<String, Integer> calls = new HashMap<>();
        Set<String> results = new HashSet<>();
        for (int run = 0; run < runs.size(); run++) {
            for (int place : runs.get(run)) {
                TranscriptEntry entry = linked.get(place);
                answerId(entry, answers, run);
                toolCalls(entry, calls, run);
                toolResults(entry, results);
            }
        }
        Map<Integer, List<Integer>> beside = new HashMap<>();
        for (int place = 0; place < linked.size(); place++) {
            TranscriptEntry entry = linked.get(place);
            if (onChain.contains(place) || !isVisible(entry) || !links.isCurrent(place)) {
                continue;
            }
            Integer run = null;
            if (entry.message() instanceof AssistantMessage answer) {
                run = answer.messageId().map(answers::get).orElse(null);
                if (run != null) {
                    toolCalls(entry, calls, run);
                }
            } else if (entry.message() instanceof UserMessage user) {
                List<String> answered = resultIds(user);
                if (!answered.isEmpty()
                        && calls.keySet().containsAll(answered)
                        && Collections.disjoint(results, answered)) {
                    results.addAll(answered);
                    run = calls.get(answered.get(0));
                }
            }
            if (run != null) {
                beside.computeIfAbsent(run, r -> new ArrayList<>()).add(place);
            }
        }
        List<Integer> all = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            all.addAll(merged(runs.get(run), beside.getOrDefault(run, List.of())));
        }
        return all;
    }

    /** The parts of the chain that were written in its order; a compaction puts older messages behind newer ones. */
    private static List<List<Integer>> runs(List<Integer> chain) {
        List<List<Integer>> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= chain.size(); i++) {
            if (i == chain.size() || chain.get(i) < chain.get(i - 1)) {
                runs.add(chain.subList(start, i));
                start = i;
            }
        }
        return runs;
    }

    private static void answerId(TranscriptEntry entry, Map<String, Integer> runs, int run) {
        if (entry.message() instanceof AssistantMessage answer) {
            answer.messageId().ifPresent(id -> runs.put(id, run));
        }
    }

    private static void toolCalls(TranscriptEntry entry, Map<String, Integer> runs, int run) {
        if (entry.message() instanceof AssistantMessage answer) {
            for (ToolUseBlock call : answer.toolUses()) {
                runs.put(call.id(), run);
            }
        }
    }

    private static void toolResults(TranscriptEntry entry, Set<String> ids) {
        if (entry.message() instanceof UserMessage user) {
            ids.addAll(resultIds(user));
        }
    }

    private static List<String> resultIds(UserMessage user) {
        List<String> ids = new ArrayList<>(1);
        for (ContentBlock block : user.content()) {
            if (block instanceof ToolResultBlock result) {
                ids.add(result.toolUseId());
            }
        }
        return ids;
    }

    /** Each of the others goes before the first entry of the run that was written after it. */
    private static List<Integer> merged(List<Integer> chain, List<Integer> beside) {
        List<Integer> all = new ArrayList<>(chain.size() + beside.size());
        int next = 0;
        for (int place : chain) {
            while (next < beside.size() && beside.get(next) < place) {
                all.add(beside.get(next++));
            }
            all.add(place);
        }
        all.addAll(beside.subList(next, beside.size()));
        return all;
    }
}
