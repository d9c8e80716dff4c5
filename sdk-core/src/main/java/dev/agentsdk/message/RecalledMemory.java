package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A note from earlier that the agent took into account.
 *
 * @param path where it is kept
 * @param scope whose it is: {@code personal}, {@code team}, {@code organization} or newer
 * @param content its text
 * @param raw the whole object
 */
public record RecalledMemory(String path, Optional<String> scope, Optional<String> content, RawJson raw) {

    public RecalledMemory {
        Objects.requireNonNull(path, "path");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
