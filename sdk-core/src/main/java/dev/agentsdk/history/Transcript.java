package dev.agentsdk.history;

import dev.agentsdk.history.internal.Conversation;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that was kept of a session or of one of its subagents, in the order in which it was written. Immutable.
 *
 * @param sessionId the session
 * @param agentId the subagent; empty for the session itself
 * @param entries the entries that could be read; a line that holds several JSON objects, or a cut-off object followed by
 *     a complete one, gives one entry for each complete object
 * @param skippedLines how many lines could not be read, or only in part: lines that are not JSON objects, that are longer
 *     than {@link HistoryLocation#maxLineBytes()}, or whose writer was stopped in the middle of them. Of a
 *     line with complete objects each part between them counts. Blank lines do not count
 * @param skipped the first 100 of them
 */
public record Transcript(
        String sessionId,
        Optional<String> agentId,
        List<TranscriptEntry> entries,
        long skippedLines,
        List<SkippedLine> skipped) {

    public Transcript {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(agentId, "agentId");
        entries = List.copyOf(entries);
        skipped = List.copyOf(skipped);
    }

    /**
     * The conversation as it stands: from its first message to its newest, without branches that were given up and
     * without what is not for showing. Entries of type {@code user} and {@code assistant} only; after a compaction it
     * begins with the summary.
     *
     * <p>Found as the official SDKs do it: the newest end of a chain of {@link TranscriptEntry#parentUuid()}, followed
     * back. The messages that a compaction kept follow its summary. More than the official SDKs return, it holds all of
     * an answer with several tool calls, and all their results ({@code claude} 2.1 writes those as side branches of the
     * chain), and what is before a gap; see {@link #gaps()}.
     *
     * @return the entries, in order; computed anew with each call
     */
    public List<TranscriptEntry> conversation() {
        return Conversation.of(entries, agentId.isPresent());
    }

    /**
     * The messages of {@link #conversation()}.
     *
     * @return user and assistant messages; {@link dev.agentsdk.message.UnknownMessage} where a field is of another type
     *     than expected
     */
    public List<Message> messages() {
        return conversation().stream().map(TranscriptEntry::message).toList();
    }

    /**
     * Where the chain of entries is interrupted: an entry without {@code parentUuid}, or one whose parent is not among the
     * entries. {@link #conversation()} continues there at the entry written before. Lines that could not be read are in
     * {@link #skippedLines()}, whether or not an entry follows them.
     *
     * @return the gaps, in the order of the entries; computed anew with each call
     */
    public List<TranscriptGap> gaps() {
        return Conversation.gaps(entries);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
