package dev.agentsdk.message.internal;

import com.fasterxml.jackson.core.JsonToken;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.json.internal.FieldReader.Repeated;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The messages of a turn, of which there are many: read field by field into their records. One of these for each line. */
final class TurnMessages {

    private final FieldReader in;
    private final RawJson raw;

    private @Nullable String sessionId;
    private @Nullable String uuid;
    private @Nullable String parentToolUseId;

    TurnMessages(FieldReader in, RawJson raw, @Nullable String sessionId, @Nullable String parentToolUseId) {
        this.in = in;
        this.raw = raw;
        this.sessionId = sessionId;
        this.parentToolUseId = parentToolUseId;
    }

    /** Takes the fields that nearly every message has; skips the others. */
    private void commonField(String name) throws IOException {
        switch (name) {
            case "session_id" -> sessionId = in.repeatedOrElse(Repeated.SESSION_ID, sessionId);
            case "uuid" -> uuid = in.stringOrSkip();
            case "parent_tool_use_id" ->
                parentToolUseId = in.repeatedOrElse(Repeated.PARENT_TOOL_USE_ID, parentToolUseId);
            default -> in.skip();
        }
    }

    Message assistant() throws IOException {
        List<ContentBlock> content = List.of();
        String model = "";
        String messageId = null;
        String stopReason = null;
        Usage usage = null;
        String error = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("message") && in.isObject()) {
                for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                    switch (inner) {
                        case "content" -> content = ContentParser.blocks(in);
                        case "model" -> model = in.repeatedOr(Repeated.MODEL, "");
                        case "id" -> messageId = in.stringOrSkip();
                        case "stop_reason" -> stopReason = in.stringOrSkip();
                        case "usage" -> usage = usage();
                        default -> in.skip();
                    }
                }
            } else if (field.equals("error")) {
                error = in.stringOrSkip();
            } else {
                commonField(field);
            }
        }
        return new AssistantMessage(
                content,
                model,
                Optional.ofNullable(messageId),
                Optional.ofNullable(stopReason),
                Optional.ofNullable(usage),
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(error),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    Message user() throws IOException {
        List<ContentBlock> content = List.of();
        RawJson toolUseResult = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("message") && in.isObject()) {
                for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                    if (inner.equals("content")) {
                        content = ContentParser.blocks(in);
                    } else {
                        in.skip();
                    }
                }
            } else if (field.equals("tool_use_result") || field.equals("toolUseResult")) {
                toolUseResult = in.capture();
            } else {
                commonField(field);
            }
        }
        return new UserMessage(
                content,
                Optional.ofNullable(toolUseResult),
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    Message result() throws IOException {
        String subtype = "";
        Boolean isError = null;
        String result = null;
        List<String> errors = List.of();
        String lone = null;
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
                case "subtype" -> subtype = in.stringOr("");
                case "is_error" -> isError = in.boolOrSkip();
                case "result" -> result = in.stringOrSkip();
                case "errors" -> errors = errorTexts();
                case "error" -> lone = errorText();
                case "duration_ms" -> durationMillis = in.integerOr(0);
                case "duration_api_ms" -> apiMillis = in.integerOr(0);
                case "num_turns" -> numTurns = in.integerOr(0);
                case "total_cost_usd" -> cost = in.decimalOrEmpty();
                case "usage" -> usage = usage();
                case "stop_reason" -> stopReason = in.stringOrSkip();
                case "terminal_reason" -> terminalReason = in.stringOrSkip();
                case "api_error_status" -> apiErrorStatus = in.intOrEmpty();
                // The second name is that of qwen.
                case "structured_output", "structured_result" -> structuredOutput = in.isNull() ? null : in.capture();
                default -> commonField(field);
            }
        }
        return new ResultMessage(
                subtype,
                // Nobody is to take a failed turn for a good one because one field was spoilt.
                isError != null ? isError : subtype.startsWith("error"),
                Optional.ofNullable(result),
                errors.stream().allMatch(Printable::isBlank) && lone != null ? List.of(lone) : errors,
                Duration.ofMillis(durationMillis),
                Duration.ofMillis(apiMillis),
                FieldReader.clamped(numTurns),
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

    /** A list of texts or objects with a message, or a lone one; other elements are left out. */
    private List<String> errorTexts() throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            String lone = errorText();
            return lone == null ? List.of() : List.of(lone);
        }
        List<String> errors = new ArrayList<>();
        while (in.nextElement() != JsonToken.END_ARRAY) {
            String error = errorText();
            if (error != null && in.mayAddElement()) {
                errors.add(error);
            }
        }
        return errors;
    }

    /** Of qwen: what went wrong, as a text or as an object with a message. */
    private @Nullable String errorText() throws IOException {
        if (!in.isObject()) {
            return in.stringOrSkip();
        }
        String text = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("message")) {
                text = in.stringOrSkip();
            } else {
                in.skip();
            }
        }
        return text;
    }

    Message streamEvent() throws IOException {
        RawJson event = null;
        String eventType = "";
        OptionalInt index = OptionalInt.empty();
        StreamEvent.Delta delta = null;
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (!field.equals("event")) {
                commonField(field);
            } else if (!in.isObject()) {
                event = in.capture();
            } else {
                int start = in.tokenStart();
                for (String inner = in.nextField(); inner != null; inner = in.nextField()) {
                    switch (inner) {
                        case "type" -> eventType = in.stringOr("");
                        case "index" -> index = in.intOrEmpty();
                        case "delta" -> delta = delta();
                        default -> in.skip();
                    }
                }
                event = in.since(start);
            }
        }
        return new StreamEvent(
                eventType,
                index,
                Optional.ofNullable(delta),
                event == null ? RawJson.of("{}") : event,
                Optional.ofNullable(parentToolUseId),
                Optional.ofNullable(sessionId),
                Optional.ofNullable(uuid),
                raw);
    }

    private StreamEvent.@Nullable Delta delta() throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
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
                case "input_tokens" -> input = in.integerOr(0);
                case "output_tokens" -> output = in.integerOr(0);
                case "cache_read_input_tokens" -> cacheRead = in.integerOr(0);
                case "cache_creation_input_tokens" -> cacheCreation = in.integerOr(0);
                default -> in.skip();
            }
        }
        return new Usage(input, output, cacheRead, cacheCreation, in.since(start));
    }
}
