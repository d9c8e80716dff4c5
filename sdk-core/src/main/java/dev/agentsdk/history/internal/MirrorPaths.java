package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;

/** Which transcript in a store belongs to which file below the projects directory. */
final class MirrorPaths {

    /** As it was named, and as it is named without links: the CLI may say either. */
    private final Path projects;

    private final Path realProjects;

    MirrorPaths(Path projectsDirectory) {
        this.projects = projectsDirectory.toAbsolutePath().normalize();
        this.realProjects = ProjectNames.canonical(projectsDirectory);
    }

    /** The key of a file; empty if it does not lie in the projects directory, or not as a transcript does. */
    Optional<SessionKey> keyOf(String filePath) {
        Path file;
        try {
            file = Path.of(Normalizer.normalize(filePath, Normalizer.Form.NFC)).normalize();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        Path relative;
        if (file.startsWith(projects)) {
            relative = projects.relativize(file);
        } else if (file.startsWith(realProjects)) {
            relative = realProjects.relativize(file);
        } else {
            return Optional.empty();
        }
        return key(relative);
    }

    /** {@code P/S.jsonl} is a session's own, {@code P/S/a/b.jsonl} with two parts or more behind it is below it. */
    private static Optional<SessionKey> key(Path relative) {
        int parts = relative.getNameCount();
        String last = SessionFiles.nameOf(relative);
        if (parts < 2 || parts == 3 || !last.endsWith(SessionFiles.SUFFIX)) {
            return Optional.empty();
        }
        String name = last.substring(0, last.length() - SessionFiles.SUFFIX.length());
        String project = relative.getName(0).toString();
        try {
            if (parts == 2) {
                return Optional.of(SessionKey.of(project, name));
            }
            StringBuilder subpath = new StringBuilder();
            for (Path part : relative.subpath(2, parts - 1)) {
                subpath.append(part).append('/');
            }
            return Optional.of(
                    SessionKey.of(project, relative.getName(1).toString()).at(subpath + name));
        } catch (IllegalArgumentException e) {
            // A name that is no part of a key.
            return Optional.empty();
        }
    }
}
