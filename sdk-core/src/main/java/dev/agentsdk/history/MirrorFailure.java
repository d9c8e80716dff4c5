package dev.agentsdk.history;

import dev.agentsdk.json.internal.Printable;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that an agent wrote to a transcript is not in the {@link SessionStore}. The agent's own file has it, and
 * {@link SessionHistory#copyTo} can bring it there.
 *
 * @param key the transcript; empty if it is not known
 * @param entries how many entries are missing; 0 if they were not counted
 * @param error what went wrong
 * @param cause what the store threw, if it threw something
 * @param file the file that has the entries, if it is known; for an agent that was started from a store, it is kept
 *     after the session has ended when something is missing
 */
public record MirrorFailure(
        Optional<SessionKey> key, int entries, String error, Optional<Throwable> cause, Optional<Path> file) {

    public MirrorFailure {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(file, "file");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
