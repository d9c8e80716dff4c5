package dev.agentsdk.testing;

import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionSummary;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An example of a store: a directory for each session, with a file for its transcript, one for its summary, and the
 * subpaths in a directory of their own. For one process at a time.
 */
final class FileSessionStore implements SessionStore {

    private static final String TRANSCRIPT = "transcript.jsonl";
    private static final String SUMMARY = "summary.json";
    private static final String SUBPATHS = "below";

    private final Path root;

    FileSessionStore(Path root) {
        this.root = root;
    }

    private Path session(SessionKey key) {
        return root.resolve(key.projectKey()).resolve(key.sessionId());
    }

    private Path transcript(SessionKey key) {
        return key.subpath()
                .map(subpath -> session(key).resolve(SUBPATHS).resolve(subpath + ".jsonl"))
                .orElseGet(() -> session(key).resolve(TRANSCRIPT));
    }

    @Override
    public synchronized void append(SessionKey key, List<RawJson> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>();
        for (RawJson entry : load(key).orElse(List.of())) {
            SessionStore.uuidOf(entry).ifPresent(known::add);
        }
        List<RawJson> added = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (RawJson entry : entries) {
            if (SessionStore.uuidOf(entry).map(known::add).orElse(true)) {
                added.add(entry);
                lines.append(entry.tree()).append('\n');
            }
        }
        Path file = transcript(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (key.subpath().isEmpty()) {
            summarize(key, added);
        }
    }

    private void summarize(SessionKey key, List<RawJson> added) throws IOException {
        SessionSummary summary = SessionSummary.fold(summary(key), key, added, time(transcript(key)));
        Path temporary = session(key).resolve(SUMMARY + ".tmp");
        Files.writeString(temporary, summary.data().text());
        Files.move(temporary, session(key).resolve(SUMMARY), StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<SessionSummary> summary(SessionKey key) throws IOException {
        try {
            RawJson data = RawJson.of(Files.readString(session(key).resolve(SUMMARY)));
            return Optional.of(new SessionSummary(key.sessionId(), time(transcript(key)), data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Instant time(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    @Override
    public synchronized Optional<List<RawJson>> load(SessionKey key) throws IOException {
        try (Stream<String> lines = Files.lines(transcript(key), StandardCharsets.UTF_8)) {
            return Optional.of(lines.map(RawJson::of).toList());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private List<SessionKey> sessions(String projectKey) throws IOException {
        try (Stream<Path> directories = Files.list(root.resolve(projectKey))) {
            return directories
                    .map(directory ->
                            SessionKey.of(projectKey, directory.getFileName().toString()))
                    .filter(key -> Files.exists(transcript(key)))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public synchronized List<StoredSession> listSessions(String projectKey) throws IOException {
        List<StoredSession> sessions = new ArrayList<>();
        for (SessionKey key : sessions(projectKey)) {
            sessions.add(new StoredSession(key.sessionId(), time(transcript(key))));
        }
        return sessions;
    }

    @Override
    public synchronized List<SessionSummary> listSummaries(String projectKey) throws IOException {
        List<SessionSummary> summaries = new ArrayList<>();
        for (SessionKey key : sessions(projectKey)) {
            summary(key).ifPresent(summaries::add);
        }
        return summaries;
    }

    @Override
    public synchronized void delete(SessionKey key) throws IOException {
        if (key.subpath().isPresent()) {
            Files.deleteIfExists(transcript(key));
            return;
        }
        try (Stream<Path> all = Files.walk(session(key))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // Deleting what is not there is no error.
            return;
        }
    }

    @Override
    public synchronized List<String> listSubpaths(SessionKey session) throws IOException {
        Path below = session(session).resolve(SUBPATHS);
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> below.relativize(file).toString().replace('\\', '/'))
                    .map(path -> path.substring(0, path.length() - ".jsonl".length()))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
