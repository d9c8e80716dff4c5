package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that was kept, or could not be.
 *
 * @param filename its name
 * @param fileId the id under which it is kept
 * @param error why it was not
 * @param raw the whole object
 */
public record PersistedFile(String filename, Optional<String> fileId, Optional<String> error, RawJson raw) {

    public PersistedFile {
        Objects.requireNonNull(filename, "filename");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
