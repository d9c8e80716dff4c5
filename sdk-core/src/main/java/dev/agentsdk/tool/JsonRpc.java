package dev.agentsdk.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0 responses. */
final class JsonRpc {

    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int CANCELLED = -32800;

    private JsonRpc() {}

    static RawJson result(JsonNode id, Object result) {
        return response(id, "result", result);
    }

    static RawJson error(@Nullable JsonNode id, int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        return response(id, "error", error);
    }

    private static RawJson response(@Nullable JsonNode id, String field, Object value) {
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("jsonrpc", "2.0");
        response.put("id", id);
        response.put(field, value);
        return Json.raw(response);
    }
}
