package dev.agentsdk.benchmarks;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * An agent that answers control requests at once. A shell reads a pipe byte by byte, which takes longer than the whole
 * round trip, so this is a JVM, which is only slow to start.
 */
public final class EchoAgent {

    private static final String ID = "\"request_id\":\"";

    private EchoAgent() {}

    /**
     * Answers until stdin ends.
     *
     * @param arguments not looked at
     * @throws IOException if a pipe is broken
     */
    public static void main(String[] arguments) throws IOException {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        byte[] buffer = new byte[1 << 16];
        int length = 0;
        int more;
        while ((more = in.read(buffer, length, buffer.length - length)) >= 0) {
            length += more;
            if (buffer[length - 1] == '\n') {
                String lines = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
                lines.lines().forEach(line -> answer(out, line));
                length = 0;
            }
        }
    }

    private static void answer(OutputStream out, String line) {
        int from = line.indexOf(ID) + ID.length();
        String id = line.substring(from, line.indexOf('"', from));
        String answer = "{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"" + id
                + "\",\"response\":{}}}\n";
        try {
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
