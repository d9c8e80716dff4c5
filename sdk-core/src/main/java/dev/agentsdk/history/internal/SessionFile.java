package dev.agentsdk.history.internal;

import java.nio.file.Path;
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

    /**
     * A directory that holds sessions.
     *
     * @param path the directory
     * @param key its name, which is the project's key
     * @param projectPath the project that it was found for; null if it was not looked for
     */
    record ProjectDirectory(Path path, String key, @Nullable String projectPath) {}

    /** Where the CLI keeps what belongs to the session beside its transcript, such as subagents. */
    Path sessionDirectory() {
        return project.path().resolve(sessionId);
    }
}
