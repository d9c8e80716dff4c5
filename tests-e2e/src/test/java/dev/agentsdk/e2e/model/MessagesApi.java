package dev.agentsdk.e2e.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.e2e.model.ModelReply.Block;
import dev.agentsdk.e2e.model.ModelReply.Ending;
import dev.agentsdk.e2e.model.ModelReply.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers in the form of the Messages API, which {@code claude} speaks. */
final class MessagesApi implements ModelServer.Dialect {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Object error(int status) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
        return Map.of("type", "error", "error", Map.of("type", type, "message", "scripted failure " + status));
    }

    @Override
    public Object whole(ModelCall call, ModelReply reply) {
        List<Object> content = new ArrayList<>();
        for (Block block : reply.blocks()) {
            content.add(
                    switch (block.kind()) {
                        case TEXT -> Map.of("type", "text", "text", block.content());
                        case THINKING -> Map.of("type", "thinking", "thinking", block.content(), "signature", "c2ln");
                        case TOOL_USE ->
                            Map.of("type", "tool_use", "id", block.id(), "name", block.text(), "input", block.input());
                    });
        }
        Map<String, Object> message = message(call, content);
        message.put("stop_reason", stopReason(reply));
        return message;
    }

    private static Map<String, Object> message(ModelCall call, List<Object> content) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", "msg_" + Long.toHexString(System.nanoTime()));
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", call.model());
        message.put("content", content);
        message.put("stop_reason", null);
        message.put("stop_sequence", null);
        message.put("usage", Map.of("input_tokens", 10, "output_tokens", 1));
        return message;
    }

    private static String stopReason(ModelReply reply) {
        if (reply.ending() == Ending.MAX_TOKENS) {
            return "max_tokens";
        }
        if (reply.ending() == Ending.REFUSAL) {
            return "refusal";
        }
        return reply.toolIds().isEmpty() ? "end_turn" : "tool_use";
    }

    @Override
    public void stream(ModelCall call, ModelReply reply, EventWriter out) throws IOException {
        out.event("message_start", Map.of("type", "message_start", "message", message(call, List.of())));
        for (int i = 0; i < reply.blocks().size(); i++) {
            Block block = reply.blocks().get(i);
            out.event(
                    "content_block_start",
                    Map.of("type", "content_block_start", "index", i, "content_block", emptyBlock(block)));
            for (Map<String, Object> delta : deltas(block, reply.pieceChars())) {
                out.event("content_block_delta", Map.of("type", "content_block_delta", "index", i, "delta", delta));
            }
            boolean last = i == reply.blocks().size() - 1;
            if (last && reply.ending() == Ending.SILENCE) {
                out.beSilent("ping", Map.of("type", "ping"));
            }
            if (last && reply.ending() == Ending.CUT) {
                out.flush();
                throw new IOException("The script cuts the connection here.");
            }
            out.event("content_block_stop", Map.of("type", "content_block_stop", "index", i));
        }
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("stop_reason", stopReason(reply));
        end.put("stop_sequence", null);
        out.event("message_delta", Map.of("type", "message_delta", "delta", end, "usage", Map.of("output_tokens", 5)));
        out.event("message_stop", Map.of("type", "message_stop"));
    }

    private static Map<String, Object> emptyBlock(Block block) {
        return switch (block.kind()) {
            case TEXT -> Map.of("type", "text", "text", "");
            case THINKING -> Map.of("type", "thinking", "thinking", "", "signature", "");
            case TOOL_USE ->
                Map.of("type", "tool_use", "id", block.id(), "name", block.text(), "input", Collections.emptyMap());
        };
    }

    private static List<Map<String, Object>> deltas(Block block, int pieceChars) throws IOException {
        List<Map<String, Object>> deltas = new ArrayList<>();
        if (block.kind() == Kind.TOOL_USE) {
            deltas.add(Map.of("type", "input_json_delta", "partial_json", JSON.writeValueAsString(block.input())));
            return deltas;
        }
        boolean thinking = block.kind() == Kind.THINKING;
        for (String piece : ModelServer.pieces(block.content(), pieceChars)) {
            deltas.add(
                    Map.of("type", thinking ? "thinking_delta" : "text_delta", thinking ? "thinking" : "text", piece));
        }
        if (thinking) {
            deltas.add(Map.of("type", "signature_delta", "signature", "c2ln"));
        }
        return deltas;
    }
}
