package dev.agentsdk.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request of an agent before the MCP SDK sees it. The MCP SDK logs a warning, often with a stack trace, for each
 * request that has not the shape that its method asks for, and shows ids, versions and names as they came. An agent could
 * fill a log so, or forge lines of it.
 */
final class RequestChecks {

    /** An agent that describes itself needs some hundred bytes. All of it is logged. */
    private static final int MAX_TEXT_CHARS = 500;

    private static final int MAX_ENTRIES = 200;

    private static final int MAX_DEPTH = 8;

    /** Clients take numbers or UUIDs. */
    private static final int MAX_ID_CHARS = 256;

    private static final Set<String> LEVELS =
            Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    /** What the MCP SDK makes of the parameters, for the methods where they count. */
    private static final Map<String, Class<?>> TYPES = Map.of(
            McpSchema.METHOD_INITIALIZE, McpSchema.InitializeRequest.class,
            McpSchema.METHOD_TOOLS_CALL, McpSchema.CallToolRequest.class,
            McpSchema.METHOD_PROMPT_GET, McpSchema.GetPromptRequest.class,
            McpSchema.METHOD_RESOURCES_READ, McpSchema.ReadResourceRequest.class,
            McpSchema.METHOD_RESOURCES_SUBSCRIBE, McpSchema.SubscribeRequest.class,
            McpSchema.METHOD_RESOURCES_UNSUBSCRIBE, McpSchema.UnsubscribeRequest.class,
            McpSchema.METHOD_COMPLETION_COMPLETE, McpSchema.CompleteRequest.class,
            McpSchema.METHOD_LOGGING_SET_LEVEL, McpSchema.SetLevelRequest.class);

    private static final Set<String> LISTS = Set.of(
            McpSchema.METHOD_TOOLS_LIST,
            McpSchema.METHOD_PROMPT_LIST,
            McpSchema.METHOD_RESOURCES_LIST,
            McpSchema.METHOD_RESOURCES_TEMPLATES_LIST);

    private final McpJsonMapper json;
    private final List<String> versions;

    RequestChecks(McpJsonMapper json, List<String> versions) {
        this.json = json;
        this.versions = List.copyOf(versions);
    }

    /** A request with a wrong shape. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int code;

        Refused(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Checks a request.
     *
     * @param request as the agent wrote it
     * @return what the MCP SDK may see: the same request, but for {@code initialize}, which is logged whole
     * @throws Refused if its id or its parameters have not the shape that the method asks for
     */
    JSONRPCRequest check(JSONRPCRequest request) throws Refused {
        if (request.id() instanceof String id
                && (id.length() > MAX_ID_CHARS || !printable(id, MAX_ID_CHARS).equals(id))) {
            throw new Refused(
                    McpSchema.ErrorCodes.INVALID_REQUEST,
                    "An id must have no more than " + MAX_ID_CHARS + " characters, all of them printable.");
        }
        Object params = request.params();
        if (params != null && !(params instanceof Map)) {
            throw invalid("params", "an object");
        }
        Class<?> type = TYPES.get(request.method());
        if (type == null) {
            // A list has an optional cursor; others have no handler, or do not look at what they get.
            if (LISTS.contains(request.method())) {
                optional(map(params), "cursor", String.class, "a string");
                optional(map(params), "_meta", Map.class, "an object");
            }
            return request;
        }
        if (params == null) {
            throw invalid("params", "an object");
        }
        Map<?, ?> object = map(params);
        requireFields(request.method(), object);
        JSONRPCRequest checked =
                request.method().equals(McpSchema.METHOD_INITIALIZE) ? initialize(request, object) : request;
        try {
            json.convertValue(checked.params(), type);
        } catch (RuntimeException e) {
            // Without its message, which repeats what the agent wrote.
            throw new Refused(
                    McpSchema.ErrorCodes.INVALID_PARAMS,
                    "The params do not have the form that " + request.method() + " asks for.");
        }
        return checked;
    }

