package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.e2e.model.ModelReply.Block;
import dev.agentsdk.e2e.model.ModelReply.Ending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers in the form of the OpenAI chat completions, which {@code qwen} speaks. */
final class ChatApi implements ModelServer.Dialect {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Object> USAGE =
            Map.of("prompt_tokens", 10, "completion_tokens", 5, "total_tokens", 15);

    @Override
    public Object error(int status) {
        return Map.of("error", Map.of("message", "scripted failure " + status, "type", "error", "code", "" + status));
    }

    @Override
    public Object whole(ModelCall call, ModelReply reply) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        StringBuilder text = new StringBuilder();
        List<Object> calls = new ArrayList<>();
        for (Block block : reply.blocks()) {
            switch (block.kind()) {
                case TEXT -> text.append(block.content());
                case THINKING -> message.put("reasoning_content", block.content());
                case TOOL_USE -> calls.add(toolCall(block, calls.size()));
            }
        }
        message.put("content", text.toString());
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
        return completion(
                call, "chat.completion", Map.of("index", 0, "message", message, "finish_reason", finishReason(reply)));
    }

    private static Map<String, Object> completion(ModelCall call, String object, Map<String, Object> choice) {
        Map<String, Object> completion = new LinkedHashMap<>();
        completion.put("id", "chatcmpl-" + Long.toHexString(System.nanoTime()));
        completion.put("object", object);
        completion.put("created", 1);
        completion.put("model", call.model());
        completion.put("choices", List.of(choice));
        if (choice.containsKey("finish_reason")) {
            completion.put("usage", USAGE);
        }
        return completion;
    }

    private static Map<String, Object> toolCall(Block block, int index) {
        try {
            return Map.of(
                    "index",
                    index,
                    "id",
                    block.id(),
                    "type",
                    "function",
                    "function",
                    Map.of("name", block.text(), "arguments", JSON.writeValueAsString(block.input())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input of the tool is no JSON.", e);
        }
    }

    private static String finishReason(ModelReply reply) {
        if (reply.ending() == Ending.MAX_TOKENS) {
            return "length";
        }
        return reply.toolIds().isEmpty() ? "stop" : "tool_calls";
    }

    @Override
    public void stream(ModelCall call, ModelReply reply, EventWriter out) throws IOException {
        delta(call, out, Map.of("role", "assistant", "content", ""));
        int toolCalls = 0;
        for (Block block : reply.blocks()) {
            switch (block.kind()) {
                case TEXT -> {
                    for (String piece : ModelServer.pieces(block.content(), reply.pieceChars())) {
                        delta(call, out, Map.of("content", piece));
                    }
                }
                case THINKING -> delta(call, out, Map.of("reasoning_content", block.content()));
                case TOOL_USE -> delta(call, out, Map.of("tool_calls", List.of(toolCall(block, toolCalls++))));
            }
        }
        if (reply.ending() == Ending.SILENCE) {
            out.beSilent("", Map.of());
        }
        if (reply.ending() == Ending.CUT) {
            out.flush();
            throw new IOException("The script cuts the connection here.");
        }
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("delta", Map.of());
        choice.put("finish_reason", finishReason(reply));
        out.event("", completion(call, "chat.completion.chunk", choice));
        out.event("", "[DONE]");
    }

    private static void delta(ModelCall call, EventWriter out, Map<String, Object> delta) throws IOException {
        out.event("", completion(call, "chat.completion.chunk", Map.of("index", 0, "delta", delta)));
    }
}
