package dev.agentsdk.history.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses paths that another user of the machine can redirect. Each directory on the way, and each link, must belong to the
 * user of this JVM or to root. A directory that others may write to must have the sticky bit, as {@code /tmp} has. Then no
 * other user can rename or replace an entry of such a path, so that the result of a check stays true.
 *
 * <p>A directory that its group may write to is accepted if the group has the number of the owner: that is the group of
 * one user that {@code useradd} makes, and what a umask of 002 leaves on a machine of that kind. In a user namespace, owners
 * that it does not map cannot be told apart; they are accepted, or {@code /tmp} could not be used there. Where files have no
 * numeric owners (Windows), nothing is checked.
 *
 * <p>The class of this name in {@code sdk-process}, on which this module does not depend, has the same rules: change both.
 */
public final class OwnedPath {

    private static final Logger log = LoggerFactory.getLogger(OwnedPath.class);

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    private static final int OTHERS_WRITE = 02;
    private static final int GROUP_WRITES = 020;
    private static final int STICKY = 01000;

    private static final String ATTRIBUTES = "unix:uid,gid,mode,isSymbolicLink,owner";

    /** The directories without a sticky bit that were logged: a few, since they come from the configuration of this JVM. */
    private static final Set<Path> LOGGED = ConcurrentHashMap.newKeySet();

    private OwnedPath() {}

    /**
     * Checks a directory or a file, and the way to it.
     *
     * @param path an absolute path
     * @throws NoSuchFileException if it does not exist, on a way that no other user can redirect
     * @throws FileSystemException if another user can change where it leads to or what is in it; the message says why
     * @throws IOException if it cannot be looked at
     */
    public static void require(Path path) throws IOException {
        if (isChecked(path)) {
            walk(path, true, Sticky.REQUIRED);
        }
    }

    /**
     * Checks a directory in which temporary files are created. One that others may write to is accepted without a sticky
     * bit, and logged at WARN: the temporary directory of a container often is such a directory (a Kubernetes
     * {@code emptyDir} belongs to root, with mode 0777), and there are no other users there.
     *
     * @param directory an absolute path
     * @throws NoSuchFileException if it does not exist
     * @throws FileSystemException if it, or a directory or link on the way to it, belongs to another user; the message names
     *     {@code java.io.tmpdir}
     * @throws IOException if it cannot be looked at
     */
    public static void requireForTemporaryFiles(Path directory) throws IOException {
        try {
            if (isChecked(directory)) {
                walk(directory, true, Sticky.WANTED);
            }
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            if (e.getReason() == null) {
                throw e;
            }
            FileSystemException refused = new FileSystemException(
                    directory.toString(),
                    null,
                    "not used for temporary files, because of " + e.getFile() + ": " + e.getReason()
                            + "; set java.io.tmpdir to a directory of this user or of root");
            refused.initCause(e);
            throw refused;
        }
    }

    /**
     * Checks the way to an entry of a directory, which may itself belong to any user, or be missing.
     *
     * @param path an absolute path
     * @throws FileSystemException if another user can change where it leads to; the message says why
     * @throws IOException if it cannot be looked at
     */
    public static void requireWay(Path path) throws IOException {
        if (!isChecked(path)) {
            return;
        }
        try {
            walk(path, false, Sticky.REQUIRED);
        } catch (NoSuchFileException e) {
            Path missing = Path.of(e.getFile());
            Path parent = missing.getParent();
            if (parent != null && Entry.of(parent).isWritableByOthers()) {
                throw new FileSystemException(
                        missing.toString(), null, "it does not exist, and other users of the machine can create it");
            }
        }
    }

