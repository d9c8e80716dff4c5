package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of an MCP server as the agent has it. It may hold secrets; {@link #toString()} shows none. */
public final class McpServerSettings extends JsonBacked {

    private final ShallowObject in;

    private McpServerSettings(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static McpServerSettings of(RawJson raw) {
        return new McpServerSettings(raw);
    }

    /** {@return how it is reached: {@code stdio}, {@code sse}, {@code http}, {@code sdk}, {@code claudeai-proxy}; absent for {@code stdio} too} */
    public Optional<String> type() {
        return in.string("type");
    }

    /** {@return the program} */
    public Optional<String> command() {
        return in.string("command");
    }

    /** {@return its arguments} */
    public List<String> arguments() {
        return in.strings("args");
    }

    /** {@return its environment variables} */
    public Map<String, String> env() {
        return in.stringMap("env");
    }

    /** {@return its address} */
    public Optional<String> url() {
        return in.string("url");
    }

    /** {@return the headers of its requests} */
    public Map<String, String> headers() {
        return in.stringMap("headers");
    }

    /** {@return the name of an in-process server} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return the id of a connector} */
    public Optional<String> id() {
        return in.string("id");
    }

    /** {@return how long a call may take} */
    public Optional<Duration> timeout() {
        return in.millis("timeout");
    }

    /** {@return whether the model sees its tools at once} */
    public Optional<Boolean> alwaysLoad() {
        return in.bool("alwaysLoad");
    }

    /** {@return policies for its tools} */
    public List<McpToolPolicy> tools() {
        return in.objects("tools", McpToolPolicy::of);
    }
}
