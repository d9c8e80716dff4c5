package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** What used the limits of the account in a time. */
public final class UsagePeriod extends JsonBacked {

    private final ShallowObject in;

    private UsagePeriod(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static UsagePeriod of(RawJson raw) {
        return new UsagePeriod(raw);
    }

    /** {@return how many requests there were} */
    public long requestCount() {
        return in.number("request_count").orElse(0);
    }

    /** {@return in how many sessions} */
    public long sessionCount() {
        return in.number("session_count").orElse(0);
    }

    /** {@return habits that cost much, for example {@code long_context}} */
    public List<UsageShare> behaviors() {
        return in.objects("behaviors", UsageShare::of);
    }

    /** {@return advice} */
    public List<UsageShare> recommendations() {
        return in.objects("recommendations", UsageShare::of);
    }

    /** {@return habits that the CLI offers to change} */
    public List<String> fixKeys() {
        return in.object("fix").strings("keys");
    }

    /** {@return how, for people} */
    public List<String> fixMessages() {
        return in.object("fix").strings("messages");
    }

    /** {@return the share of subagents} */
    public List<UsageShare> agents() {
        return in.objects("agents", UsageShare::of);
    }

    /** {@return the share of skills} */
    public List<UsageShare> skills() {
        return in.objects("skills", UsageShare::of);
    }

    /** {@return the share of plugins} */
    public List<UsageShare> plugins() {
        return in.objects("plugins", UsageShare::of);
    }

    /** {@return the share of MCP servers} */
    public List<UsageShare> mcpServers() {
        return in.objects("mcp_servers", UsageShare::of);
    }
}
