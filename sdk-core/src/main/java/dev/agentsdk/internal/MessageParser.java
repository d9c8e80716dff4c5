package dev.agentsdk.internal;

import com.fasterxml.jackson.core.JsonParser;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UnknownSystemMessage;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns a line into a typed message in one pass, without a tree. The order of the fields does not matter, but the type
 * must be known: it is found first, mostly within the first bytes ({@link FrameType}).
 *
 * <p>A field of another type than expected makes an {@link UnknownMessage} and not an exception; a line that is no JSON
 * is the caller's to report.
 */
public final class MessageParser {

    private final FieldReader in;
    private final RawJson raw;
    private final String type;

    private @Nullable String sessionId;
    private @Nullable String uuid;
    private @Nullable String parentToolUseId;

    private MessageParser(FieldReader in, RawJson raw, String type) {
        this.in = in;
        this.raw = raw;
        this.type = type;
    }

    /**
     * Parses a line of any type.
     *
     * @param line the line, owned by the message from now on
     * @return the message; empty if the line is no JSON object
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
     * @throws IOException if the line is no JSON object
     */
    public static Message parse(byte[] line, String type) throws IOException {
        RawJson raw = RawJson.wrap(line, 0, line.length);
        try (JsonParser parser = Json.FACTORY.createParser(line)) {
            FieldReader in = new FieldReader(parser, line);
            in.enterObject();
            Message message = new MessageParser(in, raw, type).parse();
            in.requireEnd();
            return message;
        } catch (FieldReader.UnexpectedField e) {
            return new UnknownMessage(type, Optional.of(e.problem()), sessionIdOf(line), raw);
        }
    }

    /**
     * Parses a line of a transcript, which says some things in other fields than the wire does.
     *
     * @param line the line, owned by the message from now on
     * @param type its type, empty if it has none
     * @param sessionId the session, unless the line has a {@code session_id}
     * @param parentToolUseId the tool call that the line belongs to, unless it has a {@code parent_tool_use_id}
     * @return the message
     * @throws IOException if the line is no JSON object
     */
    public static Message parseStored(
            byte[] line, String type, @Nullable String sessionId, @Nullable String parentToolUseId) throws IOException {
        RawJson raw = RawJson.wrap(line, 0, line.length);
        try (JsonParser parser = Json.FACTORY.createParser(line)) {
            FieldReader in = new FieldReader(parser, line);
            in.enterObject();
            MessageParser stored = new MessageParser(in, raw, type);
            stored.sessionId = sessionId;
            stored.parentToolUseId = parentToolUseId;
            Message message = stored.parse();
            in.requireEnd();
            return message;
        } catch (FieldReader.UnexpectedField e) {
            return new UnknownMessage(type, Optional.of(e.problem()), Optional.ofNullable(sessionId), raw);
        }
    }

    private Message parse() throws IOException {
        return switch (type) {
            case "assistant" -> assistant();
            case "user" -> user();
            case "system" -> system();
            case "result" -> result();
            case "stream_event" -> streamEvent();
            default -> unknown();
        };
    }

    /** Takes the fields that nearly every message has; skips the others. */
    private void commonField(String name) throws IOException {
        switch (name) {
            case "session_id" -> sessionId = in.string();
            case "uuid" -> uuid = in.string();
            case "parent_tool_use_id" -> parentToolUseId = in.string();
            default -> in.skip();
        }
    }

