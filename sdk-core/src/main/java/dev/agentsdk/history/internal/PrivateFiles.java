package dev.agentsdk.history.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

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
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, ofFile(file))) {
            writeLines(out, lines);
        }
    }

    private static void writeLines(WritableByteChannel out, Iterable<byte[]> lines) throws IOException {
        OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(out), BUFFER_BYTES);
        for (byte[] line : lines) {
            buffered.write(line);
            buffered.write('\n');
        }
        buffered.flush();
    }

    static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Writes lines to a file that appears complete or not at all. The name must be one that nobody else takes. */
    static void writeLinesAtomically(OpenDirectory directory, Path file, Iterable<byte[]> lines) throws IOException {
        Path temporary = directory.name("." + UUID.randomUUID() + ".tmp");
        boolean moved = false;
        // Where it cannot be made, there is nothing to delete.
        try (SeekableByteChannel out = directory.create(temporary, ofFile(directory.path()))) {
            writeLines(out, lines);
            if (out instanceof FileChannel onDisk) {
                // On the disk before it gets the name under which others look for it.
                onDisk.force(true);
            }
            directory.move(temporary, directory, file);
            moved = true;
        } finally {
            if (!moved) {
                deleteIfExists(directory, temporary);
            }
        }
    }

    private static void deleteIfExists(OpenDirectory directory, Path name) throws IOException {
        try {
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            // Then it was not even made.
            return;
        }
    }

    /**
     * Deletes a directory with everything in it. Links are deleted and not followed. Goes on after a failure, so that as
     * little as possible is left.
     *
     * @throws IOException the first failure, with the others suppressed
     */
    static void deleteTree(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Path parent = Objects.requireNonNull(absolute.getParent(), "a root is not deleted");
        try (OpenDirectory directory = OpenDirectory.open(parent)) {
            TreeDelete.delete(directory, Objects.requireNonNull(absolute.getFileName()));
        }
    }
}
