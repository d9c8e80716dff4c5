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
 * closed by it. When the process has gone, that thread is interrupted and not waited for: a stream whose {@code read}
 * heeds neither interruption nor its end keeps it.
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
