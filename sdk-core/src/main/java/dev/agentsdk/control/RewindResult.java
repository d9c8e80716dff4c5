package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What rewinding files did, or with a dry run would do. Needs an agent that keeps checkpoints. The fields come from the
 * TypeScript SDK 0.3.
 *
 * @param canRewind whether there is something to go back to; true if the agent does not say
 * @param error why not
 * @param filesChanged the files that are, or would be, changed
 * @param insertions lines added
 * @param deletions lines removed
 * @param skippedLinks symbolic links that are left alone
 * @param raw the whole answer
 */
public record RewindResult(
        boolean canRewind,
        Optional<String> error,
        List<String> filesChanged,
        OptionalInt insertions,
        OptionalInt deletions,
        OptionalInt skippedLinks,
        RawJson raw) {

    public RewindResult {
        filesChanged = List.copyOf(filesChanged);
    }

    static RewindResult read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new RewindResult(
                fields.optionalFlag("canRewind").orElse(true),
                fields.text("error"),
                fields.texts("filesChanged"),
                fields.integer("insertions"),
                fields.integer("deletions"),
                fields.integer("skippedLinks"),
                raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
