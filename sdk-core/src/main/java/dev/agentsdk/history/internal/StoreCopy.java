package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.history.CopyResult;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.SkippedLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends transcripts to a store, in batches. */
final class StoreCopy {

    private static final int BATCH_ENTRIES = 500;
    private static final int BATCH_BYTES = 1024 * 1024;

    private final SessionStore target;
    private final SessionKey session;
    private int transcripts;
    private long entries;
    private long skippedLines;

    StoreCopy(SessionStore target, String projectKey, String sessionId) {
        this.target = target;
        this.session = SessionKey.of(projectKey, sessionId);
    }

    /**
     * Sends a transcript.
     *
     * @param subpath what it is of the session; null for the session's own
     * @param source gives its lines to a sink
     */
    void transcript(@Nullable String subpath, Consumer<TranscriptLines.Sink> source) {
        Batch batch = new Batch(key(subpath));
        source.accept(batch);
        batch.send();
        transcripts++;
    }

    /** Sends what is known of a subagent, as the CLI does it: as an entry among those of its transcript. */
    void metadata(String subpath, JsonNode metadata) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "agent_metadata");
        metadata.properties().forEach(field -> entry.putIfAbsent(field.getKey(), field.getValue()));
        byte[] line = Json.encode(entry);
        Batch batch = new Batch(key(subpath));
        batch.line(line, true);
        batch.send();
    }

    CopyResult result() {
        return new CopyResult(transcripts, entries, skippedLines);
    }

    private SessionKey key(@Nullable String subpath) {
        try {
            return subpath == null ? session : session.at(subpath);
        } catch (IllegalArgumentException e) {
            throw new HistoryException(
                    "A subagent of session " + session.sessionId()
                            + " has a name that cannot be a key in a store; what came before it is copied.",
                    null,
                    e);
        }
    }

    private final class Batch implements TranscriptLines.Sink {
        private final SessionKey key;
        private List<RawJson> waiting = new ArrayList<>();
        private long bytes;

        Batch(SessionKey key) {
            this.key = key;
        }

        @Override
        public void line(byte[] line, boolean complete) {
            byte[] json = EntryFacts.wellFormed(line);
            if (json != null) {
                add(json);
                return;
            }
            JoinedLine joined = JoinedLine.of(line);
            if (joined == null) {
                skippedLines++;
                return;
            }
            joined.objects().forEach(this::add);
            skippedLines += joined.lost().size();
        }

        private void add(byte[] json) {
            waiting.add(RawJson.wrap(json, 0, json.length));
            bytes += json.length;
            if (waiting.size() >= BATCH_ENTRIES || bytes >= BATCH_BYTES) {
                send();
            }
        }

        @Override
        public void skipped(SkippedLine line) {
            skippedLines++;
        }

        void send() {
            if (waiting.isEmpty()) {
                return;
            }
            List<RawJson> batch = waiting;
            waiting = new ArrayList<>();
            bytes = 0;
            StoreCalls.directly("append", key, () -> {
                target.append(key, batch);
                return batch;
            });
            entries += batch.size();
        }
    }
}
