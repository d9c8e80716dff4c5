package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * Files of the session were kept (subtype {@code files_persisted}).
 *
 * @param files those that were kept
 * @param failed those that were not
 * @param processedAt when, as the agent writes it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record FilesPersistedMessage(
        List<PersistedFile> files,
        List<PersistedFile> failed,
        Optional<String> processedAt,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public FilesPersistedMessage {
        files = List.copyOf(files);
        failed = List.copyOf(failed);
    }

    @Override
    public String subtype() {
        return "files_persisted";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
