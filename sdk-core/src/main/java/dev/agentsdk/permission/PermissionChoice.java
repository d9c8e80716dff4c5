package dev.agentsdk.permission;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/**
 * An answer that the agent proposes for the question to a person, for example a button. {@code qwen} 0.24 sends these in
 * the place of {@link PermissionRequest#suggestions()}. It takes none of them back: the answer is a
 * {@link PermissionDecision} as always.
 */
public final class PermissionChoice extends JsonBacked {

    private final ShallowObject in;

    private PermissionChoice(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the choice
     */
    public static PermissionChoice of(RawJson raw) {
        return new PermissionChoice(raw);
    }

    /** {@return {@code allow}, {@code deny}, {@code modify} (to change the input first), or newer} */
    public String type() {
        return in.text("type");
    }

    /** {@return a short text for people, for example {@code Allow Command}} */
    public String label() {
        return in.text("label");
    }

    /** {@return what would be done, for people; holds parts of the input, such as the command} */
    public Optional<String> description() {
        return in.string("description");
    }
}
