package dev.agentsdk.transport.internal;

import dev.agentsdk.CliStartException;
import dev.agentsdk.dialect.CliArgument;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files for the values of flags that are too long for a command line, or that other users of the machine must not see in
 * it. They are the agent's user's alone and are there as long as the process is. No directory is made before one is needed.
 *
 * <p>Thread-safe. After {@link #close()} nothing is written any more.
 */
public final class ArgumentFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ArgumentFiles.class);

    /** Linux's MAX_ARG_STRLEN, with the NUL behind the word. */
    private static final int LINUX_WORD_BYTES = 131_072;

    /** All words together are 32,767 characters there; no single one may take most of them. */
    private static final int WINDOWS_WORD_BYTES = 8_000;

    private final Path parent;
    private final int maxWordBytes;
    private final Optional<OtherUser> owner;
    private final List<Path> written = new ArrayList<>();
    private @Nullable Path directory;
    private boolean closed;

    /**
     * Files in the directory for temporary files.
     *
     * @param owner whose they are; empty for the user of this JVM
     */
    public ArgumentFiles(Optional<OtherUser> owner) {
        this(
                Path.of(System.getProperty("java.io.tmpdir", "")),
                File.separatorChar == '\\' ? WINDOWS_WORD_BYTES : LINUX_WORD_BYTES,
                owner);
    }

    ArgumentFiles(Path parent, int maxWordBytes, Optional<OtherUser> owner) {
        this.parent = parent;
        this.maxWordBytes = maxWordBytes;
        this.owner = owner;
    }

    /**
     * Whether a value must go into a file.
     *
     * @param argument a flag with a value
     * @return true if it is too long or confidential
     * @throws CliStartException if it must and there is no form for it
     */
    public boolean isNeededFor(CliArgument argument) {
        if (argument.confidential() && argument.fileFlag().isPresent()) {
            return true;
        }
        int bytes = wordBytes(argument);
        if (bytes < maxWordBytes) {
            return false;
        }
        if (argument.fileFlag().isEmpty()) {
            throw new CliStartException(
                    CliStartException.Reason.ARGUMENT_TOO_LONG,
                    "The option " + argument.option() + " is " + bytes + " bytes long as one argument (--"
                            + argument.flag() + "); the system takes at most " + (maxWordBytes - 1)
                            + ", and the CLI has no form of it with a file. Shorten it.",
                    null);
        }
        return true;
    }

    private int wordBytes(CliArgument argument) {
        String value = argument.value().orElse("");
        // A char is at most 3 bytes of UTF-8: count exactly only where it can matter.
        if (value.length() < maxWordBytes / 4) {
            return value.length();
        }
        boolean oneWord = argument.joined() || value.startsWith("-");
        int flag = oneWord ? argument.flag().length() + 3 : 0;
        return flag + value.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Writes a value.
     *
     * @param argument a flag with a value
     * @return an absolute path to a file that only this user can read
     * @throws CliStartException if it cannot be written
     */
    public synchronized Path write(CliArgument argument) {
        if (closed) {
            throw new IllegalStateException("These files have been deleted.");
        }
        try {
            Path file = directory().resolve(written.size() + "-" + argument.flag());
            written.add(file);
            Files.createFile(file, onlyMine("rw-------"));
            Files.writeString(file, argument.value().orElse(""), StandardOpenOption.WRITE);
            if (owner.isPresent()) {
                owner.get().own(file, directory());
            }
            return file;
        } catch (IOException e) {
            throw new CliStartException(
                    CliStartException.Reason.OTHER,
                    "The option " + argument.option() + " is passed in a file, which cannot be written to " + parent
                            + " (java.io.tmpdir): " + e,
                    e);
        }
    }

    private Path directory() throws IOException {
        Path made = directory;
        if (made == null) {
            if (!parent.isAbsolute()) {
                // It would lie in the current directory, where others may read what is written for them alone.
                throw new FileSystemException(parent.toString(), null, "not an absolute path");
            }
            made = Files.createTempDirectory(parent, "agent-sdk-", onlyMine("rwx------"))
                    .toAbsolutePath();
            directory = made;
        }
        return made;
    }

    /** Given when the file is made: between making it and changing it, others could open it. */
    private static FileAttribute<?>[] onlyMine(String permissions) {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            };
        }
        // Elsewhere the directory for temporary files is the user's own.
        return new FileAttribute<?>[0];
    }

    /** Deletes everything. Repeated calls do nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        Path made = directory;
        if (made == null) {
            return;
        }
        written.forEach(ArgumentFiles::delete);
        written.clear();
        delete(made);
        directory = null;
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nothing that a caller of close() could do; but it is not to be left without a word.
            log.warn("The temporary {} cannot be deleted: {}", path, e.toString());
        }
    }
}
