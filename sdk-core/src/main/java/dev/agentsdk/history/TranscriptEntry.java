package dev.agentsdk.history;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.Message;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a transcript. Most are messages; the CLI also keeps titles, tags, queue operations, snapshots and more
 * there, which come as {@link dev.agentsdk.message.UnknownMessage} with their raw JSON.
 *
 * @param type the type as it is written, for example {@code user}, {@code attachment} or {@code custom-title}
 * @param uuid the id of the entry; entries outside the conversation have none
 * @param parentUuid the entry that it follows; empty at the beginning of a conversation, and where the line does not say
 * @param root whether the line says that a conversation begins with it: its {@code parentUuid} is {@code null}
 * @param timestamp when it was written, if that can be read
 * @param sidechain whether it belongs to a subagent
 * @param meta whether the CLI made it for the model, not to be shown
 * @param compactSummary whether it stands in the place of a conversation that was compacted
 * @param teamName the team of agents that it belongs to
 * @param message the line as a message
 */
public record TranscriptEntry(
        String type,
        Optional<String> uuid,
        Optional<String> parentUuid,
        boolean root,
        Optional<Instant> timestamp,
        boolean sidechain,
        boolean meta,
        boolean compactSummary,
        Optional<String> teamName,
        Message message) {

    public TranscriptEntry {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(message, "message");
    }

    /**
     * The line as it is written, with all fields.
     *
     * @return one JSON object
     */
    public RawJson raw() {
        return message.raw();
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
