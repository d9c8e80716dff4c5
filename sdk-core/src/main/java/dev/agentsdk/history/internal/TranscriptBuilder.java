package dev.agentsdk.history.internal;

import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.internal.MessageParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a transcript of lines, from a file or from a store. */
final class TranscriptBuilder implements TranscriptLines.Sink {

    private static final int MAX_REPORTED = 100;

    /** What an entry takes beside its line: objects and strings. Bounds the number of small ones. */
    static final int ENTRY_BYTES = 512;

    private final String sessionId;
    private final @Nullable String agentId;
    private final @Nullable String parentToolUseId;
    private final long maxBytes;
    private final @Nullable Path file;

    private final List<TranscriptEntry> entries = new ArrayList<>();
    private final List<SkippedLine> skipped = new ArrayList<>();
    private long skippedLines;
    private long bytes;

    /**
     * Makes an empty one.
     *
     * @param sessionId the session
     * @param agentId the subagent, if it is one's
     * @param parentToolUseId the tool call that began the subagent
     * @param maxBytes how much may be kept
     * @param file where it comes from, for messages
     */
    TranscriptBuilder(
            String sessionId,
            @Nullable String agentId,
            @Nullable String parentToolUseId,
            long maxBytes,
            @Nullable Path file) {
        this.sessionId = sessionId;
        this.agentId = agentId;
        this.parentToolUseId = parentToolUseId;
        this.maxBytes = maxBytes;
        this.file = file;
    }

    @Override
    public void line(byte[] line, boolean complete) {
        EntryFacts facts = EntryFacts.of(line);
        if (facts != null && add(line, facts)) {
            return;
        }
        JoinedLine joined = facts == null ? JoinedLine.of(line) : null;
        if (joined == null) {
            skipped(TranscriptLines.malformed(line, complete));
            return;
        }
        for (byte[] object : joined.objects()) {
            EntryFacts of = EntryFacts.of(object);
            if (of == null || !add(object, of)) {
                skipped(TranscriptLines.malformed(object, true));
            }
        }
        int lost = joined.lost().size();
        for (int i = 0; i < lost; i++) {
            boolean isEnd = i == lost - 1 && joined.endIsLost();
            skipped(TranscriptLines.malformed(joined.lost().get(i), complete || !isEnd));
        }
    }

    private boolean add(byte[] line, EntryFacts facts) {
        TranscriptEntry entry = entry(line, facts);
        if (entry == null) {
            return false;
        }
        bytes += line.length + ENTRY_BYTES;
        if (bytes > maxBytes) {
            throw new HistoryException(
                    "The transcript of session " + sessionId + " takes more than " + maxBytes
                            + " bytes: each entry counts "
                            + ENTRY_BYTES
                            + " bytes more than its line. Raise HistoryLocation.maxTranscriptBytes if there is"
                            + " memory for it.",
                    file,
                    null);
        }
        entries.add(entry);
        return true;
    }

    private @Nullable TranscriptEntry entry(byte[] line, EntryFacts facts) {
        String type = facts.type == null ? "" : facts.type;
        String session = facts.sessionId == null ? sessionId : facts.sessionId;
        Message message = message(line, type, session);
        if (message == null) {
            message = message(EntryFacts.repaired(line), type, session);
        }
        if (message == null) {
            return null;
        }
        return new TranscriptEntry(
                type,
                Optional.ofNullable(facts.uuid),
                Optional.ofNullable(SessionDigest.nonEmpty(facts.parentUuid)),
                facts.root,
                Optional.ofNullable(facts.instant()),
                facts.sidechain,
                facts.meta,
                facts.compactSummary,
                Optional.ofNullable(SessionDigest.nonEmpty(facts.teamName)),
                message);
    }

    private @Nullable Message message(byte[] line, String type, String session) {
        try {
            return MessageParser.parseStored(line, type, session, parentToolUseId);
        } catch (IOException e) {
            // Malformed UTF-8, which the caller repairs: that it is JSON otherwise is known.
            return null;
        }
    }

    @Override
    public void skipped(SkippedLine line) {
        skippedLines++;
        if (skipped.size() < MAX_REPORTED) {
            skipped.add(line);
        }
    }

    Transcript build() {
        return new Transcript(sessionId, Optional.ofNullable(agentId), entries, skippedLines, skipped);
    }
}
