package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A task that still runs in the background when an agent is about to end its turn. */
public final class BackgroundTaskSummary extends JsonBacked {

    private final ShallowObject in;

    private BackgroundTaskSummary(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static BackgroundTaskSummary of(RawJson raw) {
        return new BackgroundTaskSummary(raw);
    }

    /** {@return its id} */
    public String id() {
        return in.text("id");
    }

    /** {@return what kind of task, for example {@code shell} or {@code subagent}} */
    public String taskType() {
        return in.text("type");
    }

    /** {@return its state, for example {@code running}} */
    public String status() {
        return in.text("status");
    }

    /** {@return what it does, for people} */
    public String description() {
        return in.text("description");
    }

    /** {@return the command of a shell} */
    public Optional<String> command() {
        return in.string("command");
    }

    /** {@return what kind of subagent} */
    public Optional<String> agentType() {
        return in.string("agent_type");
    }

    /** {@return the MCP server that runs it} */
    public Optional<String> server() {
        return in.string("server");
    }

    /** {@return the tool of that server} */
    public Optional<String> tool() {
        return in.string("tool");
    }

    /** {@return the name of a workflow or of a monitor} */
    public Optional<String> name() {
        return in.string("name");
    }
}
