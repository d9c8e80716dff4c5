package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.OptionalInt;

/** How often a subagent has used tools, and what came of it. */
public final class AgentToolStats extends JsonBacked {

    private final ShallowObject in;

    private AgentToolStats(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static AgentToolStats of(RawJson raw) {
        return new AgentToolStats(raw);
    }

    /** {@return how many files it has read} */
    public int readCount() {
        return in.integer("readCount").orElse(0);
    }

    /** {@return how often it has searched} */
    public int searchCount() {
        return in.integer("searchCount").orElse(0);
    }

    /** {@return how many shell commands it has run} */
    public int bashCount() {
        return in.integer("bashCount").orElse(0);
    }

    /** {@return how often it has changed files} */
    public int editFileCount() {
        return in.integer("editFileCount").orElse(0);
    }

    /** {@return how many lines are new} */
    public int linesAdded() {
        return in.integer("linesAdded").orElse(0);
    }

    /** {@return how many lines are gone} */
    public int linesRemoved() {
        return in.integer("linesRemoved").orElse(0);
    }

    /** {@return how often it has used other tools} */
    public int otherToolCount() {
        return in.integer("otherToolCount").orElse(0);
    }

    /** {@return how many pictures it has looked at} */
    public OptionalInt frameCount() {
        return in.integer("frameCount");
    }
}
