package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** Skills or slash commands in the context window. */
public final class ContextSkills extends JsonBacked {

    private final ShallowObject in;

    private ContextSkills(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextSkills of(RawJson raw) {
        return new ContextSkills(raw);
    }

    /** {@return how many there are} */
    public int total() {
        return in.integer("totalSkills")
                .orElseGet(() -> in.integer("totalCommands").orElse(0));
    }

    /** {@return how many of them the model sees} */
    public int included() {
        return in.integer("includedSkills")
                .orElseGet(() -> in.integer("includedCommands").orElse(0));
    }

    /** {@return their size in tokens} */
    public long tokens() {
        return in.number("tokens").orElse(0);
    }

    /** {@return the single skills} */
    public List<ContextPart> skills() {
        return in.objects("skillFrontmatter", ContextPart::of);
    }
}
