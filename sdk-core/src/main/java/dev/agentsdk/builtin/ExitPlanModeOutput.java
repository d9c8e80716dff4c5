package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code ExitPlanMode}. */
public final class ExitPlanModeOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private ExitPlanModeOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ExitPlanModeOutput of(RawJson raw) {
        return new ExitPlanModeOutput(raw);
    }

    /** {@return the plan that was shown} */
    public Optional<String> plan() {
        return in.string("plan");
    }

    /** {@return whether a subagent has made it} */
    public boolean isAgent() {
        return in.flag("isAgent");
    }

    /** {@return the file with the plan} */
    public Optional<String> filePath() {
        return in.string("filePath");
    }

    /** {@return whether the tool {@code Agent} is there} */
    public boolean hasTaskTool() {
        return in.flag("hasTaskTool");
    }

    /** {@return whether the user has changed it} */
    public boolean isPlanEdited() {
        return in.flag("planWasEdited");
    }

    /** {@return whether the leader of the team is asked} */
    public boolean isAwaitingLeader() {
        return in.flag("awaitingLeaderApproval");
    }

    /** {@return the id of that question} */
    public Optional<String> requestId() {
        return in.string("requestId");
    }
}
