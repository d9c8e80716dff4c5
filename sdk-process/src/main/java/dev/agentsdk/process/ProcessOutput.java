package dev.agentsdk.process;

import dev.agentsdk.process.internal.run.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was kept of an output of a process, as its {@link OutputLimit} says: all of it, its beginning or end, or a file.
 * Immutable and thread-safe.
 */
public final class ProcessOutput {

    private static final ProcessOutput EMPTY = new ProcessOutput(new byte[0], null, 0, Part.ALL);

    /** Which part of an output is kept. */
    public enum Part {
        /** All of it. */
        ALL,
        /** Its beginning; what came later was dropped. */
        FIRST,
        /** Its end; what came before was dropped. */
        LAST
    }

    private final byte[] bytes;
    private final @Nullable Path file;
    private final long totalBytes;
    private final Part part;

    private ProcessOutput(byte[] bytes, @Nullable Path file, long totalBytes, Part part) {
        this.bytes = bytes;
        this.file = file;
        this.totalBytes = totalBytes;
        this.part = part;
    }

    /**
     * No output.
     *
     * @return the output of a process that wrote nothing
     */
    public static ProcessOutput empty() {
        return EMPTY;
    }

    /**
     * An output in memory.
     *
     * @param bytes what was kept; not copied, so that they must not be changed any more
     * @param totalBytes how much was written
     * @param part which part was kept
     * @return the output
     */
    public static ProcessOutput inMemory(byte[] bytes, long totalBytes, Part part) {
        return new ProcessOutput(bytes, null, totalBytes, Objects.requireNonNull(part, "part"));
    }

    /**
     * An output in a file.
     *
     * @param file the file with all of it
     * @param totalBytes how much was written
     * @return the output
     */
    public static ProcessOutput inFile(Path file, long totalBytes) {
        return new ProcessOutput(new byte[0], Objects.requireNonNull(file, "file"), totalBytes, Part.ALL);
    }

    /**
     * How much the process wrote, as far as it was read.
     *
     * @return bytes
     */
    public long totalBytes() {
        return totalBytes;
    }

    /**
     * Which part of it was kept.
     *
     * @return {@link Part#ALL} unless something was dropped
     */
    public Part part() {
        return part;
    }

    /**
     * Whether something was dropped.
     *
     * @return false if all is here or in the {@link #file()}
     */
    public boolean isTruncated() {
        return part != Part.ALL;
    }

    /**
     * The file with the whole output.
     *
     * @return empty if it is in memory. The file belongs to the caller, who deletes it
     */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * What was kept, as a stream, from memory or from the file.
     *
     * @return a new stream, to be closed by the caller
     * @throws UncheckedIOException if the file cannot be opened
     */
    public InputStream open() {
        if (file == null) {
            return new ByteArrayInputStream(bytes);
        }
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The output in " + file + " cannot be read.", e);
        }
    }

    /**
     * What was kept, in one array; a file is read into memory.
     *
     * @return a copy
     * @throws IllegalStateException if it does not fit into an array; {@link #open()} reads it piece by piece
     * @throws UncheckedIOException if the file cannot be read
     */
    public byte[] bytes() {
        if (file == null) {
            return bytes.clone();
        }
        if (totalBytes > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(
                    "The output of " + totalBytes + " bytes in " + file + " is too large for an array: use open().");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The output in " + file + " cannot be read.", e);
        }
    }

    /**
     * What was kept, decoded as UTF-8; what is no UTF-8 shows as U+FFFD. A character that the truncation has cut through
     * is left out.
     *
     * @return the text
     * @throws IllegalStateException if it does not fit into an array
     * @throws UncheckedIOException if the file cannot be read
     */
    public String text() {
        byte[] kept = file == null ? bytes : bytes();
        int from = part == Part.LAST ? Utf8.firstBoundary(kept, 0, kept.length) : 0;
        int to = part == Part.FIRST ? Utf8.lastBoundary(kept, from, kept.length) : kept.length;
        return new String(kept, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * The lines of {@link #text()}.
     *
     * @return without their line ends
     */
    public List<String> lines() {
        return text().lines().toList();
    }

    /**
     * How much there is, and nothing of what it says.
     *
     * @return for logs and debuggers
     */
    @Override
    public String toString() {
        return "ProcessOutput[" + totalBytes + " bytes"
                + (file != null
                        ? " in " + file
                        : part == Part.ALL ? "" : ", the " + part + " " + bytes.length + " kept")
                + "]";
    }
}
