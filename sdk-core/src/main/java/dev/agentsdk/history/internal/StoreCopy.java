package dev.agentsdk.history.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentsdk.history.CopyResult;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.JsonCopy;
import dev.agentsdk.json.internal.LineParser;
import dev.agentsdk.message.SkippedLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends transcripts to a store, in batches. */
final class StoreCopy {

    private static final Logger log = LoggerFactory.getLogger(StoreCopy.class);

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
    void metadata(String subpath, RawJson metadata) {
        byte[] line;
        try {
            line = JsonCopy.wellFormed(metadata.utf8(), new JsonCopy.Fields() {
                @Override
                public void begin(JsonGenerator out) throws IOException {
                    out.writeStringField("type", "agent_metadata");
                }

                @Override
                public boolean take(String name, LineParser in, JsonGenerator out) throws IOException {
                    if (name.equals("type")) {
                        in.skipChildren();
                    }
                    return name.equals("type");
                }
            });
        } catch (IOException e) {
            log.debug(
                    "What is known of a subagent is not copied: {}",
                    e.getClass().getName());
            return;
        }
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
