package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a directory with everything in it, through open directories: a directory that is swapped for a link meanwhile is
 * not followed. Continues after a failure, so that as little as possible is left.
 *
 * <p>A tree may be deeper than paths, stacks and descriptors allow. What is too deep is moved up first.
 */
final class TreeDelete {

    /** Directories that are open at the same time. */
    private static final int MAX_DEPTH = 32;

    private final OpenDirectory root;
    private final Deque<Path> movedUp = new ArrayDeque<>();
    private @Nullable IOException failure;

    private TreeDelete(OpenDirectory root) {
        this.root = root;
    }

    /**
     * Deletes an entry of a directory; nothing if there is none. A link is deleted, not what it leads to.
     *
     * @throws IOException the first failure, with the others suppressed
     */
    static void delete(OpenDirectory parent, Path name) throws IOException {
        try {
            if (!parent.attributes(name).isDirectory()) {
                parent.deleteFile(name);
                return;
            }
            try (OpenDirectory root = parent.directory(name)) {
                new TreeDelete(root).deleteContents();
            }
            parent.deleteDirectory(name);
        } catch (NoSuchFileException e) {
            // Gone by itself, or by another hand.
            return;
        }
    }

    private void deleteContents() throws IOException {
        for (Path name : root.names()) {
            delete(root, name, 1);
        }
        while (!movedUp.isEmpty()) {
            delete(root, movedUp.remove(), 1);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void delete(OpenDirectory parent, Path name, int depth) {
        try {
            if (!parent.attributes(name).isDirectory()) {
                parent.deleteFile(name);
                return;
            }
            if (depth == MAX_DEPTH) {
                Path newName = root.name(UUID.randomUUID().toString());
                parent.move(name, root, newName);
                movedUp.add(newName);
                return;
            }
            try (OpenDirectory directory = parent.directory(name)) {
                for (Path entry : directory.names()) {
                    delete(directory, entry, depth + 1);
                }
            }
            parent.deleteDirectory(name);
        } catch (NoSuchFileException e) {
            // Gone by itself, or by another hand.
            return;
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }
}
