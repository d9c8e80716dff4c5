package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;

/** A cell of the grid in which the CLI displays the context window. */
public final class ContextGridCell extends JsonBacked {

    private final ShallowObject in;

    private ContextGridCell(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextGridCell of(RawJson raw) {
        return new ContextGridCell(raw);
    }

    /** {@return its color} */
    public String color() {
        return in.text("color");
    }

    /** {@return whether it is used} */
    public boolean isFilled() {
        return in.flag("isFilled");
    }

    /** {@return the category} */
    public String categoryName() {
        return in.text("categoryName");
    }

    /** {@return the size of the category in tokens} */
    public long tokens() {
        return in.number("tokens").orElse(0);
    }

    /** {@return the size of the category, of 100} */
    public double percentage() {
        return in.decimal("percentage").orElse(0);
    }

    /** {@return how full the cell is, from 0 to 1} */
    public double squareFullness() {
        return in.decimal("squareFullness").orElse(0);
    }
}
