package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** Input of the tool {@code EnterWorktree}. */
public final class EnterWorktreeInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private EnterWorktreeInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static EnterWorktreeInput of(RawJson raw) {
        return new EnterWorktreeInput(raw);
    }

    /** {@return the name of a new worktree} */
    public Optional<String> name() {
        return in.string("name");
    }

    /** {@return a worktree that is there} */
    public Optional<String> path() {
        return in.string("path");
    }
}
