package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A part of the context window. */
public final class ContextCategory extends JsonBacked {

    private final ShallowObject in;

    private ContextCategory(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextCategory of(RawJson raw) {
        return new ContextCategory(raw);
    }

    /** {@return its name for people, for example {@code System prompt}} */
    public String name() {
        return in.text("name");
    }

    /** {@return its name for programs, for example {@code system_prompt}; sent by newer CLIs only} */
    public Optional<String> id() {
        return in.string("id");
    }

    /** {@return {@code used}, {@code free}, {@code buffer} or {@code deferred}; sent by newer CLIs only} */
    public Optional<String> kind() {
        return in.string("kind");
    }

    /** {@return its size in tokens} */
    public long tokens() {
        return in.number("tokens").orElse(0);
    }

    /** {@return whether it is only loaded when it is needed} */
    public boolean isDeferred() {
        return in.flag("isDeferred");
    }

    /** {@return the color in which the CLI shows it} */
    public Optional<String> color() {
        return in.string("color");
    }
}
