package dev.agentsdk.history.internal;

import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionNotFoundException;
import dev.agentsdk.history.internal.SessionFile.ProjectDirectory;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of sessions. Everything stays within the projects directory: a transcript that is a symbolic link is not
 * followed, nor is a project's directory that leads out of it. What is found here is only a hint, since another process
 * may exchange it at any moment: {@link OpenDirectory} looks again at what it opens.
 */
final class SessionFiles {

    private static final Logger log = LoggerFactory.getLogger(SessionFiles.class);

    static final String SUFFIX = ".jsonl";

    private final HistoryLocation location;

    /** Limits what is logged: those who can write to the projects directory decide how many files cannot be used. */
    private final WarningLimit warnings;

    SessionFiles(HistoryLocation location, WarningLimit warnings) {
        this.location = location;
        this.warnings = warnings;
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
            try (OpenDirectory directory = project.open()) {
                SessionFile file = sessionFile(project, directory, sessionId);
                if (file != null) {
                    found.add(file);
                }
            } catch (IOException e) {
                if (warnings.allows(log::warn)) {
                    log.warn("The sessions in {} are left out: {}", Printable.of(project.path()), reason(e));
                }
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
        Existing existing = existingDirectories();
        Map<String, ProjectDirectory> chosen = new LinkedHashMap<>();
        if (location.project().isEmpty()) {
            existing.byName().keySet().forEach(name -> chosen.put(name, existing.directory(name, null)));
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
    private static void choose(Path project, Existing existing, Map<String, ProjectDirectory> chosen) {
        String name = ProjectNames.of(project.toString());
        String prefix = ProjectNames.prefixOfLong(name);
        if (existing.byName().containsKey(name)) {
            chosen.putIfAbsent(name, existing.directory(name, project.toString()));
        } else if (!prefix.isEmpty()) {
            for (String candidate : existing.byName().keySet()) {
                if (candidate.startsWith(prefix)) {
                    chosen.putIfAbsent(candidate, existing.directory(candidate, project.toString()));
                }
            }
        }
    }

    /**
     * The directories in the projects directory.
     *
     * @param projects the projects directory, without links
     * @param byName each directory, or where the link with its name leads to
     */
    private record Existing(Path projects, Map<String, Path> byName) {

        ProjectDirectory directory(String name, @Nullable String projectPath) {
            return new ProjectDirectory(projects, Objects.requireNonNull(byName.get(name)), name, projectPath);
        }
    }

    private Existing existingDirectories() {
        Path projects = location.projectsDirectory();
        Map<String, Path> directories = new LinkedHashMap<>();
        Path real = projects;
        try {
            real = projects.toRealPath();
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
        return new Existing(real, directories);
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
                log.debug("{} is not followed: it leads out of the projects directory", Printable.of(entry));
                return null;
            }
            return Files.isDirectory(target) ? target : null;
        } catch (IOException e) {
            // A dangling link, or gone since the listing.
            log.debug("{} is left out: {}", Printable.of(entry), e.getClass().getName());
            return null;
        }
    }

    private void collect(ProjectDirectory project, List<SessionFile> files) {
        try (OpenDirectory directory = project.open()) {
            for (Path entry : directory.names()) {
                String name = entry.toString();
                if (!name.endsWith(SUFFIX)) {
                    continue;
                }
                String sessionId = name.substring(0, name.length() - SUFFIX.length());
                SessionFile file = SessionIds.isUuid(sessionId) ? sessionFile(project, directory, sessionId) : null;
                if (file != null) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            if (warnings.allows(log::warn)) {
                log.warn(
                        "The sessions in {} are left out, it cannot be listed: {}",
                        Printable.of(project.path()),
                        reason(e));
            }
        }
    }

    /** Null if it is absent, empty, or no regular file. */
    private @Nullable SessionFile sessionFile(ProjectDirectory project, OpenDirectory directory, String sessionId) {
        Path name = directory.name(sessionId + SUFFIX);
        Path path = project.path().resolve(name);
        try {
            BasicFileAttributes attributes = directory.attributes(name);
            if (!attributes.isRegularFile()) {
                log.debug("{} is left out: it is no regular file", Printable.of(path));
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
            if (warnings.allows(log::warn)) {
                log.warn("{} is left out: {}", Printable.of(path), reason(e));
            }
            return null;
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (OpenDirectory opened = OpenDirectory.open(directory)) {
            return opened.names().stream().map(directory::resolve).toList();
        }
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

    /** Without names: they may be anything, and the caller has named the file. */
    static String reason(IOException cause) {
        String name = cause.getClass().getSimpleName();
        return cause instanceof FileSystemException fs && fs.getReason() != null ? name + ", " + fs.getReason() : name;
    }
}
