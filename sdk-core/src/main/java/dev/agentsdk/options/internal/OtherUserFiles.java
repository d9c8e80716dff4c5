package dev.agentsdk.options.internal;

import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.internal.OwnedPath;
import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of an agent that runs as another user of the operating system. This JVM has more rights than that user, who
 * could put links in their place. So they are used only where that user cannot choose which files they are.
 */
public final class OtherUserFiles {

    private OtherUserFiles() {}

    /**
     * Checks where an agent keeps its sessions. Only the projects directory itself, and what is in it, may belong to the
     * other user: links that lead out of it are not followed, and it is used through its open directory.
     *
     * @param options the options of the agent
     * @return its location; without worktrees for an agent of another user, who may own the repository
     * @throws HistoryException if another user can choose what is read there, or there is no configuration directory
     */
    public static HistoryLocation history(AgentOptions options) {
        HistoryLocation location =
                HistoryLocation.ofAgent(options.env(), options.cwd().orElse(Path.of("")));
        Optional<String> user = options.workspace().user();
        if (user.isEmpty()) {
            return location;
        }
        requireWay(user.get(), location.projectsDirectory().toAbsolutePath(), "Sessions");
        location.project().ifPresent(project -> requireWay(user.get(), project.toAbsolutePath(), "Sessions"));
        return location.worktrees(false);
    }

    private static void requireWay(String user, Path path, String what) {
        try {
            OwnedPath.requireWay(path);
        } catch (IOException e) {
            throw refused(user, path, what, e);
        }
    }

    /**
     * Checks a file before it is looked at.
     *
     * @param options the options of the agent
     * @param file the file
     * @throws HistoryException if the agent runs as another user, and another user can choose which file is read
     */
    public static void requireOwned(AgentOptions options, Path file) {
        Optional<String> user = options.workspace().user();
        if (user.isEmpty()) {
            return;
        }
        try {
            OwnedPath.require(file.toAbsolutePath());
        } catch (NoSuchFileException e) {
            // Only this user and root could create it.
            return;
        } catch (IOException e) {
            throw refused(user.get(), file, "Settings", e);
        }
    }

    private static HistoryException refused(String user, Path path, String what, IOException cause) {
        String reason = cause instanceof FileSystemException fs && fs.getReason() != null
                ? fs.getReason()
                : cause.getClass().getSimpleName();
        String where = cause instanceof FileSystemException fs && fs.getFile() != null ? fs.getFile() : path.toString();
        return new HistoryException(
                what + " at " + path + " are not used by this JVM for an agent of the user " + user + ", since " + where
                        + " is not this JVM's alone: " + reason
                        + ". Use them in a JVM of that user, or keep them where only this user and root can write.",
                path,
                cause);
    }
}
