package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code Agent}, which starts a subagent. */
public final class AgentInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private AgentInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AgentInput of(RawJson raw) {
        return new AgentInput(raw);
    }

    /** {@return what it does, in a few words} */
    public String description() {
        return in.text("description");
    }

    /** {@return its task} */
    public String prompt() {
        return in.text("prompt");
    }

    /** {@return the kind of subagent} */
    public Optional<String> subagentType() {
        return in.string("subagent_type");
    }

    /** {@return its model} */
    public Optional<String> model() {
        return in.string("model");
    }

    /** {@return its effort} */
    public Optional<String> effort() {
        return in.string("effort");
    }

    /** {@return whether it runs in the background, so that the turn continues before it ends} */
    public Optional<Boolean> runInBackground() {
        return in.bool("run_in_background");
    }

    /** {@return its name} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return the team that it joins} */
    public Optional<String> teamName() {
        return in.string("team_name");
    }

    /** {@return its permission mode} */
    public Optional<String> mode() {
        return in.string("mode");
    }

    /** {@return where it works, for example {@code worktree}} */
    public Optional<String> isolation() {
        return in.string("isolation");
    }
}
