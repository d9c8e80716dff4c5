package dev.agentsdk.tool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offers tools to an agent. Immutable; one instance may serve many agents at once.
 *
 * <pre>{@code
 * AgentOptions.builder().toolServer(ToolServer.of("calc", add, multiply)).allowedTools("mcp__calc__add")
 * }</pre>
 */
public final class ToolServer implements McpServer {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String name;
    private final String version;
    private final @Nullable String instructions;
    private final Map<String, Tool> tools;
    private final Map<String, Object> config;

    private ToolServer(
            String name,
            String version,
            @Nullable String instructions,
            Map<String, Tool> tools,
            Map<String, Object> config) {
        this.name = name;
        this.version = version;
        this.instructions = instructions;
        this.tools = tools;
        this.config = config;
    }

    /**
     * A server.
     *
     * @param name its name: letters, digits, {@code _} and {@code -}; the model sees its tools as {@code mcp__name__tool}
     * @param tools what it offers
     * @return the server
     * @throws IllegalArgumentException if the name is not valid, or two tools have the same
     */
    public static ToolServer of(String name, Tool... tools) {
        return of(name, List.of(tools));
    }

    /**
     * A server.
     *
     * @param name as for {@link #of(String, Tool...)}
     * @param tools what it offers
     * @return the server
     * @throws IllegalArgumentException if the name is not valid, or two tools have the same
     */
    public static ToolServer of(String name, List<Tool> tools) {
        requireName(name);
        Map<String, Tool> byName = new LinkedHashMap<>();
        for (Tool tool : tools) {
            if (byName.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException("Two tools of the server " + name + " have the name " + tool.name());
            }
        }
        return new ToolServer(name, "1.0.0", null, byName, Map.of());
    }

    /**
     * A server of the methods of objects that have {@link AgentTool}.
     *
     * @param name as for {@link #of(String, Tool...)}
     * @param targets plain objects
     * @return the server
     * @throws IllegalArgumentException as {@link Tool#ofMethods} and {@link #of(String, Tool...)} do
     */
    public static ToolServer ofMethods(String name, Object... targets) {
        return of(
                name,
                Arrays.stream(targets)
                        .flatMap(target -> Tool.ofMethods(target).stream())
                        .toList());
    }

    /**
     * Has the agent load all tools of the server at once, not only when the model looks for them.
     *
     * @return a changed copy
     */
    public ToolServer alwaysLoaded() {
        return withConfig("alwaysLoad", true);
    }

    /**
     * Checks the name of a server.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is none
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a tool server has 1 to 64 letters, digits, '_' and '-', not: " + name);
        }
        return name;
    }

    /**
     * Sets the version that the agent is told.
     *
     * @param version 1.0.0 by default
     * @return a changed copy
     */
    public ToolServer withVersion(String version) {
        return new ToolServer(name, Objects.requireNonNull(version, "version"), instructions, tools, config);
    }

    /**
     * Tells the model how to use the tools.
     *
     * @param instructions the text
     * @return a changed copy
     */
    public ToolServer withInstructions(String instructions) {
        return new ToolServer(name, version, Objects.requireNonNull(instructions, "instructions"), tools, config);
    }

    /**
     * Adds to the agent's configuration of this server.
     *
     * @param key for example {@code timeout} (milliseconds) or {@code alwaysLoad}; which there are depends on the agent
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public ToolServer withConfig(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        changed.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new ToolServer(name, version, instructions, tools, Map.copyOf(changed));
    }

    /**
     * The name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What it offers.
     *
     * @return the tools, in order
     */
    public List<Tool> tools() {
        return List.copyOf(tools.values());
    }

    String version() {
        return version;
    }

    Optional<String> instructions() {
        return Optional.ofNullable(instructions);
    }

    @Nullable
    Tool tool(String toolName) {
        return tools.get(toolName);
    }

    @Override
    public Map<String, Object> config() {
        return config;
    }

    @Override
    public McpServerSession open(McpPeer peer) {
        return new ToolServerSession(this, peer);
    }

    @Override
    public String toString() {
        return "ToolServer[" + name + ", " + tools.keySet() + "]";
    }
}
