package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** A changed place of a file. */
public final class PatchHunk extends JsonBacked {

    private final ShallowObject in;

    private PatchHunk(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PatchHunk of(RawJson raw) {
        return new PatchHunk(raw);
    }

    /** {@return the first line before, counted from 1} */
    public int oldStart() {
        return in.integer("oldStart").orElse(0);
    }

    /** {@return how many lines before} */
    public int oldLines() {
        return in.integer("oldLines").orElse(0);
    }

    /** {@return the first line after, counted from 1} */
    public int newStart() {
        return in.integer("newStart").orElse(0);
    }

    /** {@return how many lines after} */
    public int newLines() {
        return in.integer("newLines").orElse(0);
    }

    /** {@return the lines, each with a blank, {@code +} or {@code -} in front} */
    public List<String> lines() {
        return in.strings("lines");
    }
}
