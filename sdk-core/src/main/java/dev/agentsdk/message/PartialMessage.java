package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as far as it is made; see {@link PartialMessages}. It grows with each event that is taken: what its methods
 * return is how it stands at that moment. Each delta is added once, so that a long answer costs no more than its length;
 * {@link #text()} and {@link #content()} cost the length of the answer each time. Not thread-safe.
 *
 * <p>Holds up to {@value #MAX_BLOCKS} blocks and {@value #MAX_CHARS} characters, the default limit of a line; what comes
 * beyond is left out here, and stands in the {@link AssistantMessage}.
 */
public final class PartialMessage {

    /** Several times what answers have. */
    static final int MAX_BLOCKS = 256;

    static final int MAX_CHARS = 16 << 20;

    private final Optional<String> parentToolUseId;
    private int chars;

    /** In the order of their indexes; those with the same index in the order in which they began. */
    private final List<Block> blocks = new ArrayList<>();

    /** The newest block of each index: {@code qwen} 0.24.4 gives all blocks index 0, one after the other. */
    private final Map<Integer, Block> newest = new HashMap<>();

    private String messageId = "";
    private String model = "";
    private Optional<String> stopReason = Optional.empty();
    private boolean complete;

    PartialMessage(Optional<String> parentToolUseId) {
        this.parentToolUseId = parentToolUseId;
    }

    void take(StreamEvent event) {
        switch (event.eventType()) {
            case "message_start" -> start(ShallowObject.of(event.event()).object("message"));
            case "content_block_start" ->
                ShallowObject.of(event.event())
                        .raw("content_block")
                        .filter(whole -> fits(whole.size()))
                        .ifPresent(whole -> beginning(event).ifPresent(block -> block.start(whole)));
            case "content_block_delta" ->
                event.delta()
                        .filter(delta -> fits(delta.text().length()))
                        .ifPresent(delta -> block(event).ifPresent(block -> block.add(delta)));
            case "content_block_stop" -> block(event).ifPresent(block -> block.complete = true);
            case "message_delta" ->
                stopReason = ShallowObject.of(event.event())
                        .object("delta")
                        .string("stop_reason")
                        .or(() -> stopReason);
            case "message_stop" -> complete = true;
            default -> {
                // A ping, or something newer that adds nothing to the answer.
            }
        }
    }

    private void start(ShallowObject message) {
        messageId = message.text("id");
        model = message.text("model");
    }

    private Optional<Block> block(StreamEvent event) {
        int index = event.index().orElse(0);
        Block block = newest.get(index);
        return block != null ? Optional.of(block) : added(index);
    }

    /** The block that begins with the event: a new one, if that with the same index has begun before. */
    private Optional<Block> beginning(StreamEvent event) {
        int index = event.index().orElse(0);
        Block block = newest.get(index);
        return block != null && !block.begun && !block.complete ? Optional.of(block) : added(index);
    }

    private Optional<Block> added(int index) {
        if (blocks.size() >= MAX_BLOCKS) {
            return Optional.empty();
        }
        Block block = new Block(index);
        int place = blocks.size();
        while (place > 0 && blocks.get(place - 1).index > index) {
            place--;
        }
        blocks.add(place, block);
        newest.put(index, block);
        return Optional.of(block);
    }

    private boolean fits(int more) {
        if (more > MAX_CHARS - chars) {
            return false;
        }
        chars += more;
        return true;
    }

    /**
     * The tool call whose subagent speaks.
     *
     * @return empty in the main conversation
     */
    public Optional<String> parentToolUseId() {
        return parentToolUseId;
    }

    /**
     * The API's id of the answer, which the {@link AssistantMessage} will have too.
     *
     * @return the id, empty if its beginning was missed
     */
    public String messageId() {
        return messageId;
    }

    /**
     * The model that speaks.
     *
     * @return its name, empty if the beginning of the answer was missed
     */
    public String model() {
        return model;
    }

    /**
     * Why the model stopped.
     *
     * @return the reason, once it is known
     */
    public Optional<String> stopReason() {
        return stopReason;
    }

    /**
     * Whether the answer is whole.
     *
     * @return true after its last event
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * The text so far: of all text blocks, joined without separator.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return joined("text");
    }

    /**
     * What the model thought so far.
     *
     * @return the thoughts of all blocks, joined without separator
     */
    public String thinking() {
        return joined("thinking");
    }

    private String joined(String type) {
        StringBuilder joined = new StringBuilder();
        for (Block block : blocks) {
            if (block.type.equals(type)) {
                joined.append(block.text);
            }
        }
        return joined.toString();
    }

    /**
     * The arguments so far of a tool call, which are JSON only when they are whole.
     *
     * @param index the place of the block among {@link #content()}
     * @return the beginning of a JSON text; empty if nothing has come, or there is no such block
     */
    public String inputText(int index) {
        return blocks.stream()
                .skip(index)
                .findFirst()
                .filter(Block::isToolUse)
                .map(block -> block.text.toString())
                .orElse("");
    }

    /**
     * The blocks so far, as they will be in the {@link AssistantMessage}, but that the last of them grows. The input of a
     * tool call is an empty object until it is whole.
     *
     * @return the blocks in their order
     */
    public List<ContentBlock> content() {
        List<ContentBlock> content = new ArrayList<>();
        blocks.forEach(block -> content.add(block.toBlock()));
        return List.copyOf(content);
    }

    /** A block as far as it is made. */
    private static final class Block {
        private static final RawJson EMPTY_OBJECT = RawJson.of("{}");

        private final int index;
        private String type = "";
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private RawJson beginning = EMPTY_OBJECT;
        private String id = "";
        private String name = "";
        private boolean begun;
        private boolean complete;

        Block(int index) {
            this.index = index;
        }

        void start(RawJson whole) {
            begun = true;
            ShallowObject block = ShallowObject.of(whole);
            type = block.text("type");
            id = block.text("id");
            name = block.text("name");
            text.append(type.equals("thinking") ? block.text("thinking") : block.text("text"));
            signature.append(block.text("signature"));
            // Not a slice of its line, which may hold much else.
            beginning = RawJson.wrap(whole.utf8(), 0, whole.size());
        }

        void add(StreamEvent.Delta delta) {
            switch (delta.type()) {
                case "text_delta" -> grow("text", delta);
                case "thinking_delta" -> grow("thinking", delta);
                case "input_json_delta" -> grow("tool_use", delta);
                case "signature_delta" -> signature.append(delta.text());
                default -> {
                    // Citations and newer ones: the whole answer has them.
                }
            }
        }

        /** The delta tells the type too, for who has missed the beginning of the block. */
        private void grow(String typeOfDelta, StreamEvent.Delta delta) {
            if (type.isEmpty()) {
                type = typeOfDelta;
            }
            text.append(delta.text());
        }

        boolean isToolUse() {
            return type.equals("tool_use") || type.equals("server_tool_use");
        }

        ContentBlock toBlock() {
            return switch (type) {
                case "text" -> new TextBlock(text.toString(), raw("text", text.toString()));
                case "thinking" ->
                    new ThinkingBlock(text.toString(), signature.toString(), raw("thinking", text.toString()));
                case "tool_use" -> new ToolUseBlock(id, name, input(), raw("input", input()));
                case "server_tool_use" -> new ServerToolUseBlock(id, name, input(), raw("input", input()));
                default -> new UnknownBlock(type, beginning);
            };
        }

        /** A tool without arguments gets no deltas, and has its input in the beginning, if anywhere. */
        private RawJson input() {
            if (!complete || text.isEmpty()) {
                return ShallowObject.of(beginning).raw("input").orElse(EMPTY_OBJECT);
            }
            try {
                return RawJson.of(text.toString());
            } catch (IllegalArgumentException e) {
                // Cut off, as when an answer reaches its limit of tokens.
                return EMPTY_OBJECT;
            }
        }

        private RawJson raw(String field, Object value) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", type);
            if (isToolUse()) {
                json.put("id", id);
                json.put("name", name);
            }
            json.put(field, value);
            if (!signature.isEmpty()) {
                json.put("signature", signature.toString());
            }
            return Json.raw(json);
        }
    }
}
