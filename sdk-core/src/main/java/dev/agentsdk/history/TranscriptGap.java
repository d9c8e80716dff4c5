package dev.agentsdk.history;

import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A place in a transcript where an entry does not say which other entry it follows, or names one that is not there. The
 * conversation continues at the entry written before.
 *
 * @param reason what is wrong
 * @param uuid the entry behind the gap
 * @param parentUuid the entry that it names; empty if it names none
 * @param continuedAt the entry before the gap, where the conversation continues; empty if there is none
 */
public record TranscriptGap(Reason reason, String uuid, Optional<String> parentUuid, Optional<String> continuedAt) {

    /** What is wrong with an entry. */
    public enum Reason {
        /** It names a parent that is not in the transcript: never written, or in a line that cannot be read. */
        PARENT_MISSING,
        /** It has no {@code parentUuid}. An explicit {@code null} is no gap: that is how a conversation begins. */
        PARENT_ABSENT
    }

    public TranscriptGap {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(parentUuid, "parentUuid");
        Objects.requireNonNull(continuedAt, "continuedAt");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
