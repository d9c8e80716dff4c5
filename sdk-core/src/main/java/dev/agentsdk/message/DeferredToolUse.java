package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool call that a hook has put off, which ended the run.
 *
 * @param id the call
 * @param name the tool
 * @param input its arguments
 * @param raw the whole object
 */
public record DeferredToolUse(String id, String name, Optional<RawJson> input, RawJson raw) {

    public DeferredToolUse {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