    /** What the MCP SDK would replace by something else, with a warning each time. */
    private static void requireFields(String method, Map<?, ?> params) throws Refused {
        switch (method) {
            case McpSchema.METHOD_INITIALIZE -> {
                required(params, "protocolVersion", String.class, "a string");
                required(params, "capabilities", Map.class, "an object");
                Map<?, ?> info = required(params, "clientInfo", Map.class, "an object");
                required(info, "name", String.class, "a string");
                required(info, "version", String.class, "a string");
            }
            case McpSchema.METHOD_TOOLS_CALL, McpSchema.METHOD_PROMPT_GET ->
                required(params, "name", String.class, "a string");
            case McpSchema.METHOD_COMPLETION_COMPLETE -> {
                Map<?, ?> ref = required(params, "ref", Map.class, "an object");
                String kind = required(ref, "type", String.class, "a string");
                if (!kind.equals("ref/prompt") && !kind.equals("ref/resource")) {
                    throw invalid("ref.type", "ref/prompt or ref/resource");
                }
                required(ref, kind.equals("ref/prompt") ? "name" : "uri", String.class, "a string");
                Map<?, ?> argument = required(params, "argument", Map.class, "an object");
                required(argument, "name", String.class, "a string");
                required(argument, "value", String.class, "a string");
            }
            case McpSchema.METHOD_LOGGING_SET_LEVEL -> {
                if (!LEVELS.contains(required(params, "level", String.class, "a string"))) {
                    throw invalid("level", "one of the levels of the protocol");
                }
            }
            default -> required(params, "uri", String.class, "a string");
        }
    }

    private static Map<?, ?> map(@Nullable Object params) {
        return params instanceof Map<?, ?> object ? object : Map.of();
    }

    private static <T> T required(Map<?, ?> in, String name, Class<T> type, String what) throws Refused {
        Object value = in.get(name);
        if (!type.isInstance(value)) {
            throw invalid(name, what);
        }
        return type.cast(value);
    }

    private static void optional(Map<?, ?> in, String name, Class<?> type, String what) throws Refused {
        Object value = in.get(name);
        if (value != null && !type.isInstance(value)) {
            throw invalid(name, what);
        }
    }

    private static Refused invalid(String name, String what) {
        return new Refused(McpSchema.ErrorCodes.INVALID_PARAMS, "\"" + name + "\" must be " + what + ".");
    }

    /** The answer is the same with the newest version in the place of an unknown one: a server suggests its newest. */
    private JSONRPCRequest initialize(JSONRPCRequest request, Map<?, ?> params) throws Refused {
        Map<String, @Nullable Object> clean = new LinkedHashMap<>();
        Cleaner cleaner = new Cleaner();
        for (String name : List.of("capabilities", "clientInfo")) {
            clean.put(name, cleaner.clean(params.get(name), 0));
        }
        Object version = params.get("protocolVersion");
        clean.put(
                "protocolVersion",
                versions.contains(version) ? String.valueOf(version) : versions.get(versions.size() - 1));
        // By the constructor that all versions of the MCP SDK have.
        return new JSONRPCRequest("2.0", request.method(), request.id(), clean);
    }

    /** Copies JSON with printable texts, up to a number of entries. */
    private static final class Cleaner {
        private int entries;

        @Nullable
        Object clean(@Nullable Object value, int depth) throws Refused {
            entries++;
            if (entries > MAX_ENTRIES || depth > MAX_DEPTH) {
                throw new Refused(
                        McpSchema.ErrorCodes.INVALID_PARAMS,
                        "capabilities and clientInfo must have no more than " + MAX_ENTRIES + " entries and "
                                + MAX_DEPTH + " levels.");
            }
            if (value instanceof String text) {
                return printable(text, MAX_TEXT_CHARS);
            }
            if (value instanceof Map<?, ?> object) {
                Map<String, @Nullable Object> clean = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    String key = printable(String.valueOf(entry.getKey()), MAX_TEXT_CHARS);
                    clean.put(key, clean(entry.getValue(), depth + 1));
                }
                return clean;
            }
            if (value instanceof List<?> list) {
                List<@Nullable Object> clean = new ArrayList<>();
                for (Object element : list) {
                    clean.add(clean(element, depth + 1));
                }
                return clean;
            }
            return value;
        }
    }

    /** With a question mark for what a terminal acts on, and what cannot be seen. */
    private static String printable(String text, int maxChars) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(maxChars).forEach(c -> printable.appendCodePoint(isPrintable(c) ? c : '?'));
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
