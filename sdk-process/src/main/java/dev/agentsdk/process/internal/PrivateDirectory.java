package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory that belongs to the user of this JVM, with files that are written once. A parent directory in
 * which another user can swap names is refused ({@link OwnedPath}), since others use the files by their paths. Besides,
 * everything here happens relative to the opened directory, and only after a check that it is the one that was created. File
 * names are not guessable, so that a deletion by path cannot hit another file.
 *
 * <p>The directory holds a locked file. When the JVM is killed, the lock is released, and {@link #sweep} of a later JVM
 * removes the directory. A lock of a process is also released when that process closes any descriptor of the file;
 * therefore a JVM never opens the lock files of its own directories a second time.
 *
 * <p>Thread-safe.
 */
public final class PrivateDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PrivateDirectory.class);

    private static final String PREFIX = "agent-sdk-";
    private static final String LOCK_FILE = ".lock-";

    /** Another JVM may sweep the directory in the moment between its creation and the lock: then a new one is created. */
    private static final int ATTEMPTS = 10;

    /** A directory for temporary files can hold very many entries; what is not seen now is seen by a later JVM. */
    private static final Duration SWEEP_LIMIT = Duration.ofMillis(500);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final @Nullable Object key;
    private final UserPrincipal owner;
    private final @Nullable Channel lock;
    private final List<Path> files = new ArrayList<>();
    private Optional<Integer> readers = Optional.empty();
    private boolean closed;

    private PrivateDirectory(
            Path path, @Nullable Object key, UserPrincipal owner, String lockFile, @Nullable Channel lock) {
        this.path = path;
        this.key = key;
        this.owner = owner;
        this.lock = lock;
        files.add(path.resolve(lockFile));
    }

    /**
     * Creates a directory.
     *
     * @param parent an existing directory
     * @return a directory that only this user can enter
     * @throws IOException if it cannot be created, if another user can replace what is in the parent directory, or has
     *     replaced the new one meanwhile
     */
    public static PrivateDirectory create(Path parent) throws IOException {
        if (!parent.isAbsolute()) {
            // It would lie in the current directory, where other users may read what is written for this one alone.
            throw new FileSystemException(parent.toString(), null, "not an absolute path");
        }
        OwnedPath.requireForTemporaryFiles(parent);
        for (int attempt = 1; ; attempt++) {
            Path path = Files.createTempDirectory(parent, ownPrefix(), Permissions.directory(parent))
                    .toAbsolutePath();
            try {
                PrivateDirectory made = lock(path);
                if (made != null) {
                    return made;
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                delete(path);
                throw e;
            }
            if (attempt == ATTEMPTS) {
                throw new FileSystemException(path.toString(), null, "other processes remove or lock it each time");
            }
        }
    }

    /** Null if another JVM sweeps the directory at this moment. */
    private static @Nullable PrivateDirectory lock(Path path) throws IOException {
        BasicFileAttributes named = attributesOf(path);
        String lockFile = LOCK_FILE + unguessable();
        SeekableByteChannel channel;
        UserPrincipal owner;
        try (OpenedDirectory opened = OpenedDirectory.of(path, named.fileKey())) {
            channel = opened.create(lockFile);
            try {
                owner = opened.checkedOwner(lockFile);
            } catch (IOException | RuntimeException e) {
                closeQuietly(channel);
                throw e;
            }
        }
        Locked locked = tryLock(channel);
        if (locked == Locked.BY_OTHER || !Files.exists(path.resolve(lockFile), LinkOption.NOFOLLOW_LINKS)) {
            closeQuietly(channel);
            return null;
        }
        if (locked == Locked.NOT_SUPPORTED) {
            closeQuietly(channel);
            return new PrivateDirectory(path, named.fileKey(), owner, lockFile, null);
        }
        return new PrivateDirectory(path, named.fileKey(), owner, lockFile, channel);
    }

    private enum Locked {
        BY_US,
        BY_OTHER,
        NOT_SUPPORTED
    }

    /** The lock lasts as long as the channel is open. */
    private static Locked tryLock(SeekableByteChannel channel) {
        try {
            return channel instanceof FileChannel file && file.tryLock() != null ? Locked.BY_US : Locked.BY_OTHER;
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("A file cannot be locked: {}", e.toString());
            return Locked.NOT_SUPPORTED;
        }
    }

    /** {@return the absolute path} */
    public Path path() {
        return path;
    }

    /** {@return the files in it, with the lock file} */
    public synchronized List<Path> files() {
        return List.copyOf(files);
    }

    /**
     * Writes a new file.
     *
     * @param name the beginning of its name, a plain file name
     * @param content its content
     * @param gid the group that may read it, beside this user; empty for none. The same for all files of a directory
     * @return its absolute path
     * @throws IOException if it cannot be written, or may not be given to the group
     */
    public synchronized Path write(String name, byte[] content, Optional<Integer> gid) throws IOException {
        if (closed) {
            throw new IllegalStateException("This directory has been deleted.");
        }
        String unique = name + "-" + unguessable();
        Path file = path.resolve(unique);
        try (OpenedDirectory opened = OpenedDirectory.of(path, key)) {
            files.add(file);
            try (SeekableByteChannel channel = opened.create(unique)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            if (gid.isPresent()) {
                GroupPrincipal group = groupOf(gid.get());
                if (readers.isEmpty()) {
                    // The group may pass through, and neither list nor change anything.
                    opened.share(null, group, "rwx--x---");
                    readers = gid;
                }
                opened.share(unique, group, "rw-r-----");
                checkGroup(file, gid.get());
            }
        }
        return file;
    }

    private static String unguessable() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    private GroupPrincipal groupOf(int gid) throws IOException {
        // Without a group of this name the number itself is taken.
        return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(Integer.toString(gid));
    }

    private static void checkGroup(Path file, int gid) throws IOException {
        Object actual = Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        if (!actual.equals(gid)) {
            throw new FileSystemException(file.toString(), null, "its group is " + actual + " and not " + gid);
        }
    }

    /** Deletes the directory with its files. Repeated calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (lock != null) {
            closeQuietly(lock);
        }
        try (OpenedDirectory opened = OpenedDirectory.of(path, key)) {
            opened.deleteAll();
        } catch (NoSuchFileException e) {
            log.debug("The temporary directory {} has been deleted already", path);
            return;
        } catch (IOException | RuntimeException e) {
            // Perhaps without a free descriptor; a deletion by name needs none.
            log.debug("The temporary directory {} cannot be listed: {}", path, e.toString());
            files.forEach(PrivateDirectory::delete);
        }
        delete(path);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("The temporary {} cannot be deleted: {}", file, e.toString());
        }
    }

    /**
     * Deletes the directories that JVMs of this user have left that were killed. Does not throw: what cannot be deleted
     * now stays for a later JVM.
     *
     * @param parent where they are looked for
     */
    public static void sweep(Path parent) {
        Deadline deadline = Deadline.in(SWEEP_LIMIT);
        try (PrivateDirectory probe = create(parent);
                DirectoryStream<Path> entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path entry : entries) {
                if (deadline.hasPassed()) {
                    return;
                }
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(PREFIX + JvmToken.PREFIX) && !name.startsWith(ownPrefix())) {
                    sweepOne(entry, probe.owner);
                }
            }
        } catch (IOException | RuntimeException e) {
            log.debug("Temporary directories of earlier processes cannot be looked for: {}", e.toString());
        }
    }

    private static void sweepOne(Path directory, UserPrincipal user) {
        try {
            BasicFileAttributes named = attributesOf(directory);
            // In a directory of another user, names can be swapped while this looks.
            if (!named.isDirectory()
                    || !Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user)) {
                return;
            }
            try (OpenedDirectory opened = OpenedDirectory.of(directory, named.fileKey())) {
                Optional<String> lockFile = opened.names().stream()
                        .filter(name -> name.startsWith(LOCK_FILE))
                        .findFirst();
                if (lockFile.isPresent()) {
                    try (SeekableByteChannel channel = opened.openForLock(lockFile.get())) {
                        if (tryLock(channel) != Locked.BY_US) {
                            return;
                        }
                        opened.deleteAll();
                    }
                }
                // Without one it is empty. If its creator is alive, it creates another directory.
            }
            Files.deleteIfExists(directory);
            log.info("Deleted {}, left by a process that was killed", directory);
        } catch (IOException | RuntimeException e) {
            log.debug("{} cannot be deleted: {}", directory, e.toString());
        }
    }

    private static String ownPrefix() {
        return PREFIX + JvmToken.VALUE + "-";
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A lock file cannot be closed: {}", e.toString());
        }
    }
}
