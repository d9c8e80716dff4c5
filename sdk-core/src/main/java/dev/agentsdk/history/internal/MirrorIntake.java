package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionKey;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the frames of an agent by transcript, and refuses those that are not of its session ({@link MirrorScope}). A frame
 * whose session may still be announced is held back, within a bound, until it is announced or the session ends.
 *
 * <p>The first refusal of each kind is reported at once and the number of the others at the end: an agent must not be
 * able to fill the log.
 *
 * <p>Used by one thread at a time; the numbers may be read by any.
 */
final class MirrorIntake {

    /** More bytes of frames are not held back; those that come then are refused. */
    private static final long MAX_HELD_BYTES = 1024 * 1024;

    /** Why a frame does not go to the store. */
    enum Refusal {
        MALFORMED("The agent sent a frame that is none."),
        ELSEWHERE("The agent keeps this transcript outside of the projects directory that this SDK expects. Does it run"
                + " with another CLAUDE_CONFIG_DIR, or on another machine?"),
        PROJECT("The agent wrote to a transcript of another project than that of its session; this is refused."),
        SESSION("The agent wrote to a transcript of a session that it did not announce; this is refused."),
        STORED("The agent wrote to a transcript that the store has from another session; this is refused. To continue"
                + " that session, name it with AgentOptions.Builder.resume.");

        private final String text;

        Refusal(String text) {
            this.text = text;
        }
    }

    /** Receives what is reported. */
    interface Reports {
        void giveUp(String error, int entries, @Nullable String filePath);
    }

    /** What belongs to one transcript. */
    record Entries(SessionKey key, List<RawJson> entries) {}

    private record Held(SessionKey key, MirrorFrame frame, long bytes) {}

    private final MirrorPaths paths;
    private final MirrorScope scope;
    private final Reports reports;
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final Deque<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private volatile long refusedFrames;
    private volatile boolean complete = true;

    MirrorIntake(MirrorPaths paths, MirrorScope scope, Reports reports) {
        this.paths = paths;
        this.scope = scope;
        this.reports = reports;
    }

    /** Whether nothing was refused and nothing is held back. */
    boolean isComplete() {
        return complete;
    }

    long refusedFrames() {
        return refusedFrames;
    }

    /** The entries that may go to the store, by the path that the agent gave, in the order of their first frames. */
    Map<String, Entries> byFile(List<MirrorItem> items) {
        Map<String, Entries> byFile = new LinkedHashMap<>();
        for (MirrorItem item : items) {
            byte[] line = item.frame();
            String announced = item.announced();
            if (line != null) {
                take(line, byFile);
            } else if (announced != null) {
                scope.announce(announced);
                release(byFile);
            } else {
                end();
            }
        }
        return byFile;
    }

    private void take(byte[] line, Map<String, Entries> byFile) {
        MirrorFrame frame;
        try {
            frame = MirrorFrame.parse(line);
        } catch (IOException e) {
            refuse(Refusal.MALFORMED, 0, null);
            return;
        }
        if (frame.entries().isEmpty()) {
            return;
        }
        int count = frame.entries().size();
        Optional<SessionKey> named = paths.keyOf(frame.filePath());
        if (named.isEmpty()) {
            refuse(Refusal.ELSEWHERE, count, frame.filePath());
            return;
        }
        SessionKey key = scope.ofThisProject(named.get()).orElse(null);
        if (key == null) {
            refuse(Refusal.PROJECT, count, frame.filePath());
            return;
        }
        switch (scope.of(key.sessionId())) {
            case OWN, UNCHECKED -> add(key, frame, byFile);
            case UNKNOWN -> hold(key, frame, line.length);
            case FOREIGN -> refuse(Refusal.SESSION, count, frame.filePath());
        }
    }

    private void add(SessionKey key, MirrorFrame frame, Map<String, Entries> byFile) {
        byFile.computeIfAbsent(frame.filePath(), path -> new Entries(scope.stored(key), new ArrayList<>()))
                .entries()
                .addAll(frame.entries());
    }

    private void hold(SessionKey key, MirrorFrame frame, long bytes) {
        if (heldBytes + bytes > MAX_HELD_BYTES) {
            refuse(Refusal.SESSION, frame.entries().size(), frame.filePath());
            return;
        }
        held.add(new Held(key, frame, bytes));
        heldBytes += bytes;
        complete = false;
    }

    private void release(Map<String, Entries> byFile) {
        for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
            Held one = all.next();
            if (scope.of(one.key().sessionId()) != MirrorScope.Verdict.UNKNOWN) {
                all.remove();
                heldBytes -= one.bytes();
                add(one.key(), one.frame(), byFile);
            }
        }
        complete = held.isEmpty() && refusedFrames == 0;
    }

    private void end() {
        while (!held.isEmpty()) {
            MirrorFrame frame = held.remove().frame();
            refuse(Refusal.SESSION, frame.entries().size(), frame.filePath());
        }
        heldBytes = 0;
        refusals.forEach((why, count) -> {
            if (count > 1) {
                reports.giveUp(why.text + " There were " + (count - 1) + " more such frames.", 0, null);
            }
        });
    }

    /** Counts a frame that does not go to the store; reports the first of each kind. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void refuse(Refusal why, int entries, @Nullable String filePath) {
        refusedFrames++;
        complete = false;
        if (refusals.merge(why, 1L, Long::sum) == 1) {
            reports.giveUp(why.text, entries, filePath);
        }
    }
}
