package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;
import java.util.Optional;

/** A skill that the model proposes to save. */
public final class SkillProposal extends JsonBacked {

    private final ShallowObject in;

    private SkillProposal(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static SkillProposal of(RawJson raw) {
        return new SkillProposal(raw);
    }

    /** {@return its name} */
    public String name() {
        return in.text("name");
    }

    /** {@return {@code new}, {@code improvement} or newer} */
    public String kind() {
        return in.text("kind");
    }

    /** {@return the skill that is improved} */
    public Optional<String> target() {
        return in.string("target");
    }

    /** {@return when it is used} */
    public String description() {
        return in.text("description");
    }

    /** {@return the memory files that it comes from} */
    public List<String> evidence() {
        return in.strings("evidence");
    }

    /** {@return the changes of the skill that is improved, in their order} */
    public List<SkillEdit> edits() {
        return in.objects("edits", SkillEdit::of);
    }

    /** {@return the whole file of the skill} */
    public Optional<String> skillMarkdown() {
        return in.string("skillMd");
    }
}
