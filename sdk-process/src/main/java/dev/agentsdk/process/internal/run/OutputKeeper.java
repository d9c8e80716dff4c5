package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.OutputLimit;
import dev.agentsdk.process.ProcessOutput;
import dev.agentsdk.process.ProcessOutput.Part;
import dev.agentsdk.process.internal.OwnedPath;
import dev.agentsdk.process.internal.Permissions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what a process writes to one output, as an {@link OutputLimit} says. */
abstract sealed class OutputKeeper {

    private long total;

    private OutputKeeper() {}

    /**
     * Makes a keeper.
     *
     * @param limit how much, and what else
     * @param onOverflow called by the reading thread when a limit that fails is exceeded, maybe more than once
     */
    static OutputKeeper of(OutputLimit limit, Runnable onOverflow) {
        return switch (limit.overflow()) {
            case FAIL -> new First(limit.maxBytes(), onOverflow);
            case KEEP_FIRST -> new First(limit.maxBytes(), () -> {});
            case KEEP_LAST -> new Last(limit.maxBytes());
            case SPILL -> new Spill(limit);
        };
    }

    /** Takes what was read. Waits for nothing but a disk. */
    final synchronized void accept(byte[] buffer, int offset, int length) throws IOException {
        keep(buffer, offset, length);
        total += length;
    }

    /** What was kept until now. */
    final synchronized ProcessOutput output() {
        return output(total);
    }

    /** Nothing more comes. */
    synchronized void finish() throws IOException {}

    abstract void keep(byte[] buffer, int offset, int length) throws IOException;

    abstract ProcessOutput output(long totalBytes);

    private static final class First extends OutputKeeper {
        private final GrowingBytes bytes = new GrowingBytes();
        private final int limit;
        private final Runnable onOverflow;

        First(int limit, Runnable onOverflow) {
            this.limit = limit;
            this.onOverflow = onOverflow;
        }

        @Override
        void keep(byte[] buffer, int offset, int length) {
            int kept = Math.min(length, limit - bytes.size());
            bytes.add(buffer, offset, kept, limit);
            if (kept < length) {
                onOverflow.run();
            }
        }

        @Override
        ProcessOutput output(long totalBytes) {
            return ProcessOutput.inMemory(bytes.toByteArray(), totalBytes, totalBytes > limit ? Part.FIRST : Part.ALL);
        }
    }

    private static final class Last extends OutputKeeper {
        private final TailBytes tail;

        Last(int limit) {
            this.tail = new TailBytes(limit);
        }

        @Override
        void keep(byte[] buffer, int offset, int length) {
            tail.add(buffer, offset, length);
        }

        @Override
        ProcessOutput output(long totalBytes) {
            byte[] kept = tail.toByteArray();
            return ProcessOutput.inMemory(kept, totalBytes, totalBytes > kept.length ? Part.LAST : Part.ALL);
        }
    }

    private static final class Spill extends OutputKeeper {
        private static final Set<OpenOption> NEW_FILE =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        private static final SecureRandom RANDOM = new SecureRandom();

        private final OutputLimit limit;
        private GrowingBytes bytes = new GrowingBytes();
        private @Nullable Path file;
        private @Nullable OutputStream out;

        Spill(OutputLimit limit) {
            this.limit = limit;
        }

        @Override
        void keep(byte[] buffer, int offset, int length) throws IOException {
            if (file == null && length <= limit.maxBytes() - bytes.size()) {
                bytes.add(buffer, offset, length, limit.maxBytes());
                return;
            }
            if (out == null) {
                out = openFile();
            }
            out.write(buffer, offset, length);
        }

        private OutputStream openFile() throws IOException {
            Path directory = limit.directory().isPresent() ? limit.directory().get() : temporary();
            String unique = HexFormat.of().toHexDigits(RANDOM.nextLong());
            Path made = directory.resolve("process-output-" + unique + ".bin");
            // Created and opened in one step: in between, the owner of the directory could replace it by a link.
            OutputStream opened =
                    Channels.newOutputStream(Files.newByteChannel(made, NEW_FILE, Permissions.file(made)));
            file = made;
            out = opened;
            opened.write(bytes.toByteArray());
            bytes = new GrowingBytes();
            return opened;
        }

        private static Path temporary() throws IOException {
            Path directory = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            OwnedPath.requireForTemporaryFiles(directory);
            return directory;
        }

        @Override
        synchronized void finish() throws IOException {
            if (out != null) {
                out.close();
            }
        }

        @Override
        ProcessOutput output(long totalBytes) {
            return file == null
                    ? ProcessOutput.inMemory(bytes.toByteArray(), totalBytes, Part.ALL)
                    : ProcessOutput.inFile(file, totalBytes);
        }
    }
}
