package dev.agentsdk.history.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files that only their owner may read, from the moment they exist; and the removal of whole directories. */
final class PrivateFiles {

    private static final int BUFFER_BYTES = 64 * 1024;

    private PrivateFiles() {}

    /** What makes a new file 0600; nothing where there are no such rights. */
    static FileAttribute<?>[] ofFile(Path path) {
        return attributes(path, "rw-------");
    }

    /** What makes a new directory 0700; nothing where there are no such rights. */
    static FileAttribute<?>[] ofDirectory(Path path) {
        return attributes(path, "rwx------");
    }

    private static FileAttribute<?>[] attributes(Path path, String rights) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))};
    }

    /** Writes lines to a new file, which must not exist. */
    static void writeLines(Path file, Iterable<byte[]> lines) throws IOException {
        writeLines(file, lines, false);
    }

    private static void writeLines(Path file, Iterable<byte[]> lines, boolean force) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, ofFile(file))) {
            OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(out), BUFFER_BYTES);
            for (byte[] line : lines) {
                buffered.write(line);
                buffered.write('\n');
            }
            buffered.flush();
            if (force) {
                out.force(true);
            }
        }
    }

    static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Writes lines to a file that appears complete or not at all. The name must be one that nobody else takes. */
    static void writeLinesAtomically(Path file, Iterable<byte[]> lines) throws IOException {
        Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
        boolean moved = false;
        try {
            // On the disk before it gets the name under which others look for it.
            writeLines(temporary, lines, true);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Deletes a directory with everything in it. Links are deleted and not followed. Goes on after a failure, so that as
     * little as possible is left.
     *
     * @throws IOException the first failure, with the others suppressed
     */
    static void deleteTree(Path root) throws IOException {
        TreeDelete delete = new TreeDelete();
        Files.walkFileTree(root, delete);
        if (delete.failure != null) {
            throw delete.failure;
        }
    }

    private static final class TreeDelete extends SimpleFileVisitor<Path> {
        private @Nullable IOException failure;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return delete(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return failure instanceof NoSuchFileException ? FileVisitResult.CONTINUE : failed(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (failure != null) {
                failed(failure);
            }
            return delete(directory);
        }

        private FileVisitResult delete(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                return failed(e);
            }
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult failed(IOException next) {
            if (failure == null) {
                failure = next;
            } else {
                failure.addSuppressed(next);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
