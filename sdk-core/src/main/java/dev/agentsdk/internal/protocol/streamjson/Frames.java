package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.internal.Json;
import dev.agentsdk.message.UserInput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a session writes. Shapes as the official SDKs write them: the id of a response stands inside
 * {@code response}, that of a request and a cancel at the top.
 */
public final class Frames {

    private Frames() {}

    public static byte[] user(UserInput input, String sessionId) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("type", "user");
        message.put("session_id", sessionId);
        message.put("message", Map.of("role", "user", "content", input.content()));
        message.put("parent_tool_use_id", null);
        message.putAll(input.fields());
        return Json.encode(message);
    }

    public static byte[] request(String id, Map<String, ?> request) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "control_request");
        frame.put("request_id", id);
        frame.put("request", request);
        return Json.encode(frame);
    }

    public static byte[] cancel(String id) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "control_cancel_request");
        frame.put("request_id", id);
        return Json.encode(frame);
    }

    public static byte[] success(RequestId id, Object answer) {
        return response("success", id, "response", answer);
    }

    public static byte[] error(RequestId id, String text) {
        return response("error", id, "error", text);
    }

    private static byte[] response(String subtype, RequestId id, String field, Object value) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("subtype", subtype);
        response.put("request_id", id.toJson());
        response.put(field, value);
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "control_response");
        frame.put("response", response);
        return Json.encode(frame);
    }
}
