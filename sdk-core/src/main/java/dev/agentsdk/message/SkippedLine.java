package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Made by the SDK, not by the agent: in this place of the conversation a line was skipped, and why. Lines that do not
 * look like JSON at all (debug output of the agent's tools) are only counted.
 *
 * @param reason why it was skipped
 * @param size the length of the line in bytes
 * @param head its first bytes as text, malformed bytes replaced
 */
public record SkippedLine(Reason reason, long size, String head) implements Message {

    /** Why a line was skipped. */
    public enum Reason {
        /** It is longer than the line limit in the options. */
        OVERSIZE,
        /** It begins like a JSON object and is none. */
        MALFORMED,
        /** The agent's output ended in the middle of it. */
        TRUNCATED
    }

    public SkippedLine {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(head, "head");
    }

    /**
     * Makes one from bytes.
     *
     * @param reason why it was skipped
     * @param size the length of the line in bytes
     * @param head its first bytes
     * @return the message
     */
    public static SkippedLine of(Reason reason, long size, byte[] head) {
        return new SkippedLine(reason, size, new String(head, StandardCharsets.UTF_8));
    }

    @Override
    public String type() {
        return "sdk_skipped_line";
    }

    @Override
    public Optional<String> sessionId() {
        return Optional.empty();
    }

    /** {@return a JSON object that says the same; the agent did not write it} */
    @Override
    public RawJson raw() {
        return Json.raw(Map.of("type", type(), "reason", reason.name(), "size", size, "head", head));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