    private Message assistant() throws IOException {
        List<ContentBlock> content = null;
        String model = null;
        String messageId = null;
        String stopReason = null;
        Usage usage = null;
        String error = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "message" -> {
                    in.requireObject();
                    for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                        switch (inner) {
                            case "content" -> content = ContentParser.blocks(in);
                            case "model" -> model = in.string();
                            case "id" -> messageId = in.string();
                            case "stop_reason" -> stopReason = in.string();
                            case "usage" -> usage = usage();
                            default -> in.skip();
                        }
                    }
                }
                case "error" -> error = in.string();
                default -> commonField(field);
            }
        }
        return new AssistantMessage(
                in.present(content, "message.content"),
                in.present(model, "message.model"),
                Optional.ofNullable(messageId),
                Optional.ofNullable(stopReason),
                Optional.ofNullable(usage),
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(error),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private Message user() throws IOException {
        List<ContentBlock> content = null;
        RawJson toolUseResult = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "message" -> {
                    in.requireObject();
                    for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                        if (inner.equals("content")) {
                            content = ContentParser.blocks(in);
                        } else {
                            in.skip();
                        }
                    }
                }
                case "tool_use_result", "toolUseResult" -> toolUseResult = in.capture();
                default -> commonField(field);
            }
        }
        return new UserMessage(
                in.present(content, "message.content"),
                Optional.ofNullable(toolUseResult),
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private Message system() throws IOException {
        String subtype = null;
        String model = null;
        String cwd = null;
        List<String> tools = List.of();
        String permissionMode = null;
        String cliVersion = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            // The subtype may come late, and other subtypes may use these names for other things: read them leniently.
            switch (field) {
                case "subtype" -> subtype = in.string();
                case "model" -> model = in.stringOrSkip();
                case "cwd" -> cwd = in.stringOrSkip();
                case "tools" -> tools = in.stringsOrSkip();
                case "permissionMode" -> permissionMode = in.stringOrSkip();
                case "claude_code_version" -> cliVersion = in.stringOrSkip();
                default -> commonField(field);
            }
        }
        String known = in.present(subtype, "subtype");
        if (!known.equals("init")) {
            return new UnknownSystemMessage(known, Optional.ofNullable(sessionId), Optional.ofNullable(uuid), raw);
        }
        return new InitMessage(
                Optional.ofNullable(model),
                Optional.ofNullable(cwd),
                tools,
                Optional.ofNullable(permissionMode),
                Optional.ofNullable(cliVersion),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private Message result() throws IOException {
        String subtype = null;
        boolean isError = false;
        String result = null;
        List<String> errors = List.of();
        long durationMillis = 0;
        long apiMillis = 0;
        long numTurns = 0;
        OptionalDouble cost = OptionalDouble.empty();
        Usage usage = null;
        String stopReason = null;
        String terminalReason = null;
        OptionalInt apiErrorStatus = OptionalInt.empty();
        RawJson structuredOutput = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "subtype" -> subtype = in.string();
                case "is_error" -> isError = in.bool();
                case "result" -> result = in.string();
                case "errors" -> errors = in.stringsOrSkip();
                case "duration_ms" -> durationMillis = in.integer();
                case "duration_api_ms" -> apiMillis = in.integer();
                case "num_turns" -> numTurns = in.integer();
                case "total_cost_usd" -> cost = in.decimal();
                case "usage" -> usage = usage();
                case "stop_reason" -> stopReason = in.string();
                case "terminal_reason" -> terminalReason = in.string();
                case "api_error_status" ->
                    apiErrorStatus = in.isNull() ? OptionalInt.empty() : OptionalInt.of((int) in.integer());
                case "structured_output" -> structuredOutput = in.isNull() ? null : in.capture();
                default -> commonField(field);
            }
        }
        return new ResultMessage(
                in.present(subtype, "subtype"),
                isError,
                Optional.ofNullable(result),
                errors,
                Duration.ofMillis(durationMillis),
                Duration.ofMillis(apiMillis),
                (int) numTurns,
                cost,
                Optional.ofNullable(usage),
                Optional.ofNullable(stopReason),
                Optional.ofNullable(terminalReason),
                apiErrorStatus,
                Optional.ofNullable(structuredOutput),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private Message streamEvent() throws IOException {
        RawJson event = null;
        String eventType = null;
        OptionalInt index = OptionalInt.empty();
        StreamEvent.Delta delta = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (!field.equals("event")) {
                commonField(field);
                continue;
            }
            in.requireObject();
            int start = in.tokenStart();
            for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                switch (inner) {
                    case "type" -> eventType = in.string();
                    case "index" -> index = OptionalInt.of((int) in.integer());
                    case "delta" -> delta = delta();
                    default -> in.skip();
                }
            }
            event = in.since(start);
        }
        return new StreamEvent(
                in.present(eventType, "event.type"),
                index,
                Optional.ofNullable(delta),
                in.present(event, "event"),
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private StreamEvent.@Nullable Delta delta() throws IOException {
        if (in.isNull()) {
            return null;
        }
        in.requireObject();
        String deltaType = "";
        String text = "";
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "type" -> deltaType = in.stringOr("");
                case "text", "thinking", "partial_json", "signature" -> text = in.stringOr("");
                default -> in.skip();
            }
        }
        return new StreamEvent.Delta(deltaType, text);
    }

    private @Nullable Usage usage() throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        int start = in.tokenStart();
        long input = 0;
        long output = 0;
        long cacheRead = 0;
        long cacheCreation = 0;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "input_tokens" -> input = in.integer();
                case "output_tokens" -> output = in.integer();
                case "cache_read_input_tokens" -> cacheRead = in.integer();
                case "cache_creation_input_tokens" -> cacheCreation = in.integer();
                default -> in.skip();
            }
        }
        return new Usage(input, output, cacheRead, cacheCreation, in.since(start));
    }

    private Message unknown() throws IOException {
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("session_id")) {
                sessionId = in.stringOrSkip();
            } else {
                in.skip();
            }
        }
        return new UnknownMessage(type, Optional.empty(), Optional.ofNullable(sessionId), raw);
    }

    /** After a field of the wrong type: reads the line once more, which also shows whether it is JSON to its end. */
    private static Optional<String> sessionIdOf(byte[] line) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(line)) {
            FieldReader in = new FieldReader(parser, line);
            in.enterObject();
            String found = null;
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                if (field.equals("session_id")) {
                    found = in.stringOrSkip();
                } else {
                    in.skip();
                }
            }
            in.requireEnd();
            return Optional.ofNullable(found);
        }
    }
}
