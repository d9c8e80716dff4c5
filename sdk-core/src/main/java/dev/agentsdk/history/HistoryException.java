package dev.agentsdk.history;

import dev.agentsdk.errors.AgentException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something in the session history could not be read or written. The cause says why, where the system gave a reason. */
public class HistoryException extends AgentException {
    private static final long serialVersionUID = 1L;

    /** The file or directory in question; transient because paths are not serializable. */
    private final transient @Nullable Path path;

    /**
     * Makes an exception.
     *
     * @param message what failed
     * @param path the file or directory, if one is in question
     * @param cause why, if something else said so
     */
    public HistoryException(String message, @Nullable Path path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /**
     * The file or directory that could not be used.
     *
     * @return the path; empty if none is in question, and after deserialization
     */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }
}
