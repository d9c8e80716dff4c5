package dev.agentsdk.history.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An open directory, through which everything in it is looked at, opened, moved and deleted. Others may rename it or put a
 * link in its place meanwhile: what is done here still happens in the directory that was opened. Where a file system has
 * no {@link SecureDirectoryStream} (Windows, macOS with older JDKs), paths are used, and a swap in the very moment
 * between a check and a use is not noticed.
 *
 * <p>No method follows a link, and none waits for the other end of a named pipe. Names are single elements.
 */
final class OpenDirectory implements Closeable {

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final @Nullable SecureDirectoryStream<Path> secure;

    /** Set when an open still uses the stream, whose close would wait for it. */
    private boolean inUse;

    private OpenDirectory(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> opened ? opened : null;
    }

    /**
     * Opens a directory by its path, in which links are followed.
     *
     * @throws NotDirectoryException if it is none
     */
    @SuppressWarnings("StreamResourceLeak") // closed with the directory
    static OpenDirectory open(Path directory) throws IOException {
        // Alone, the path would be opened like a file, and a pipe would be waited for. With a dot it must be a
        // directory.
        return new OpenDirectory(directory, Files.newDirectoryStream(directory.resolve(".")));
    }

    /** The path by which it was opened. */
    Path path() {
        return path;
    }

    /** A name in the file system of this directory. */
    Path name(String text) {
        return path.getFileSystem().getPath(text);
    }

    /** The names in it, in order. To be called once. */
    List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        forEachName(names::add);
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Gives the names in it to a function, in any order, until that returns false. To be called once. */
    void forEachName(Predicate<Path> function) throws IOException {
        try {
            for (Path entry : stream) {
                if (!function.test(Objects.requireNonNull(entry.getFileName()))) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** What an entry is. */
    BasicFileAttributes attributes(Path name) throws IOException {
        if (secure != null) {
            return secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        }
        return Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What the directory itself is. */
    BasicFileAttributes attributes() throws IOException {
        if (secure != null) {
            return secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        }
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The owner of the directory itself.
     *
     * @throws UnsupportedOperationException where files have no owners
     */
    UserPrincipal owner() throws IOException {
        FileOwnerAttributeView view = secure != null
                ? secure.getFileAttributeView(FileOwnerAttributeView.class)
                : Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new UnsupportedOperationException("Files have no owners here.");
        }
        return view.getOwner();
    }

    /**
     * Opens a directory in it.
     *
     * @throws NotDirectoryException if it is none, or a link
     */
    OpenDirectory directory(Path name) throws IOException {
        Path child = path.resolve(name);
        BasicFileAttributes seen = attributes(name);
        if (!seen.isDirectory()) {
            throw new NotDirectoryException(child.toString());
        }
        OpenDirectory opened =
                secure == null ? open(child) : new OpenDirectory(child, secure.newDirectoryStream(name.resolve(".")));
        boolean same = false;
        try {
            // The dot follows a link that was put there in this moment: then another directory was opened.
            same = Objects.equals(seen.fileKey(), opened.attributes().fileKey());
        } finally {
            if (!same) {
                opened.close();
            }
        }
        if (!same) {
            throw new FileSystemException(child.toString(), null, "replaced while it was opened");
        }
        return opened;
    }

    /**
     * Opens a regular file in it, which must exist.
     *
     * @throws FileSystemException if it is no regular file, or cannot be opened in time
     */
    SeekableByteChannel file(Path name, OpenOption... options) throws IOException {
        Path file = path.resolve(name);
        if (!attributes(name).isRegularFile()) {
            throw notRegular(file);
        }
        Set<OpenOption> all = new HashSet<>(Arrays.asList(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        SecureDirectoryStream<Path> in = secure;
        BoundedOpen.Opening opening = () -> in != null ? in.newByteChannel(name, all) : Files.newByteChannel(file, all);
        return seekable(file, BoundedOpen.open(file, opening, BoundedOpen.TIMEOUT, new Lent()));
    }

    /** The close of a stream waits for what uses it. */
    private final class Lent implements BoundedOpen.Resource {
        @Override
        public void lend() {
            inUse = true;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Opens a regular file by its path, in which links are followed. */
    static SeekableByteChannel followed(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw notRegular(file);
        }
        BoundedOpen.Opening opening = () -> Files.newByteChannel(file, StandardOpenOption.READ);
        return seekable(file, BoundedOpen.open(file, opening, BoundedOpen.TIMEOUT, BoundedOpen.Resource.NONE));
    }

    private static FileSystemException notRegular(Path file) {
        return new FileSystemException(file.toString(), null, "not a regular file");
    }

    /** It was a regular file before it was opened. What is open now may be a pipe, which has no position. */
    private static SeekableByteChannel seekable(Path file, SeekableByteChannel channel) throws IOException {
        boolean done = false;
        try {
            channel.position(0);
            done = true;
            return channel;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            FileSystemException refused = notRegular(file);
            refused.addSuppressed(e);
            throw refused;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /** Makes a file, which must not exist. */
    SeekableByteChannel create(Path name, FileAttribute<?>... attributes) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return secure != null
                ? secure.newByteChannel(name, options, attributes)
                : Files.newByteChannel(path.resolve(name), options, attributes);
    }

    /** Deletes what is no directory. */
    void deleteFile(Path name) throws IOException {
        if (secure != null) {
            secure.deleteFile(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** Deletes an empty directory. */
    void deleteDirectory(Path name) throws IOException {
        if (secure != null) {
            secure.deleteDirectory(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** Moves an entry in one step; what has the new name is replaced. */
    void move(Path name, OpenDirectory target, Path newName) throws IOException {
        if (secure != null && target.secure != null) {
            secure.move(name, target.secure, newName);
        } else {
            Files.move(path.resolve(name), target.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        if (!inUse) {
            stream.close();
        }
    }
}
