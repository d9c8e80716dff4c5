package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;

/** A command that a user message may begin with, or a skill. */
public final class SlashCommand extends JsonBacked {

    private final ShallowObject in;

    private SlashCommand(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SlashCommand of(RawJson raw) {
        return new SlashCommand(raw);
    }

    /** {@return its name without the slash} */
    public String name() {
        return in.text("name");
    }

    /** {@return what it does} */
    public String description() {
        return in.text("description");
    }

    /** {@return what may follow it} */
    public Optional<String> argumentHint() {
        return in.string("argumentHint");
    }

    /** {@return its other names, without the slash; sent by newer CLIs only} */
    public List<String> aliases() {
        return in.strings("aliases");
    }

    /** {@return whether it comes with the CLI; sent by newer CLIs only} */
    public boolean isBuiltin() {
        return in.flag("builtin");
    }
}
