package dev.agentsdk.history.internal;

import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A configuration directory for one agent that goes on with a session of a store: CLIs go on with files only. Only the
 * owner can read it. It is removed when the agent has ended; also at the end of this JVM, and, if that was killed, by the
 * next one that makes such a directory ({@link ResumeDirectories}).
 */
public final class ResumeDirectory {

    private static final Logger log = LoggerFactory.getLogger(ResumeDirectory.class);

    /** On some systems a scanner holds new files open for a moment. */
    private static final int REMOVE_ATTEMPTS = 5;

    private static final long REMOVE_PAUSE_MILLIS = 100;

    private static final String METADATA_SUFFIX = ".meta.json";

    /** With a suffix it is less than the 255 of most file systems. */
    private static final int MAX_NAME_BYTES = 240;

    /** With the temporary directory and the project's name before it, less than the 4,096 of Linux. */
    private static final int MAX_SUBPATH_BYTES = 1_000;

    private final Path path;
    private final String sessionId;
    private final ResumeDirectories.Hold hold;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable SessionMirror mirror;

    private ResumeDirectory(Path path, String sessionId, ResumeDirectories.Hold hold) {
        this.path = path;
        this.sessionId = sessionId;
        this.hold = hold;
    }

    /**
     * Makes a directory with a session of a store.
     *
     * @param store the store
     * @param settings how long each call of the store may take
     * @param projectKey the project of the agent's working directory
     * @param sessionId the session; empty for the latest of the project
     * @param environment the agent's environment, for what it needs of its usual configuration directory
     * @param deadline bounds all waits for the store together
     * @return empty if the store does not have the session
     * @throws SessionStoreException if the store fails or takes too long; nothing is left behind
     * @throws HistoryException if the directory cannot be written; nothing is left behind
     */
    public static Optional<ResumeDirectory> of(
            SessionStore store,
            SessionStoreSettings settings,
            String projectKey,
            Optional<String> sessionId,
            Map<String, String> environment,
            Deadline deadline) {
        StoreCalls calls = new StoreCalls();
        try {
            Source source = new Source(new CheckedStore(store), settings, calls, deadline);
            Loaded loaded = sessionId.isPresent()
                    ? source.load(SessionKey.of(projectKey, SessionIds.requireSession(sessionId.get())))
                    : source.latest(projectKey);
            return loaded == null ? Optional.empty() : Optional.of(write(source, loaded, environment));
        } finally {
            calls.end();
        }
    }

    private record Loaded(SessionKey key, List<RawJson> entries) {}

    private record Source(SessionStore store, SessionStoreSettings settings, StoreCalls calls, Deadline deadline) {

        /** For the next call. */
        Duration timeout() {
            Duration left = Duration.ofNanos(Math.max(0, deadline.remainingNanos()));
            return left.compareTo(settings.loadTimeout()) < 0 ? left : settings.loadTimeout();
        }

        @Nullable
        Loaded load(SessionKey key) {
            List<RawJson> entries =
                    calls.orThrow(timeout(), "load", key, () -> store.load(key)).orElse(List.of());
            return entries.isEmpty() ? null : new Loaded(key, entries);
        }

        /** The newest that is no subagent's. */
        @Nullable
        Loaded latest(String projectKey) {
            List<StoredSession> sessions = new ArrayList<>(
                    calls.orThrow(timeout(), "listSessions", projectKey, () -> store.listSessions(projectKey)));
            sessions.sort(Comparator.comparing(StoredSession::lastModified).reversed());
            for (StoredSession session : sessions) {
                if (!SessionIds.isUuid(session.sessionId())) {
                    continue;
                }
                Loaded loaded = load(SessionKey.of(projectKey, session.sessionId()));
                if (loaded != null && !isSidechain(loaded.entries())) {
                    return loaded;
                }
            }
            return null;
        }

        private static boolean isSidechain(List<RawJson> entries) {
            SessionDigest digest = new SessionDigest();
            for (RawJson entry : entries) {
                EntryFacts facts = EntryFacts.of(entry.utf8());
                if (facts != null) {
                    digest.add(facts);
                }
                if (digest.sidechain != null) {
                    break;
                }
            }
            return digest.isSidechain();
        }

        /** What belongs to the session; nothing if the store does not know. */
        List<String> subpaths(SessionKey session) {
            try {
                return calls.orThrow(timeout(), "listSubpaths", session, () -> store.listSubpaths(session));
            } catch (SessionStoreException e) {
                if (StoreCalls.isMissing(e)) {
                    return List.of();
                }
                throw e;
            }
        }
    }

    private static ResumeDirectory write(Source source, Loaded session, Map<String, String> environment) {
        ResumeDirectories.Hold hold;
        try {
            hold = ResumeDirectories.create();
        } catch (IOException e) {
            throw new HistoryException("No temporary directory can be made for a session of the store.", null, e);
        }
        ResumeDirectory directory =
                new ResumeDirectory(hold.path(), session.key().sessionId(), hold);
        hold.owner(directory);
        boolean done = false;
        try {
            directory.write(session, source);
            ConfigSeeds.copy(environment, directory.path);
            done = true;
            return directory;
        } catch (IOException e) {
            throw SessionFiles.unusable("A session of the store cannot be written", directory.path, e);
        } finally {
            if (!done) {
                directory.remove();
            }
        }
    }

