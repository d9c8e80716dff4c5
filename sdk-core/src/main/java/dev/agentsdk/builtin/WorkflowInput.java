package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code Workflow}. */
public final class WorkflowInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private WorkflowInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WorkflowInput of(RawJson raw) {
        return new WorkflowInput(raw);
    }

    /** {@return the script to run} */
    public Optional<String> script() {
        return in.string("script");
    }

    /** {@return the workflow to run, by its name} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return a description; the agent takes that of the script} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return a title; the agent takes that of the script} */
    public Optional<String> title() {
        return in.string("title");
    }

    /** {@return what the script gets, any JSON} */
    public Optional<RawJson> args() {
        return in.raw("args");
    }

    /** {@return the file with the script; it goes before the others} */
    public Optional<String> scriptPath() {
        return in.string("scriptPath");
    }

    /** {@return the run to continue} */
    public Optional<String> resumeFromRunId() {
        return in.string("resumeFromRunId");
    }
}
