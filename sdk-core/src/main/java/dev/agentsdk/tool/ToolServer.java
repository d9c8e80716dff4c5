package dev.agentsdk.tool;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offers tools to an agent. Thread-safe; one instance may serve many agents at once.
 *
 * <pre>{@code
 * AgentOptions.builder().toolServer(ToolServer.of("calc", add, multiply)).allowedTools("mcp__calc__add")
 * }</pre>
 *
 * <p>Tools can be added and removed at any time, also by a tool of the server itself:
 *
 * <pre>{@code
 * ToolServer server = ToolServer.of("calc", add);
 * AgentSession session = AgentSession.open(AgentOptions.builder().toolServer(server).build());
 * server.addTool(multiply);
 * server.removeTool("add");
 * }</pre>
 *
 * <p>Each change is sent as {@code notifications/tools/list_changed} to all sessions that the server is open in, and whose
 * agent has finished the MCP handshake. {@code claude} 2.1 then asks for the list again, and the model sees the change with
 * its next request; a list in {@code AgentOptions.allowedTools} does not change. {@code qwen} 0.24 takes no notifications:
 * it keeps the list that it read at its start, so that an added tool is not offered, and a call of a removed tool gets an
 * error. A session that is opened after the change has the new list on any agent.
 *
 * <p>A call of a tool that was removed gets an error result, which the model can read. A call that runs while its tool is
 * removed ends as if the tool were still there.
 */
public final class ToolServer implements McpServer {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String name;
    private final String version;
    private final @Nullable String instructions;
    private final Map<String, Object> config;

    /** By name, in order. Replaced as a whole, never changed: readers need no lock. Written under the lock of this. */
    private volatile Map<String, Tool> tools;

    /** The open connections. Each removes itself when it is closed. */
    private final Set<ToolServerSession> sessions = ConcurrentHashMap.newKeySet();

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
        return new ToolServer(name, "1.0.0", null, byName(name, tools), Map.of());
    }

    private static Map<String, Tool> byName(String server, Collection<Tool> tools) {
        Map<String, Tool> byName = new LinkedHashMap<>();
        for (Tool tool : tools) {
            if (byName.put(tool.name(), tool) != null) {
                throw new IllegalArgumentException(
                        "Two tools of the server " + server + " have the name " + tool.name());
            }
        }
        return byName;
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
     * @return a changed copy, with the tools of this moment: the two servers change independently from now on
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
     * @return a changed copy, as for {@link #alwaysLoaded}
     */
    public ToolServer withVersion(String version) {
        return new ToolServer(name, Objects.requireNonNull(version, "version"), instructions, tools, config);
    }

    /**
     * Tells the model how to use the tools.
     *
     * @param instructions the text
     * @return a changed copy, as for {@link #alwaysLoaded}
     */
    public ToolServer withInstructions(String instructions) {
        return new ToolServer(name, version, Objects.requireNonNull(instructions, "instructions"), tools, config);
    }

    /**
     * Adds to the agent's configuration of this server.
     *
     * @param key for example {@code timeout} (milliseconds) or {@code alwaysLoad}; which there are depends on the agent
     * @param value a string, number, boolean, list or map
     * @return a changed copy, as for {@link #alwaysLoaded}
     */
    public ToolServer withConfig(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        changed.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return new ToolServer(name, version, instructions, tools, Map.copyOf(changed));
    }

    /**
     * Adds a tool, behind the others. Open sessions are notified; does not wait for them.
     *
     * @param tool the tool
     * @throws IllegalArgumentException if the server has a tool of this name; {@link #setTools} replaces one
     */
    public void addTool(Tool tool) {
        synchronized (this) {
            if (tools.containsKey(tool.name())) {
                throw new IllegalArgumentException(
                        "The server " + name + " already has a tool of the name " + tool.name() + ".");
            }
            Map<String, Tool> changed = new LinkedHashMap<>(tools);
            changed.put(tool.name(), tool);
            tools = changed;
        }
        notifySessions();
    }

    /**
     * Removes a tool. Open sessions are notified; does not wait for them. Calls of the tool that are running go on to their
     * end; later ones get an error result.
     *
     * @param toolName its name, as in {@link Tool#name()}
     * @return whether the server had it; if not, nothing is sent
     */
    public boolean removeTool(String toolName) {
        synchronized (this) {
            if (!tools.containsKey(toolName)) {
                return false;
            }
            Map<String, Tool> changed = new LinkedHashMap<>(tools);
            changed.remove(toolName);
            tools = changed;
        }
        notifySessions();
        return true;
    }

    /**
     * Replaces all tools at once, with one notification to each open session: an agent never sees a state in between. Calls
     * that are running end with the tool that they began with.
     *
     * @param tools what the server offers from now on; may be empty
     * @throws IllegalArgumentException if two tools have the same name; then nothing is changed
     */
    public void setTools(List<Tool> tools) {
        Map<String, Tool> changed = byName(name, tools);
        synchronized (this) {
            this.tools = changed;
        }
        notifySessions();
    }

    private void notifySessions() {
        sessions.forEach(ToolServerSession::toolsChanged);
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
     * What it offers at this moment.
     *
     * @return the tools, in order; does not change
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
        ToolServerSession session = new ToolServerSession(this, peer);
        sessions.add(session);
        return session;
    }

    void closed(ToolServerSession session) {
        sessions.remove(session);
    }

    @Override
    public String toString() {
        return "ToolServer[" + name + ", " + tools.keySet() + "]";
    }
}
