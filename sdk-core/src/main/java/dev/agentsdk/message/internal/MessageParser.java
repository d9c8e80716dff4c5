package dev.agentsdk.message.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.Message;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a line into a typed message in one pass, without a tree. The order of the fields does not matter, but the type
 * must be known: it is found first, mostly within the first bytes ({@link FrameType}).
 *
 * <p>A field that is missing or of another type than expected never costs the message: it is absent there, and stands in
 * the raw JSON. A line that is not JSON is the caller's to report.
 *
 * <p>Messages of which there are many are read straight into their records ({@link TurnMessages}); the others by way of
 * their fields ({@link SystemMessages}, {@link EventMessages}).
 */
public final class MessageParser {

    private MessageParser() {}

    /**
     * Parses a line of any type.
     *
     * @param line the line, owned by the message from now on
     * @return the message; empty if the line is not a JSON object
     */
    public static Optional<Message> parse(byte[] line) {
        try {
            String type = FrameType.of(line, 0, line.length);
            return Optional.of(parse(line, type == null ? "" : type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Parses a line whose type is known.
     *
     * @param line the line, owned by the message from now on
     * @param type its wire type, empty if it has none
     * @return the message
     * @throws IOException if the line is not a JSON object
     */
    public static Message parse(byte[] line, String type) throws IOException {
        return parseStored(line, type, null, null);
    }

    /**
     * Parses a line of a transcript, which says some things in other fields than the wire does.
     *
     * @param line the line, owned by the message from now on
     * @param type its type, empty if it has none
     * @param sessionId the session, unless the line has a {@code session_id}
     * @param parentToolUseId the tool call that the line belongs to, unless it has a {@code parent_tool_use_id}
     * @return the message
     * @throws IOException if the line is not a JSON object
     */
    public static Message parseStored(
            byte[] line, String type, @Nullable String sessionId, @Nullable String parentToolUseId) throws IOException {
        RawJson raw = RawJson.wrap(line, 0, line.length);
        try (FieldReader in = FieldReader.on(line)) {
            in.enterObject();
            TurnMessages turn = new TurnMessages(in, raw, sessionId, parentToolUseId);
            Message message = switch (type) {
                case "assistant" -> turn.assistant();
                case "user" -> turn.user();
                case "result" -> turn.result();
                case "stream_event" -> turn.streamEvent();
                case "system" -> SystemMessages.of(fields(in, sessionId), raw);
                default -> EventMessages.of(type, fields(in, sessionId), raw);
            };
            in.requireEnd();
            return message;
        }
    }

    private static ShallowObject fields(FieldReader in, @Nullable String sessionId) throws IOException {
        return ShallowObject.read(in).withDefault("session_id", sessionId);
    }
}
