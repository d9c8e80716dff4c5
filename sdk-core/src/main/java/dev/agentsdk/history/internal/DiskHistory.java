package dev.agentsdk.history.internal;

import dev.agentsdk.history.CopyResult;
import dev.agentsdk.history.ForkOptions;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionNotFoundException;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.Subagent;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that a CLI keeps on disk. */
public final class DiskHistory implements SessionHistory {

    private static final Logger log = LoggerFactory.getLogger(DiskHistory.class);

    private final HistoryLocation location;
    private final WarningLimit warnings = new WarningLimit("warnings about session files");
    private final SessionFiles files;

    /**
     * Makes a history. Nothing is read before it is asked for.
     *
     * @param location where
     */
    public DiskHistory(HistoryLocation location) {
        this.location = location;
        this.files = new SessionFiles(location, warnings);
    }

    @Override
    public List<SessionInfo> list(int offset, int limit) {
        Paging.check(offset, limit);
        List<SessionInfo> page = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        SessionScan.Budget budget = new SessionScan.Budget();
        for (SessionFile file : files.all()) {
            if (page.size() == limit) {
                break;
            }
            if (shown.contains(file.sessionId())) {
                continue;
            }
            SessionInfo info = infoOrSkip(file, budget);
            if (info != null) {
                shown.add(file.sessionId());
                if (shown.size() > offset) {
                    page.add(info);
                }
            }
        }
        warnings.end(log::warn);
        return page;
    }

    private @Nullable SessionInfo infoOrSkip(SessionFile file, SessionScan.Budget budget) {
        try {
            return info(file, budget).orElse(null);
        } catch (NoSuchFileException e) {
            // Deleted since the directory was listed.
            return null;
        } catch (IOException e) {
            RuntimeException why = SessionFiles.unusable("A session is left out of the list", file.path(), e);
            if (!(why instanceof HistoryException)) {
                throw why;
            }
            if (warnings.allows(log::warn)) {
                log.warn("{}", why.getMessage());
            }
            return null;
        }
    }

    private static Optional<SessionInfo> info(SessionFile file, SessionScan.Budget budget) throws IOException {
        try (OpenDirectory project = file.project().open()) {
            Sidecars sidecars = Sidecars.read(project, file);
            SessionScan.Found found;
            try (SeekableByteChannel transcript = project.file(file.name(), StandardOpenOption.READ)) {
                found = SessionScan.read(transcript, sidecars.archivedAt() != null, budget);
            }
            return SessionDigest.info(
                    found,
                    file.sessionId(),
                    file.project().key(),
                    file.lastModified(),
                    OptionalLong.of(file.size()),
                    file.project().projectPath(),
                    sidecars);
        }
    }

    @Override
    public Optional<SessionInfo> info(String sessionId) {
        for (SessionFile file : files.find(SessionIds.requireSession(sessionId))) {
            try {
                Optional<SessionInfo> info = info(file, new SessionScan.Budget());
                if (info.isPresent()) {
                    return info;
                }
            } catch (NoSuchFileException e) {
                // Deleted a moment ago.
                log.debug("{} is gone", Printable.of(file.path()));
            } catch (IOException e) {
                throw SessionFiles.unusable("A session cannot be read", file.path(), e);
            }
        }
        return Optional.empty();
    }

    /** At least one. */
    private List<SessionFile> copies(String sessionId) {
        List<SessionFile> copies = files.find(SessionIds.requireSession(sessionId));
        if (copies.isEmpty()) {
            throw files.notFound(sessionId);
        }
        return copies;
    }

    /** The transcript of a session; of several copies the one that a list shows. */
    private SessionFile require(String sessionId) {
        List<SessionFile> copies = copies(sessionId);
        if (copies.size() > 1) {
            SessionScan.Budget budget = new SessionScan.Budget();
            for (SessionFile copy : copies) {
                if (infoOrSkip(copy, budget) != null) {
                    return copy;
                }
            }
        }
        return copies.get(0);
    }

    @Override
    public Transcript transcript(String sessionId) {
        SessionFile file = require(sessionId);
        return transcript(file);
    }

    private Transcript transcript(SessionFile file) {
        return read(file.path(), file::open, file.sessionId(), null, null);
    }

