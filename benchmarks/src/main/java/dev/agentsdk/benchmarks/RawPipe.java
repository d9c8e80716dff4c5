package dev.agentsdk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A child on plain {@link ProcessBuilder} and the least that one thread can do with it: read bytes, look for line feeds,
 * hand slices to Jackson. The limit for everything that does more.
 */
final class RawPipe implements AutoCloseable {

    static final byte[] INITIALIZE = utf8("{\"type\":\"control_request\",\"request_id\":\"req_1\","
            + "\"request\":{\"subtype\":\"initialize\",\"hooks\":{}}}\n");

    static final byte[] USER = utf8("{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"go\"},"
            + "\"parent_tool_use_id\":null,\"session_id\":\"default\"}\n");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    RawPipe(Path script) throws IOException {
        process = new ProcessBuilder(script.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        in = process.getInputStream();
        out = process.getOutputStream();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void write(byte[] line) throws IOException {
        out.write(line);
        out.flush();
    }

    /** Reads and parses up to and including a result. */
    int readToResult() throws IOException {
        int messages = 0;
        while (true) {
            int end = nextLine();
            JsonNode message = JSON.readTree(buffer, from, end - from);
            from = end + 1;
            messages++;
            if (message.path("type").textValue().equals("result")) {
                return messages;
            }
        }
    }

    /** Reads a line and forgets it. */
    void skipLine() throws IOException {
        from = nextLine() + 1;
    }

    /** The index of the line feed of the line that begins at {@code from}. */
    private int nextLine() throws IOException {
        int looked = from;
        while (true) {
            for (int i = looked; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            looked = to;
            if (to == buffer.length) {
                int kept = to - from;
                byte[] target = kept > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
                System.arraycopy(buffer, from, target, 0, kept);
                buffer = target;
                looked -= from;
                from = 0;
                to = kept;
            }
            int length = in.read(buffer, to, Math.min(1 << 16, buffer.length - to));
            if (length < 0) {
                throw new IOException("The child has ended after "
                        + new String(Arrays.copyOfRange(buffer, from, to), StandardCharsets.UTF_8));
            }
            to += length;
        }
    }

    /** EOF, and the child's own exit. */
    @Override
    public void close() throws IOException {
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        in.close();
    }
}
