package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code Workflow}. */
public final class WorkflowOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private WorkflowOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static WorkflowOutput of(RawJson raw) {
        return new WorkflowOutput(raw);
    }

    /** {@return {@code async_launched}, {@code remote_launched} or newer} */
    public String status() {
        return in.text("status");
    }

    /** {@return the task that it runs as} */
    public String taskId() {
        return in.text("taskId");
    }

    /** {@return {@code local_workflow}, {@code remote_agent} or newer} */
    public Optional<String> taskType() {
        return in.string("taskType");
    }

    /** {@return its name} */
    public Optional<String> workflowName() {
        return in.string("workflowName");
    }

    /** {@return the run, for {@link WorkflowInput#resumeFromRunId()}} */
    public Optional<String> runId() {
        return in.string("runId");
    }

    /** {@return what it does} */
    public Optional<String> summary() {
        return in.string("summary");
    }

    /** {@return the directory with the transcripts of its subagents} */
    public Optional<String> transcriptDirectory() {
        return in.string("transcriptDir");
    }

    /** {@return the file with its script} */
    public Optional<String> scriptPath() {
        return in.string("scriptPath");
    }

    /** {@return the session in the cloud that runs it} */
    public Optional<String> sessionUrl() {
        return in.string("sessionUrl");
    }

    /** {@return what may go wrong} */
    public Optional<String> warning() {
        return in.string("warning");
    }

    /** {@return what is wrong with the script} */
    public Optional<String> error() {
        return in.string("error");
    }
}
