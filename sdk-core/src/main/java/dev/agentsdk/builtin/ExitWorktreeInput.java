package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** Input of the tool {@code ExitWorktree}. */
public final class ExitWorktreeInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private ExitWorktreeInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ExitWorktreeInput of(RawJson raw) {
        return new ExitWorktreeInput(raw);
    }

    /** {@return {@code keep}, {@code remove} or newer} */
    public String action() {
        return in.text("action");
    }

    /** {@return whether it is removed although it has changes} */
    public boolean discardChanges() {
        return in.flag("discard_changes");
    }
}