    private Transcript read(
            Path path,
            BoundedOpen.Opening opening,
            String sessionId,
            @Nullable String agentId,
            @Nullable String parentToolUseId) {
        TranscriptBuilder transcript =
                new TranscriptBuilder(sessionId, agentId, parentToolUseId, location.maxTranscriptBytes(), path);
        try {
            read(path, opening, transcript, null);
        } catch (NoSuchFileException e) {
            throw files.notFound(sessionId);
        } catch (IOException e) {
            throw SessionFiles.unusable("A transcript cannot be read", path, e);
        }
        return transcript.build();
    }

    @Override
    public List<Subagent> subagents(String sessionId) {
        SessionFile file = require(sessionId);
        List<Subagent> subagents = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        CallBudget kept = keptOfSubagents(sessionId);
        subagentFiles(file, kept).forEach((subpath, path) -> {
            String agentId = SubagentFiles.agentIdOf(subpath);
            if (agentId != null && seen.add(agentId)) {
                subagents.add(SubagentFiles.subagent(agentId, SubagentFiles.metadata(file, path, kept)));
            }
        });
        return subagents;
    }

    @Override
    public Transcript subagentTranscript(String sessionId, String agentId) {
        SessionFile file = require(sessionId);
        // Found among what is there, not made into a path: the id may be anything.
        CallBudget kept = keptOfSubagents(sessionId);
        for (Map.Entry<String, Path> entry : subagentFiles(file, kept).entrySet()) {
            if (agentId.equals(SubagentFiles.agentIdOf(entry.getKey()))) {
                Path path = entry.getValue();
                Subagent subagent = SubagentFiles.subagent(agentId, SubagentFiles.metadata(file, path, kept));
                return read(
                        file.sessionDirectory().resolve(path),
                        () -> SubagentFiles.open(file, path),
                        sessionId,
                        agentId,
                        subagent.toolUseId().orElse(null));
            }
        }
        throw new SessionNotFoundException(
                sessionId, "Session " + sessionId + " has no subagent " + SessionIds.shown(agentId) + ".");
    }

    private CallBudget keptOfSubagents(String sessionId) {
        return new CallBudget(
                "The list of the subagents of session " + sessionId,
                location.maxTranscriptBytes() / 4,
                "That is a quarter of HistoryLocation.maxTranscriptBytes, of which each subagent counts "
                        + TranscriptBuilder.ENTRY_BYTES + " bytes more than its names and metadata. Raise this limit to"
                        + " read them.");
    }

    private Map<String, Path> subagentFiles(SessionFile file, CallBudget kept) {
        try {
            return SubagentFiles.of(file, warnings, kept);
        } catch (IOException e) {
            throw SessionFiles.unusable("The subagents cannot be listed", file.sessionDirectory(), e);
        }
    }

    @Override
    public void rename(String sessionId, String title) {
        append(sessionId, Lines.title(SessionIds.requireSession(sessionId), title));
    }

    @Override
    public void tag(String sessionId, String tag) {
        append(sessionId, Lines.tag(SessionIds.requireSession(sessionId), tag));
    }

    @Override
    public void untag(String sessionId) {
        append(sessionId, Lines.noTag(SessionIds.requireSession(sessionId)));
    }

    @Override
    public void archive(String sessionId) {
        mark(sessionId, true);
    }

    @Override
    public void unarchive(String sessionId) {
        mark(sessionId, false);
    }

    /** All copies: a list shows any of them. */
    private void mark(String sessionId, boolean archived) {
        for (SessionFile copy : copies(sessionId)) {
            try {
                Sidecars.archive(copy, archived);
            } catch (IOException e) {
                throw SessionFiles.unusable(
                        archived ? "A session cannot be archived" : "A session cannot be unarchived", copy.path(), e);
            }
        }
    }

