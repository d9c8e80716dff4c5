package dev.agentsdk.transport.internal;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.process.internal.PrivateDirectory;
import dev.agentsdk.spi.CliArgument;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files for the values of flags that are too long for a command line, or that other users of the machine must not see in
 * it. They belong to the user of this JVM and exist as long as the process. If the agent runs as another user, its primary
 * group may read them. No directory is created before one is needed.
 *
 * <p>Thread-safe. After {@link #close()} nothing is written any more.
 */
public final class ArgumentFiles implements AutoCloseable {

    /** Linux's MAX_ARG_STRLEN, with the NUL behind the word. */
    private static final int LINUX_WORD_BYTES = 131_072;

    /** All words together are 32,767 characters there; no single one may take most of them. */
    private static final int WINDOWS_WORD_BYTES = 8_000;

    /** The directories that were searched for leftovers, once each. */
    private static final Set<Path> SWEPT = new HashSet<>();

    private final Path parent;
    private final int maxWordBytes;
    private final Optional<OtherUser> reader;
    private @Nullable PrivateDirectory directory;
    private boolean closed;

    /**
     * Files in the directory for temporary files. The first time, it deletes what JVMs have left there that were killed.
     *
     * @param reader who reads them; empty for the user of this JVM
     */
    public ArgumentFiles(Optional<OtherUser> reader) {
        this(
                Path.of(System.getProperty("java.io.tmpdir", "")),
                File.separatorChar == '\\' ? WINDOWS_WORD_BYTES : LINUX_WORD_BYTES,
                reader);
        if (isFirstUseOf(parent)) {
            PrivateDirectory.sweep(parent);
        }
    }

    ArgumentFiles(Path parent, int maxWordBytes, Optional<OtherUser> reader) {
        this.parent = parent;
        this.maxWordBytes = maxWordBytes;
        this.reader = reader;
    }

    private static boolean isFirstUseOf(Path parent) {
        synchronized (SWEPT) {
            return SWEPT.add(parent);
        }
    }

    /**
     * Whether a value must go into a file.
     *
     * @param argument a flag with a value
     * @return true if it is too long or confidential
     * @throws CliStartException if it must and there is no form for it, or if it has a NUL character
     */
    public boolean isNeededFor(CliArgument argument) {
        int nul = argument.value().orElse("").indexOf('\0');
        if (nul >= 0) {
            throw new CliStartException(
                    CliStartException.Reason.INVALID_ARGUMENT,
                    "The option " + argument.option() + " (--" + argument.flag()
                            + ") contains a NUL character at position " + nul + ". Remove it.",
                    null);
        }
        if (argument.confidential()) {
            if (argument.fileFlag().isEmpty()) {
                throw new CliStartException(
                        CliStartException.Reason.INVALID_ARGUMENT,
                        "The option " + argument.option() + " may hold credentials, and the CLI takes it only on the"
                                + " command line (--" + argument.flag() + "), where all users of the machine can read"
                                + " it. Pass credentials in the environment or in the settings.",
                        null);
            }
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
     * @return an absolute path to a file that only this user, and the agent's user, can read
     * @throws CliStartException if it cannot be written
     */
    public synchronized Path write(CliArgument argument) {
        if (closed) {
            throw new IllegalStateException("These files have been deleted.");
        }
        try {
            PrivateDirectory made = directory;
            if (made == null) {
                made = PrivateDirectory.create(parent);
                directory = made;
            }
            return made.write(
                    argument.flag(),
                    argument.value().orElse("").getBytes(StandardCharsets.UTF_8),
                    reader.map(OtherUser::gid));
        } catch (IOException e) {
            throw new CliStartException(
                    CliStartException.Reason.OTHER,
                    "The option " + argument.option() + " is passed in a file, which cannot be written to " + parent
                            + " (java.io.tmpdir): " + e
                            + reader.map(user -> ". The file must be readable for the group " + user.gid()
                                            + " of the agent's user: this JVM must be a member of the group, or have"
                                            + " the capability CAP_CHOWN.")
                                    .orElse(""),
                    e);
        }
    }

    /** {@return the files that exist now, and last the directory that holds them; empty if there are none} */
    public synchronized List<Path> paths() {
        PrivateDirectory made = directory;
        if (made == null || closed) {
            return List.of();
        }
        List<Path> paths = new ArrayList<>(made.files());
        paths.add(made.path());
        return paths;
    }

    /** Deletes everything. Repeated calls do nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (directory != null) {
            directory.close();
        }
    }
}
