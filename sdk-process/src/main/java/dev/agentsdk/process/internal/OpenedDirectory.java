package dev.agentsdk.process.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory while it is open. Names are relative to it, whatever happens to its path. */
final class OpenedDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenedDirectory.class);

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> FOR_LOCK = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final DirectoryStream<Path> stream;

    /** Null on systems without it, as Windows, where the directory for temporary files is the user's own. */
    private final @Nullable SecureDirectoryStream<Path> secure;

    private @Nullable List<String> names;

    private OpenedDirectory(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> relative ? relative : null;
    }

    @SuppressWarnings("StreamResourceLeak") // closed by close()
    static OpenedDirectory of(Path path, @Nullable Object key) throws IOException {
        OpenedDirectory opened = new OpenedDirectory(path, Files.newDirectoryStream(path));
        try {
            if (opened.secure != null && !opened.attributes().fileKey().equals(key)) {
                throw new FileSystemException(path.toString(), null, "another user has replaced it");
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private PosixFileAttributes attributes() throws IOException {
        return view(null).readAttributes();
    }

    private PosixFileAttributeView view(@Nullable String name) throws IOException {
        SecureDirectoryStream<Path> relative = secure;
        PosixFileAttributeView view = relative == null
                ? null
                : name == null
                        ? relative.getFileAttributeView(PosixFileAttributeView.class)
                        : relative.getFileAttributeView(
                                Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new FileSystemException(path.toString(), null, "this system has no owners and groups of files");
        }
        return view;
    }

    SeekableByteChannel create(String name) throws IOException {
        return secure == null
                ? FileChannel.open(path.resolve(name), NEW)
                : secure.newByteChannel(Path.of(name), NEW, Permissions.file(path));
    }

    SeekableByteChannel openForLock(String name) throws IOException {
        return secure == null
                ? FileChannel.open(path.resolve(name), FOR_LOCK)
                : secure.newByteChannel(Path.of(name), FOR_LOCK);
    }

    /** The owner of a file that was just created, and thus this JVM; the directory must be the same user's. */
    UserPrincipal checkedOwner(String newFile) throws IOException {
        if (secure == null) {
            return Files.getOwner(path.resolve(newFile), LinkOption.NOFOLLOW_LINKS);
        }
        UserPrincipal user = view(newFile).readAttributes().owner();
        PosixFileAttributes directory = attributes();
        if (!directory.owner().equals(user)
                || !directory.permissions().equals(PosixFilePermissions.fromString("rwx------"))) {
            throw new FileSystemException(path.toString(), null, "another user has replaced it");
        }
        return user;
    }

    /** By descriptor: of the directory itself without a name, else of a file in it, which no other user can replace. */
    void share(@Nullable String name, GroupPrincipal group, String permissions) throws IOException {
        PosixFileAttributeView view = view(name);
        view.setGroup(group);
        view.setPermissions(PosixFilePermissions.fromString(permissions));
    }

    /** {@return the names in it, as they were when they were first asked for} */
    List<String> names() {
        if (names == null) {
            List<String> read = new ArrayList<>();
            stream.forEach(entry -> read.add(String.valueOf(entry.getFileName())));
            names = read;
        }
        return names;
    }

    /** Deletes what {@link #names} says. There are no directories in it. */
    void deleteAll() throws IOException {
        for (String name : names()) {
            try {
                if (secure == null) {
                    Files.deleteIfExists(path.resolve(name));
                } else {
                    secure.deleteFile(Path.of(name));
                }
            } catch (NoSuchFileException e) {
                log.debug("{} in {} has been deleted already", name, path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