    /**
     * Adds a line, in one write in append mode: what others add meanwhile comes before or after it. Never makes a file
     * that is not there.
     */
    private void append(String sessionId, Map<String, Object> line) {
        SessionFile file = require(sessionId);
        byte[] json = Json.encode(line);
        ByteBuffer bytes = ByteBuffer.allocate(json.length + 2);
        try (SeekableByteChannel out = file.open(StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            if (!endsInLineFeed(file)) {
                // A writer was stopped in the middle of its last line. Ours must not become a part of that.
                bytes.put((byte) '\n');
            }
            bytes.put(json).put((byte) '\n').flip();
            PrivateFiles.writeAll(out, bytes);
        } catch (NoSuchFileException e) {
            throw files.notFound(sessionId);
        } catch (IOException e) {
            throw SessionFiles.unusable("A session cannot be written", file.path(), e);
        }
    }

    private static boolean endsInLineFeed(SessionFile file) throws IOException {
        try (SeekableByteChannel in = file.open()) {
            ByteBuffer last = ByteBuffer.allocate(1);
            in.position(Math.max(0, in.size() - 1));
            return in.read(last) != 1 || last.get(0) == '\n';
        }
    }

    @Override
    public void delete(String sessionId) {
        SessionFile file = require(sessionId);
        try (OpenDirectory project = file.project().open()) {
            deleteSubagents(project, file);
            project.deleteFile(file.name());
        } catch (NoSuchFileException e) {
            throw files.notFound(sessionId);
        } catch (IOException e) {
            throw SessionFiles.unusable("A session cannot be deleted", file.path(), e);
        }
    }

    private static void deleteSubagents(OpenDirectory project, SessionFile file) {
        try {
            TreeDelete.delete(project, project.name(file.sessionId()));
        } catch (IOException e) {
            throw SessionFiles.unusable(
                    "The subagents of a session cannot be deleted; the session is still there",
                    file.sessionDirectory(),
                    e);
        }
    }

    @Override
    public String fork(String sessionId, ForkOptions options) {
        SessionFile file = require(sessionId);
        Fork.Result fork = Fork.of(transcript(file), options);
        String name = fork.sessionId() + SessionFiles.SUFFIX;
        try (OpenDirectory project = file.project().open()) {
            PrivateFiles.writeLinesAtomically(project, project.name(name), fork.lines());
        } catch (IOException e) {
            throw SessionFiles.unusable(
                    "A fork cannot be written", file.project().path().resolve(name), e);
        }
        return fork.sessionId();
    }

    @Override
    public CopyResult copyTo(String sessionId, SessionStore target) {
        SessionFile file = require(sessionId);
        StoreCopy copy = new StoreCopy(target, file.project().key(), sessionId);
        CallBudget read = new CallBudget(
                "The copy of session " + sessionId,
                location.maxTranscriptBytes(),
                "What came before is copied. Raise HistoryLocation.maxTranscriptBytes to copy all of it.");
        copy.transcript(null, sink -> copy(file.path(), file::open, sink, read));
        subagentFiles(file, keptOfSubagents(sessionId)).forEach((subpath, path) -> {
            copy.transcript(
                    subpath,
                    sink -> copy(
                            file.sessionDirectory().resolve(path), () -> SubagentFiles.open(file, path), sink, read));
            SubagentFiles.metadata(file, path, read).ifPresent(metadata -> copy.metadata(subpath, metadata));
        });
        return copy.result();
    }

    private void copy(Path path, BoundedOpen.Opening opening, TranscriptLines.Sink sink, CallBudget budget) {
        try {
            read(path, opening, sink, budget);
        } catch (IOException e) {
            throw SessionFiles.unusable("A transcript cannot be read", path, e);
        }
    }

    /** The time is bounded by the size of the file, also where it has holes or one line without an end. */
    private void read(Path path, BoundedOpen.Opening opening, TranscriptLines.Sink sink, @Nullable CallBudget budget)
            throws IOException {
        try (SeekableByteChannel opened = opening.open()) {
            long size = opened.size();
            if (size > location.maxTranscriptBytes()) {
                throw new HistoryException(
                        "The transcript " + path + " has " + size + " bytes, more than the "
                                + location.maxTranscriptBytes()
                                + " of HistoryLocation.maxTranscriptBytes. Raise this limit to read it.",
                        path,
                        null);
            }
            if (budget != null) {
                budget.take(size, path);
            }
            TranscriptLines.read(opened, size, location.maxLineBytes(), sink);
        }
    }
}
