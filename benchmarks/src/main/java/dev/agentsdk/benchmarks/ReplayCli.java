package dev.agentsdk.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Agents that cost next to nothing: a shell script that answers the handshake and then, on each user message, has
 * {@code cat} write a prepared file.
 */
final class ReplayCli {

    static final String SESSION = "11111111-2222-4333-8444-555555555555";

    static final String RESULT = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":1,"
            + "\"duration_api_ms\":1,\"num_turns\":1,\"result\":\"done\",\"session_id\":\"" + SESSION
            + "\",\"total_cost_usd\":0.01,\"usage\":{\"input_tokens\":10,\"output_tokens\":20}}";

    static final int SMALL = 500;

    static final int LARGE = 1 << 20;

    private static final String WORDS =
            "The agent has looked at the build and found that two tests fail; \\\"close\\\" takes longer than it may.\\n";

    private final Path directory;

    ReplayCli(Path directory) {
        this.directory = directory;
    }

    /** A script that plays {@code turn}, a shell command, on each user message. */
    Path script(String name, String turn) throws IOException {
        Path script = directory.resolve(name + ".sh");
        try (InputStream template =
                Objects.requireNonNull(ReplayCli.class.getResourceAsStream("replay.sh"), "replay.sh is not packaged")) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8).replace("@TURN@", turn);
            return executable(script, text);
        }
    }

    /** A script of one's own. */
    Path executable(Path script, String text) throws IOException {
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /** A script that replays a file. */
    Path replaying(String name, Path file) throws IOException {
        return script(name, "cat '" + file + "'");
    }

    /** A script whose turn is nothing but a result. */
    Path smallTurn() throws IOException {
        return script("small-turn", "printf '%s\\n' '" + RESULT + "'");
    }

    /** Assistant messages and a result. */
    Path assistantMessages(String name, int count, int bytes) throws IOException {
        return lines(name, count, i -> assistant(i, bytes));
    }

    /** Stream events, as they come with partial messages, an assistant message after each hundred, and a result. */
    Path partialMessages(String name, int count) throws IOException {
        return lines(name, count, i -> i % 100 == 99 ? assistant(i, SMALL) : delta(i));
    }

    private interface Line {
        String at(int index);
    }

    private Path lines(String name, int count, Line line) throws IOException {
        Path file = directory.resolve(name + ".jsonl");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < count; i++) {
                out.write(line.at(i).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
            out.write(RESULT.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        return file;
    }

    private static String assistant(int index, int bytes) {
        String before = "{\"type\":\"assistant\",\"message\":{\"id\":\"msg_" + padded(index)
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-test\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"";
        String after = "\"}],\"stop_reason\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":7}},"
                + "\"parent_tool_use_id\":null,\"session_id\":\"" + SESSION + "\",\"uuid\":\"" + uuid(index) + "\"}";
        return before + text(bytes - before.length() - after.length()) + after;
    }

    private static String delta(int index) {
        return "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\" word " + padded(index) + "\"}},\"session_id\":\""
                + SESSION + "\",\"parent_tool_use_id\":null,\"uuid\":\"" + uuid(index) + "\"}";
    }

    /** So many bytes of a JSON string. No escape is cut in two: what is over becomes dots. */
    private static String text(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() + WORDS.length() <= bytes) {
            text.append(WORDS);
        }
        while (text.length() < bytes) {
            text.append('.');
        }
        return text.toString();
    }

    private static String uuid(int index) {
        return "00000000-0000-4000-8000-0000" + padded(index);
    }

    private static String padded(int index) {
        String digits = Integer.toString(index);
        return "00000000".substring(digits.length()) + digits;
    }
}
