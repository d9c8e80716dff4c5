package dev.agentsdk.internal.session;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.UserMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;

/**
 * Makes valid messages of all known types, with what a parser must make of them: fields in any order, unknown ones among
 * them, blanks between the tokens.
 */
final class RandomMessages {

    /** A line and the message that it says. */
    record Made(String line, Message message) {}

    private static final String CHARACTERS = "ab \"\\/\b\n\t\u0000\u001f\u007f\u00e4\u20ac\u2028{}[]:,'";
    private static final String[] BLANKS = {"", "", "", " ", "  ", "\t", "\r\n"};

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    Made next() {
        return switch (random.nextInt(5)) {
            case 0 -> assistant();
            case 1 -> user();
            case 2 -> init();
            case 3 -> result();
            default -> streamEvent();
        };
    }

    // ---- values and how they are written

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(20) == 0) {
                text.append("\ud83d\ude00");
            } else {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
        }
        return text.toString();
    }

    /** Each character written in one of the ways in which it may be. */
    private String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(6) == 0) {
                json.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else if (Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private String anyJson(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> quoted(text());
            case 1 -> String.valueOf(random.nextLong());
            case 2 ->
                random.nextInt(100) + "." + random.nextInt(100) + (random.nextBoolean() ? "e-" : "E+")
                        + random.nextInt(400);
            case 3 -> String.valueOf(random.nextBoolean());
            case 4 -> "null";
            case 5 -> list(random.nextInt(4), i -> anyJson(depth + 1));
            default -> new Fields().extras(depth).json();
        };
    }

    private String list(int size, Function<Integer, String> element) {
        StringBuilder json = new StringBuilder("[" + blank());
        for (int i = 0; i < size; i++) {
            json.append(i == 0 ? "" : blank() + "," + blank()).append(element.apply(i));
        }
        return json.append(blank()).append(']').toString();
    }

    /** The fields of an object, each already written. */
    private final class Fields {
        private final List<String> fields = new ArrayList<>();

        Fields put(String name, String json) {
            fields.add("\"" + name + "\"" + blank() + ":" + blank() + json);
            return this;
        }

        String text(String name) {
            String value = RandomMessages.this.text();
            put(name, quoted(value));
            return value;
        }

        /** There, null or missing. */
        Optional<String> optionalText(String name) {
            int kind = random.nextInt(3);
            if (kind == 0) {
                put(name, "null");
            }
            return kind == 2 ? Optional.of(text(name)) : Optional.empty();
        }

        int number(String name) {
            int value = random.nextInt();
            put(name, value + (random.nextInt(4) == 0 ? ".0" : ""));
            return value;
        }

        Fields extras(int depth) {
            for (int i = random.nextInt(4); i > 0; i--) {
                put("x" + fields.size() + quotedInside(), anyJson(depth + 1));
            }
            return this;
        }

        private String quotedInside() {
            String quoted = quoted(RandomMessages.this.text());
            return quoted.substring(1, quoted.length() - 1);
        }

        String json() {
            Collections.shuffle(fields, random);
            return "{" + blank() + String.join(blank() + "," + blank(), fields) + blank() + "}";
        }

        String line() {
            return extras(0).json();
        }
    }

    // ---- messages

    private ContentBlock block() {
        Fields fields = new Fields().extras(1);
        switch (random.nextInt(5)) {
            case 0 -> {
                String text = fields.put("type", "\"text\"").text("text");
                return new TextBlock(text, RawJson.of(fields.json()));
            }
            case 1 -> {
                fields.put("type", "\"thinking\"");
                String thinking = fields.text("thinking");
                String signature = fields.optionalText("signature").orElse("");
                return new ThinkingBlock(thinking, signature, RawJson.of(fields.json()));
            }
            case 2 -> {
                fields.put("type", "\"tool_use\"");
                String input = new Fields().extras(1).json();
                fields.put("input", input);
                String id = fields.text("id");
                String name = fields.text("name");
                return new ToolUseBlock(id, name, RawJson.of(input), RawJson.of(fields.json()));
            }
            case 3 -> {
                fields.put("type", "\"tool_result\"");
                String id = fields.text("tool_use_id");
                boolean isError = random.nextBoolean();
                fields.put("is_error", String.valueOf(isError));
                List<ContentBlock> content = content(fields);
                return new ToolResultBlock(id, content, isError, RawJson.of(fields.json()));
            }
            default -> {
                return new UnknownBlock(
                        "image", RawJson.of(fields.put("type", "\"image\"").json()));
            }
        }
    }

    /** A plain text or a list of blocks. */
    private List<ContentBlock> content(Fields fields) {
        if (random.nextBoolean()) {
            String text = text();
            String json = quoted(text);
            fields.put("content", json);
            return List.of(new TextBlock(text, RawJson.of(json)));
        }
        List<ContentBlock> blocks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            blocks.add(block());
        }
        fields.put("content", list(blocks.size(), i -> blocks.get(i).raw().text()));
        return blocks;
    }

    private Optional<Usage> usage(Fields fields) {
        if (random.nextBoolean()) {
            return Optional.empty();
        }
        Fields usage = new Fields().extras(1);
        int input = usage.number("input_tokens");
        int output = usage.number("output_tokens");
        int read = usage.number("cache_read_input_tokens");
        int creation = usage.number("cache_creation_input_tokens");
        String json = usage.json();
        fields.put("usage", json);
        return Optional.of(new Usage(input, output, read, creation, RawJson.of(json)));
    }

    private Made assistant() {
        Fields message = new Fields().extras(0);
        List<ContentBlock> content = content(message);
        String model = message.text("model");
        Optional<String> id = message.optionalText("id");
        Optional<String> stopReason = message.optionalText("stop_reason");
        Optional<Usage> usage = usage(message);
        Fields fields = new Fields().put("type", "\"assistant\"").put("message", message.json());
        Optional<String> parent = fields.optionalText("parent_tool_use_id");
        Optional<String> error = fields.optionalText("error");
        Optional<String> session = fields.optionalText("session_id");
        Optional<String> uuid = fields.optionalText("uuid");
        String line = fields.line();
        return new Made(
                line,
                new AssistantMessage(
                        content, model, id, stopReason, usage, parent, error, session, uuid, RawJson.of(line)));
    }

    private Made user() {
        Fields message = new Fields().extras(0);
        List<ContentBlock> content = content(message);
        Fields fields = new Fields().put("type", "\"user\"").put("message", message.json());
        Optional<RawJson> toolResult = Optional.empty();
        if (random.nextBoolean()) {
            String json = new Fields().extras(0).json();
            fields.put("tool_use_result", json);
            toolResult = Optional.of(RawJson.of(json));
        }
        Optional<String> parent = fields.optionalText("parent_tool_use_id");
        Optional<String> session = fields.optionalText("session_id");
        Optional<String> uuid = fields.optionalText("uuid");
        String line = fields.line();
        return new Made(line, new UserMessage(content, toolResult, parent, session, uuid, RawJson.of(line)));
    }

    private Made init() {
        Fields fields = new Fields().put("type", "\"system\"").put("subtype", "\"init\"");
        List<String> tools = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tools.add(text());
        }
        fields.put("tools", list(tools.size(), i -> quoted(tools.get(i))));
        Optional<String> model = fields.optionalText("model");
        Optional<String> cwd = fields.optionalText("cwd");
        Optional<String> mode = fields.optionalText("permissionMode");
        Optional<String> version = fields.optionalText("claude_code_version");
        Optional<String> session = fields.optionalText("session_id");
        Optional<String> uuid = fields.optionalText("uuid");
        String line = fields.line();
        return new Made(line, new InitMessage(model, cwd, tools, mode, version, session, uuid, RawJson.of(line)));
    }

    private Made result() {
        Fields fields = new Fields().put("type", "\"result\"");
        String subtype = fields.text("subtype");
        boolean isError = random.nextBoolean();
        fields.put("is_error", String.valueOf(isError));
        Optional<String> text = fields.optionalText("result");
        List<String> errors = random.nextBoolean() ? List.of() : List.of(text(), text());
        fields.put("errors", list(errors.size(), i -> quoted(errors.get(i))));
        int millis = fields.number("duration_ms");
        int apiMillis = fields.number("duration_api_ms");
        int turns = fields.number("num_turns");
        double cost = random.nextDouble();
        fields.put("total_cost_usd", String.valueOf(cost));
        Optional<Usage> usage = usage(fields);
        Optional<String> stop = fields.optionalText("stop_reason");
        Optional<String> terminal = fields.optionalText("terminal_reason");
        int status = fields.number("api_error_status");
        String output = new Fields().extras(0).json();
        fields.put("structured_output", output);
        Optional<String> session = fields.optionalText("session_id");
        Optional<String> uuid = fields.optionalText("uuid");
        String line = fields.line();
        return new Made(
                line,
                new ResultMessage(
                        subtype,
                        isError,
                        text,
                        errors,
                        Duration.ofMillis(millis),
                        Duration.ofMillis(apiMillis),
                        turns,
                        OptionalDouble.of(cost),
                        usage,
                        stop,
                        terminal,
                        OptionalInt.of(status),
                        Optional.of(RawJson.of(output)),
                        session,
                        uuid,
                        RawJson.of(line)));
    }

    private Made streamEvent() {
        Fields event = new Fields().extras(1);
        String eventType = event.text("type");
        OptionalInt index = random.nextBoolean() ? OptionalInt.of(event.number("index")) : OptionalInt.empty();
        Fields delta = new Fields().extras(1);
        String deltaType = delta.text("type");
        String added = delta.text(
                List.of("text", "thinking", "partial_json", "signature").get(random.nextInt(4)));
        event.put("delta", delta.json());
        String json = event.json();
        Fields fields = new Fields().put("type", "\"stream_event\"").put("event", json);
        Optional<String> parent = fields.optionalText("parent_tool_use_id");
        Optional<String> session = fields.optionalText("session_id");
        Optional<String> uuid = fields.optionalText("uuid");
        String line = fields.line();
        StreamEvent.Delta made = new StreamEvent.Delta(deltaType, added);
        return new Made(
                line,
                new StreamEvent(
                        eventType,
                        index,
                        Optional.of(made),
                        RawJson.of(json),
                        parent,
                        session,
                        uuid,
                        RawJson.of(line)));
    }
}
