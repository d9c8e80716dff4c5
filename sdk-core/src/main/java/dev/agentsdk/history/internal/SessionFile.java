package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The transcript of a session on disk, as a directory lists it.
 *
 * @param sessionId the id
 * @param path the file: regular, not empty, not a link
 * @param lastModified when it was written
 * @param size its length in bytes
 * @param project the directory that it lies in
 */
record SessionFile(String sessionId, Path path, Instant lastModified, long size, ProjectDirectory project) {

    private static final OpenOption[] READ = {StandardOpenOption.READ};

    /**
     * A directory that holds sessions.
     *
     * @param projects the directory of all projects, without links
     * @param path the directory, below that one
     * @param key its name, which is the project's key
     * @param projectPath the project that it was found for; null if it was not looked for
     */
    record ProjectDirectory(
            Path projects, Path path, String key, @Nullable String projectPath) {

        /** Opens it. What lies below the directory of all projects is not followed where it is a link by now. */
        OpenDirectory open() throws IOException {
            OpenDirectory directory = OpenDirectory.open(projects);
            for (Path name : projects.relativize(path)) {
                try (OpenDirectory parent = directory) {
                    directory = parent.directory(name);
                }
            }
            return directory;
        }
    }

    /** Opens the transcript, for reading if there are no options. */
    SeekableByteChannel open(OpenOption... options) throws IOException {
        try (OpenDirectory directory = project.open()) {
            return directory.file(name(), options.length == 0 ? READ : options);
        }
    }

    /** Its name in the directory of the project. */
    Path name() {
        return project.path().relativize(path);
    }

    /** Where the CLI keeps what belongs to the session beside its transcript, such as subagents. */
    Path sessionDirectory() {
        return project.path().resolve(sessionId);
    }
}
