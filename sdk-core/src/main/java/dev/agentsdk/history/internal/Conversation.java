package dev.agentsdk.history.internal;

import dev.agentsdk.history.TranscriptEntry;
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
import org.jspecify.annotations.Nullable;

/**
 * Finds the conversation among the entries of a transcript: a tree, whose newest branch counts. Work and memory are
 * linear in the number of entries; cycles, missing parents and repeated ids end a branch and nothing else.
 */
public final class Conversation {

    private static final Set<String> LINKED_TYPES = Set.of("user", "assistant", "progress", "system", "attachment");

    private final List<TranscriptEntry> linked = new ArrayList<>();

    /** The place in {@link #linked}; of several entries with one id, the last counts. */
    private final Map<String, Integer> places = new HashMap<>();

    private final boolean subagent;

    private Conversation(List<TranscriptEntry> entries, boolean subagent) {
        this.subagent = subagent;
        for (TranscriptEntry entry : entries) {
            if (LINKED_TYPES.contains(entry.type()) && entry.uuid().isPresent()) {
                places.put(entry.uuid().get(), linked.size());
                linked.add(entry);
            }
        }
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
        Set<String> parents = new HashSet<>();
        for (TranscriptEntry entry : linked) {
            entry.parentUuid().ifPresent(parents::add);
        }
        int best = -1;
        int bestOnMainLine = -1;
        Set<Integer> seen = new HashSet<>();
        for (TranscriptEntry end : linked) {
            if (parents.contains(end.uuid().orElse(""))) {
                continue;
            }
            // Where an earlier walk has been, there is nothing new to find.
            Integer at = places.get(end.uuid().orElse(""));
            while (at != null && seen.add(at)) {
                TranscriptEntry entry = linked.get(at);
                if (isMessage(entry)) {
                    best = Math.max(best, at);
                    if (isMainLine(entry)) {
                        bestOnMainLine = Math.max(bestOnMainLine, at);
                    }
                    break;
                }
                at = parentOf(entry);
            }
        }
        return bestOnMainLine >= 0 ? bestOnMainLine : best;
    }

    private @Nullable Integer parentOf(TranscriptEntry entry) {
        return entry.parentUuid().map(places::get).orElse(null);
    }

    /** From the beginning to the leaf. */
    private List<Integer> chainTo(int leaf) {
        List<Integer> chain = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Integer at = leaf;
        while (at != null && seen.add(at)) {
            chain.add(at);
            at = parentOf(linked.get(at));
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
        Set<Integer> onChain = new HashSet<>(chain);
        Set<String> answers = new HashSet<>();
        Set<String> calls = new HashSet<>();
        Set<String> results = new HashSet<>();
        for (int place : chain) {
            TranscriptEntry entry = linked.get(place);
            answerId(entry, answers);
            toolCalls(entry, calls);
            toolResults(entry, results);
        }
        List<Integer> beside = new ArrayList<>();
        for (int place = 0; place < linked.size(); place++) {
            TranscriptEntry entry = linked.get(place);
            if (onChain.contains(place) || !isVisible(entry) || !isCurrent(place, entry)) {
                continue;
            }
            if (entry.message() instanceof AssistantMessage answer
                    && answer.messageId().filter(answers::contains).isPresent()) {
                toolCalls(entry, calls);
                beside.add(place);
            } else if (entry.message() instanceof UserMessage user) {
                List<String> answered = resultIds(user);
                if (!answered.isEmpty() && calls.containsAll(answered) && Collections.disjoint(results, answered)) {
                    results.addAll(answered);
                    beside.add(place);
                }
            }
        }
        return merged(chain, beside);
    }

    private boolean isCurrent(int place, TranscriptEntry entry) {
        return entry.uuid().map(places::get).filter(current -> current == place).isPresent();
    }

    private static void answerId(TranscriptEntry entry, Set<String> ids) {
        if (entry.message() instanceof AssistantMessage answer) {
            answer.messageId().ifPresent(ids::add);
        }
    }

    private static void toolCalls(TranscriptEntry entry, Set<String> ids) {
        if (entry.message() instanceof AssistantMessage answer) {
            for (ToolUseBlock call : answer.toolUses()) {
                ids.add(call.id());
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

    /** Each of the others goes before the first entry of the chain that was written after it. */
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
