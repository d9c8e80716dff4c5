package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary directories of this JVM. They hold credentials, so none may stay: a shutdown hook, which is there only
 * while there are directories, removes them at the end of the JVM; and each holds a locked file, by whose lock another JVM
 * sees that the owner was killed, and removes the directory in its place.
 *
 * <p>The locks of a process are gone when it closes any descriptor of the file, so a JVM never looks at directories with
 * its own token in the name. A process id would not do: the JVM of each container is process 1.
 */
final class ResumeDirectories {

    private static final Logger log = LoggerFactory.getLogger(ResumeDirectories.class);

    static final String PREFIX = "agent-sdk-resume-";
    static final String LOCK_FILE = ".lock";

    /** A younger directory may be about to be locked. */
    private static final Duration MIN_AGE = Duration.ofMinutes(1);

    /** The first session of a JVM waits for the removal. */
    private static final Duration SWEEP_TIME = Duration.ofSeconds(1);

    private static final int MAX_CANDIDATES = 1_000;

    /** The same in all class loaders of this JVM: the map of all properties is concurrent. */
    static final String OWN_PREFIX = PREFIX
            + System.getProperties()
                    .computeIfAbsent(
                            "dev.agentsdk.jvm.token", name -> HexFormat.of().toHexDigits(new SecureRandom().nextLong()))
            + "-";

    private static final Set<Hold> LIVE = new HashSet<>();
    private static @Nullable Thread hook;
    private static boolean swept;

    private ResumeDirectories() {}

    /** A directory in use. */
    static final class Hold {
        private final Path path;
        private final @Nullable FileChannel channel;
        private volatile @Nullable ResumeDirectory owner;

        private Hold(Path path, @Nullable FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        Path path() {
            return path;
        }

        void owner(ResumeDirectory directory) {
            owner = directory;
        }

        /** To be called before the directory is removed, or some systems do not let go of the file. */
        void release() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                log.debug("The lock file in {} cannot be closed: {}", path, Printable.of(e));
            }
            synchronized (LIVE) {
                LIVE.remove(this);
                if (LIVE.isEmpty() && hook != null) {
                    removeHook(hook);
                    hook = null;
                }
            }
        }
    }

    static Hold create() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
        if (!temporary.isAbsolute()) {
            // It would lie in the current directory, where others may read what is written for them alone.
            throw new FileSystemException(temporary.toString(), null, "java.io.tmpdir is not an absolute path");
        }
        // The agent gets the path, and would take what another user puts there.
        OwnedPath.requireForTemporaryFiles(temporary);
        Path path =
                Files.createTempDirectory(temporary, OWN_PREFIX, PrivateFiles.ofDirectory(temporary.resolve(PREFIX)));
        Hold hold = new Hold(path, lock(path));
        synchronized (LIVE) {
            if (LIVE.isEmpty()) {
                addHook();
            }
            LIVE.add(hold);
        }
        sweepOnce(temporary, path);
        return hold;
    }

    /** Null where files cannot be locked: then nobody removes the directory for a JVM that was killed. */
    private static @Nullable FileChannel lock(Path directory) {
        FileChannel channel = null;
        try {
            Path file = directory.resolve(LOCK_FILE);
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PrivateFiles.ofFile(file));
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (IOException | OverlappingFileLockException e) {
            log.debug("{} cannot be locked: {}", directory, Printable.of(e));
        }
        closeQuietly(channel);
        return null;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("A lock file cannot be closed: {}", e.toString());
        }
    }

    private static void addHook() {
        Thread added = new Thread(ResumeDirectories::removeAll, "agent-sdk-resume-cleanup");
        try {
            Runtime.getRuntime().addShutdownHook(added);
            hook = added;
        } catch (IllegalStateException e) {
            log.debug("The JVM is ending already: nothing cleans up after it");
        }
    }

    private static void removeHook(Thread added) {
        try {
            Runtime.getRuntime().removeShutdownHook(added);
        } catch (IllegalStateException e) {
            log.debug("The JVM is ending; its hook stays");
        }
    }

    private static void removeAll() {
        List<Hold> left;
        synchronized (LIVE) {
            left = new ArrayList<>(LIVE);
        }
        for (Hold hold : left) {
            ResumeDirectory owner = hold.owner;
            if (owner != null) {
                owner.end();
            }
        }
    }

    private static void sweepOnce(Path temporary, Path own) {
        synchronized (LIVE) {
            if (swept) {
                return;
            }
            swept = true;
        }
        try {
            sweep(temporary, Files.getOwner(own), Instant.now().minus(MIN_AGE), Deadline.in(SWEEP_TIME));
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("Old temporary directories cannot be removed: {}", Printable.of(e));
        }
    }

    /**
     * Removes what JVMs of the same user have left that were killed. In most cases it only looks at the names. Other users may
     * have made any number of directories with such names: it looks at {@value #MAX_CANDIDATES} of them, and looks, or removes,
     * until the deadline. Which ones is left to chance, so that those behind are found by another JVM.
     *
     * @return how many were looked at
     */
    static int sweep(Path temporary, UserPrincipal user, Instant before, Deadline deadline) throws IOException {
        int looked = 0;
        try (OpenDirectory directory = OpenDirectory.open(temporary)) {
            List<Path> candidates = new ArrayList<>();
            directory.forEachName(name -> {
                String text = name.toString();
                if (text.startsWith(PREFIX) && !text.startsWith(OWN_PREFIX)) {
                    keepSome(candidates, name);
                }
                return !deadline.hasPassed();
            });
            for (Path candidate : candidates) {
                if (deadline.hasPassed()) {
                    break;
                }
                looked++;
                if (isAbandoned(directory, candidate, user, before)) {
                    TreeDelete.delete(directory, candidate);
                    log.info(
                            "Removed {}, which a process has left that was killed",
                            Printable.of(temporary.resolve(candidate)));
                }
            }
        }
        return looked;
    }

    /** Of too many, those that came first leave by chance. */
    private static void keepSome(List<Path> candidates, Path next) {
        if (candidates.size() < MAX_CANDIDATES) {
            candidates.add(next);
        } else {
            candidates.set(ThreadLocalRandom.current().nextInt(MAX_CANDIDATES), next);
        }
    }

    private static boolean isAbandoned(OpenDirectory parent, Path name, UserPrincipal user, Instant before) {
        try (OpenDirectory directory = parent.directory(name)) {
            if (directory.attributes().lastModifiedTime().toInstant().isAfter(before)
                    // A directory of another user is that user's affair.
                    || !directory.owner().equals(user)) {
                return false;
            }
            try (SeekableByteChannel file = directory.file(directory.name(LOCK_FILE), StandardOpenOption.WRITE)) {
                return file instanceof FileChannel channel && isUnlocked(channel);
            }
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean isUnlocked(FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }
}
