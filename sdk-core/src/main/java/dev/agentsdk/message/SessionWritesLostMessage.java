package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The disk is full, and parts of the session are lost (subtype {@code session_writes_lost}).
 *
 * @param errorCode {@code ENOSPC}, {@code EDQUOT} or newer
 * @param lost what: {@code transcript}, {@code global_config}
 * @param transcriptSessionIds the sessions
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record SessionWritesLostMessage(
        String errorCode,
        List<String> lost,
        List<String> transcriptSessionIds,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public SessionWritesLostMessage {
        Objects.requireNonNull(errorCode, "errorCode");
        lost = List.copyOf(lost);
        transcriptSessionIds = List.copyOf(transcriptSessionIds);
    }

    @Override
    public String subtype() {
        return "session_writes_lost";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