    private static boolean isChecked(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    /** Follows links as the system does. Each directory is checked before a name is looked up in it. */
    private static void walk(Path path, boolean withEnd, Sticky sticky) throws IOException {
        Deque<Path> names = new ArrayDeque<>();
        path.forEach(names::add);
        Path at = Objects.requireNonNull(path.getRoot(), "an absolute path");
        Entry entry = Entry.of(at);
        int links = 0;
        while (!names.isEmpty()) {
            entry.requireOwned(sticky);
            Path name = names.pop();
            Path next = at.resolve(name);
            if (name.toString().equals("..")) {
                at = Objects.requireNonNullElse(at.getParent(), at);
                entry = Entry.of(at);
                continue;
            }
            Entry found = Entry.of(next);
            if (!found.isLink()) {
                at = next;
                entry = found;
                continue;
            }
            found.requireOwned(sticky);
            links++;
            if (links > MAX_LINKS) {
                throw new FileSystemException(path.toString(), null, "too many links");
            }
            Path target = Files.readSymbolicLink(next);
            List<Path> inserted = new ArrayList<>();
            target.forEach(inserted::add);
            for (int i = inserted.size() - 1; i >= 0; i--) {
                names.push(inserted.get(i));
            }
            if (target.isAbsolute()) {
                at = Objects.requireNonNull(target.getRoot());
                entry = Entry.of(at);
            }
        }
        if (withEnd) {
            entry.requireOwned(sticky);
        }
    }

    /** Whether a directory that others may write to must have the sticky bit. */
    private enum Sticky {
        REQUIRED,
        WANTED
    }

    private record Entry(Path path, boolean isLink, int uid, int gid, int mode, UserPrincipal owner) {

        static Entry of(Path path) throws IOException {
            Map<String, Object> read = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return new Entry(
                    path,
                    (boolean) Objects.requireNonNull(read.get("isSymbolicLink")),
                    (int) Objects.requireNonNull(read.get("uid")),
                    (int) Objects.requireNonNull(read.get("gid")),
                    (int) Objects.requireNonNull(read.get("mode")),
                    (UserPrincipal) Objects.requireNonNull(read.get("owner")));
        }

        void requireOwned(Sticky sticky) throws IOException {
            if (uid != 0 && !ThisUser.IT.is(uid, owner)) {
                throw new FileSystemException(
                        path.toString(),
                        null,
                        "it belongs to another user of the machine, who can replace what is in it");
            }
            if (!isLink && isWritableByOthers() && (mode & STICKY) == 0) {
                if (sticky == Sticky.REQUIRED) {
                    throw new FileSystemException(
                            path.toString(),
                            null,
                            "other users of the machine may write to it, and it has no sticky bit (chmod +t)");
                }
                if (LOGGED.add(path)) {
                    log.warn(
                            "Other users may write to {}, and it has no sticky bit (chmod +t): if this machine or container"
                                    + " has other users, they can replace temporary files",
                            path);
                }
            }
        }

        boolean isWritableByOthers() {
            return (mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && gid != uid);
        }
    }

    /** The user whose rights this JVM has on files. */
    private record ThisUser(
            @Nullable Integer uid,
            @Nullable UserPrincipal principal,
            @Nullable Integer unmapped) {

        static final ThisUser IT = read();

        private static ThisUser read() {
            Integer uid = null;
            Integer unmapped = null;
            try {
                // Not the owner of /proc/self: that is root if the JVM has capabilities of its file.
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("Uid:")) {
                        String[] ids = line.split("\\s+", -1);
                        uid = Integer.parseUnsignedInt(ids[ids.length - 1]);
                    }
                }
                unmapped = unmappedNumber();
            } catch (IOException | RuntimeException e) {
                // No Linux, or no /proc: the name decides.
                return new ThisUser(uid, byName(), unmapped);
            }
            return new ThisUser(uid, uid == null ? byName() : null, unmapped);
        }

        private static @Nullable UserPrincipal byName() {
            try {
                Path root = Path.of("/");
                return root.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name", ""));
            } catch (IOException | UnsupportedOperationException e) {
                // Then only what is root's is accepted.
                return null;
            }
        }

        /** The number under which files of all users appear that this user namespace does not map; null if it maps it. */
        private static @Nullable Integer unmappedNumber() throws IOException {
            long overflow = Long.parseLong(
                    Files.readString(Path.of("/proc/sys/kernel/overflowuid")).strip());
            for (String line : Files.readAllLines(Path.of("/proc/self/uid_map"))) {
                String[] range = line.strip().split("\\s+", -1);
                long first = Long.parseLong(range[0]);
                if (overflow >= first && overflow - first < Long.parseLong(range[2])) {
                    return null;
                }
            }
            return (int) overflow;
        }

        boolean is(int owner, UserPrincipal ownerPrincipal) {
            return (uid != null && uid == owner)
                    || (unmapped != null && unmapped == owner)
                    || ownerPrincipal.equals(principal);
        }
    }
}
