package dev.agentsdk.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import java.lang.reflect.InvocationTargetException;

/** The JSON library of the MCP SDK that is there. */
final class JsonHalf {

    private JsonHalf() {}

    /** Of the MCP SDK 1.0 and newer. */
    private static final class Defaults {
        static McpJsonMapper mapper() {
            return McpJsonDefaults.getMapper();
        }
    }

    static McpJsonMapper mapper() {
        try {
            return Defaults.mapper();
        } catch (NoClassDefFoundError e) {
            return ofOlderSdk(e);
        }
    }

    /** Before 1.0 the mapper itself knew it. */
    private static McpJsonMapper ofOlderSdk(NoClassDefFoundError why) {
        try {
            return (McpJsonMapper) McpJsonMapper.class.getMethod("getDefault").invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The MCP SDK has no JSON library", e.getCause());
        } catch (ReflectiveOperationException e) {
            why.addSuppressed(e);
            throw why;
        }
    }
}