    private void write(Loaded session, Source source) throws IOException {
        SessionKey key = session.key();
        Path project = directories(path, "projects", key.projectKey());
        writeEntries(project.resolve(key.sessionId() + SessionFiles.SUFFIX), session.entries());
        int left = 0;
        for (Map.Entry<String, SessionKey> below :
                StoreHistory.safeKeys(key, source.subpaths(key)).entrySet()) {
            String[] parts = below.getKey().split("/", -1);
            if (!fitsFiles(parts)) {
                left++;
                continue;
            }
            Loaded loaded = source.load(below.getValue());
            if (loaded != null) {
                try {
                    Path directory = directories(project, key.sessionId());
                    for (int i = 0; i < parts.length - 1; i++) {
                        directory = directories(directory, parts[i]);
                    }
                    writeSubagent(directory, parts[parts.length - 1], loaded.entries());
                } catch (FileAlreadyExistsException e) {
                    // Two names are one where the file system ignores case.
                    left++;
                }
            }
        }
        if (left > 0) {
            log.warn(
                    "{} subpaths of session {} in the store are left out: they are no names of files",
                    left,
                    key.sessionId());
        }
    }

    /**
     * Whether a subpath can be a file that no other subpath needs as a directory. What is long or deep would not fit what
     * file systems allow.
     */
    private static boolean fitsFiles(String[] parts) {
        int all = 0;
        for (int i = 0; i < parts.length; i++) {
            int length = parts[i].getBytes(StandardCharsets.UTF_8).length;
            all += length + 1;
            String lower = parts[i].toLowerCase(Locale.ROOT);
            boolean isDirectory = i < parts.length - 1;
            if (length > MAX_NAME_BYTES
                    || (isDirectory && (lower.endsWith(SessionFiles.SUFFIX) || lower.endsWith(METADATA_SUFFIX)))) {
                return false;
            }
        }
        return all <= MAX_SUBPATH_BYTES;
    }

    /** The transcript, and beside it what is known of the subagent, which came as entries. The last one counts. */
    private static void writeSubagent(Path directory, String name, List<RawJson> entries) throws IOException {
        List<RawJson> transcript = new ArrayList<>();
        RawJson metadata = null;
        for (RawJson entry : entries) {
            EntryFacts facts = EntryFacts.of(entry.utf8());
            if (facts != null && "agent_metadata".equals(facts.type)) {
                metadata = entry;
            } else {
                transcript.add(entry);
            }
        }
        if (!transcript.isEmpty()) {
            writeEntries(directory.resolve(name + SessionFiles.SUFFIX), transcript);
        }
        if (metadata != null) {
            PrivateFiles.writeLines(
                    directory.resolve(name + METADATA_SUFFIX),
                    List.of(StoreHistory.withoutType(metadata).utf8()));
        }
    }

    /** Each on a line of its own, whatever the store made of it. */
    private static void writeEntries(Path file, List<RawJson> entries) throws IOException {
        PrivateFiles.writeLines(file, MendedLines.of(entries));
    }

    private static Path directories(Path root, String... names) throws IOException {
        Path directory = root;
        for (String name : names) {
            directory = directory.resolve(name);
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory, PrivateFiles.ofDirectory(directory));
            }
        }
        return directory;
    }

    /**
     * The directory.
     *
     * @return what the agent is to get as {@code CLAUDE_CONFIG_DIR}
     */
    public Path path() {
        return path;
    }

    /**
     * The session in it.
     *
     * @return its id
     */
    public String sessionId() {
        return sessionId;
    }

    /**
     * Says who brings what the agent adds here back to the store. If that is not complete at the end, the transcripts
     * stay.
     *
     * @param mirror the mirror
     */
    public void mirroredBy(SessionMirror mirror) {
        this.mirror = mirror;
    }

    /**
     * Removes the directory, when the agent has ended. If something that the agent wrote is not in the store, its
     * transcripts are kept, without the credentials, and a warning says where. Never throws. Repeated calls do nothing.
     */
    public void end() {
        SessionMirror by = mirror;
        if (by == null || by.isComplete()) {
            remove();
        } else if (ended.compareAndSet(false, true)) {
            keepTranscripts();
        }
    }

    private void keepTranscripts() {
        hold.release();
        try {
            try (OpenDirectory directory = OpenDirectory.open(path)) {
                for (Path name : directory.names()) {
                    if (!name.toString().equals("projects")) {
                        TreeDelete.delete(directory, name);
                    }
                }
            }
            log.warn(
                    "Not everything of session {} is in the session store; its transcripts are kept in {}",
                    sessionId,
                    path);
        } catch (IOException e) {
            log.warn("The temporary directory {} could not be cleaned: {}", path, Printable.of(e));
        }
    }

    private void remove() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        hold.release();
        boolean interrupted = false;
        for (int attempt = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                PrivateFiles.deleteTree(path);
            } catch (IOException e) {
                if (attempt == REMOVE_ATTEMPTS) {
                    log.warn("The temporary directory {} could not be removed: {}", path, Printable.of(e));
                    break;
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(REMOVE_PAUSE_MILLIS);
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
