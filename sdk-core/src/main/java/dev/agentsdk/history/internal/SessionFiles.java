package dev.agentsdk.history.internal;

import dev.agentsdk.AgentInterruptedException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionNotFoundException;
import dev.agentsdk.history.internal.SessionFile.ProjectDirectory;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of sessions. Everything stays within the projects directory: a transcript that is a symbolic link is not
 * followed, nor is a project's directory that leads out of it. What is no regular file is not opened, since opening a
 * named pipe would wait for its other end.
 */
final class SessionFiles {

    private static final Logger log = LoggerFactory.getLogger(SessionFiles.class);

    static final String SUFFIX = ".jsonl";

    private final HistoryLocation location;

    SessionFiles(HistoryLocation location) {
        this.location = location;
    }

    /** All sessions in scope, the newest first; one that lies in several directories comes several times. */
    List<SessionFile> all() {
        List<SessionFile> files = new ArrayList<>();
        for (ProjectDirectory project : projects()) {
            collect(project, files);
        }
        files.sort(Comparator.comparing(SessionFile::lastModified).reversed().thenComparing(SessionFile::sessionId));
        return files;
    }

    /** The transcripts of a session: that in the project asked for first, then the newest first. */
    List<SessionFile> find(String sessionId) {
        String asked = location.project()
                .map(project -> ProjectNames.canonical(project).toString())
                .orElse("");
        List<SessionFile> found = new ArrayList<>();
        for (ProjectDirectory project : projects()) {
            SessionFile file = sessionFile(project, project.path().resolve(sessionId + SUFFIX), sessionId);
            if (file != null) {
                found.add(file);
            }
        }
        found.sort(Comparator.comparing(
                        (SessionFile file) -> !asked.equals(file.project().projectPath()))
                .thenComparing(Comparator.comparing(SessionFile::lastModified).reversed()));
        return found;
    }

    SessionNotFoundException notFound(String sessionId) {
        String where = location.project()
                .map(project -> "for the project " + project + " in " + location.projectsDirectory())
                .orElse("in any project in " + location.projectsDirectory());
        return new SessionNotFoundException(sessionId, "There is no session " + sessionId + " " + where + ".");
    }

    /** The directories in scope: that of the project first, each once. */
    private List<ProjectDirectory> projects() {
        Map<String, Path> existing = existingDirectories();
        Map<String, ProjectDirectory> chosen = new LinkedHashMap<>();
        if (location.project().isEmpty()) {
            existing.forEach((name, path) -> chosen.put(name, new ProjectDirectory(path, name, null)));
        } else {
            Path project = ProjectNames.canonical(location.project().get());
            choose(project, existing, chosen);
            if (location.worktrees()) {
                for (Path worktree : GitWorktrees.of(project)) {
                    choose(worktree, existing, chosen);
                }
            }
        }
        return new ArrayList<>(chosen.values());
    }

    /** Takes the directory with the very name; for long paths, whose hash may be another's, all with its beginning. */
    private static void choose(Path project, Map<String, Path> existing, Map<String, ProjectDirectory> chosen) {
        String name = ProjectNames.of(project.toString());
        String prefix = ProjectNames.prefixOfLong(name);
        Path exact = existing.get(name);
        if (exact != null) {
            chosen.putIfAbsent(name, new ProjectDirectory(exact, name, project.toString()));
        } else if (!prefix.isEmpty()) {
            existing.forEach((candidate, path) -> {
                if (candidate.startsWith(prefix)) {
                    chosen.putIfAbsent(candidate, new ProjectDirectory(path, candidate, project.toString()));
                }
            });
        }
    }

    private Map<String, Path> existingDirectories() {
        Path projects = location.projectsDirectory();
        Map<String, Path> directories = new LinkedHashMap<>();
        try {
            Path real = projects.toRealPath();
            for (Path entry : list(real)) {
                Path directory = withinProjects(entry, real);
                if (directory != null) {
                    directories.put(nameOf(entry), directory);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // The CLI has never kept a session here.
            log.debug("There is no projects directory {}", projects);
        } catch (IOException e) {
            throw unusable("The projects directory cannot be listed", projects, e);
        }
        return directories;
    }

    /** The directory, or where it leads to; null if it is none or leads out. */
    private static @Nullable Path withinProjects(Path entry, Path projects) {
        try {
            BasicFileAttributes own = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (own.isDirectory()) {
                return entry;
            }
            if (!own.isSymbolicLink()) {
                return null;
            }
            Path target = entry.toRealPath();
            if (!target.startsWith(projects) || target.equals(projects)) {
                log.debug("{} is not followed: it leads out of the projects directory", entry);
                return null;
            }
            return Files.isDirectory(target) ? target : null;
        } catch (IOException e) {
            // A dangling link, or gone since the listing.
            log.debug("{} is left out: {}", entry, e.getClass().getName());
            return null;
        }
    }

    private static void collect(ProjectDirectory project, List<SessionFile> files) {
        List<Path> entries;
        try {
            entries = list(project.path());
        } catch (IOException e) {
            log.warn("The sessions in {} are left out, it cannot be listed: {}", project.path(), e.toString());
            return;
        }
        for (Path entry : entries) {
            String name = nameOf(entry);
            if (!name.endsWith(SUFFIX)) {
                continue;
            }
            String sessionId = name.substring(0, name.length() - SUFFIX.length());
            if (SessionIds.isUuid(sessionId)) {
                SessionFile file = sessionFile(project, entry, sessionId);
                if (file != null) {
                    files.add(file);
                }
            }
        }
    }

    /** Null if it is absent, empty, or no regular file. */
    private static @Nullable SessionFile sessionFile(ProjectDirectory project, Path path, String sessionId) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                log.debug("{} is left out: it is no regular file", path);
                return null;
            }
            if (attributes.size() == 0) {
                return null;
            }
            return new SessionFile(
                    sessionId, path, attributes.lastModifiedTime().toInstant(), attributes.size(), project);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.warn("{} is left out: {}", path, e.toString());
            return null;
        }
    }

    static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** What to throw for an I/O error. An interrupted thread is told so: its flag is set, and files were closed for it. */
    static RuntimeException unusable(String what, Path path, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new AgentInterruptedException("Interrupted while using " + path + ".");
        }
        return new HistoryException(what + ": " + path + " (" + reason(cause) + ").", path, cause);
    }

    private static String reason(IOException cause) {
        String name = cause.getClass().getSimpleName();
        return cause instanceof FileSystemException fs && fs.getReason() != null ? name + ", " + fs.getReason() : name;
    }
}
