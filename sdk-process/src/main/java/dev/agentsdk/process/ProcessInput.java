package dev.agentsdk.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a process reads from its stdin, from the first byte to EOF. Opened anew for each process, so that a specification
 * can be used again.
 *
 * <p>A lambda that gives the same stream every time serves for one process. The stream is read by a thread of its own and
 * closed once, on every path: at its end, when it throws, when the process cannot be started, and when the process has
 * gone. In the last case the thread is interrupted; 100 ms later the stream is closed by another thread, also while it is
 * being read. Neither is waited for: a stream whose {@code read} heeds neither interruption nor close keeps its thread.
 *
 * <p>Where {@code read(byte[])} returns 0, the single-byte {@code read()} is called, which must wait or return the end. A
 * stream that throws ends the process: a run fails with {@link ProcessFailedException}, and a supervised child has
 * {@linkplain ChildExit#failure() failed}.
 */
@FunctionalInterface
public interface ProcessInput {

    /**
     * Opens the input. Called by the starting thread before the process is started.
     *
     * @return a stream that is read to its end and closed
     * @throws IOException if there is nothing to read from; nothing is started then
     */
    InputStream open() throws IOException;

    /**
     * These bytes, then EOF.
     *
     * @param bytes they are copied
     * @return the input
     */
    static ProcessInput of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return () -> new ByteArrayInputStream(copy);
    }

    /**
     * This text in UTF-8, then EOF.
     *
     * @param text the text
     * @return the input
     */
    static ProcessInput of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return () -> new ByteArrayInputStream(bytes);
    }

    /**
     * The content of a file, then EOF.
     *
     * @param file the file, opened when a process starts
     * @return the input
     */
    static ProcessInput of(Path file) {
        Objects.requireNonNull(file, "file");
        return () -> Files.newInputStream(file);
    }
}
