package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Output of the tool {@code EnterWorktree}. */
public final class EnterWorktreeOutput extends JsonBacked implements BuiltinOutput {

    private final ShallowObject in;

    private EnterWorktreeOutput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static EnterWorktreeOutput of(RawJson raw) {
        return new EnterWorktreeOutput(raw);
    }

    /** {@return the worktree} */
    public String worktreePath() {
        return in.text("worktreePath");
    }

    /** {@return its branch} */
    public Optional<String> worktreeBranch() {
        return in.string("worktreeBranch");
    }

    /** {@return what was done} */
    public String message() {
        return in.text("message");
    }
}
