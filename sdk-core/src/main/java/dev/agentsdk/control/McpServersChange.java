package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Map;

/**
 * What a change of the set of MCP servers did.
 *
 * @param added the servers that are new
 * @param removed the servers that are gone
 * @param errors what went wrong, by server
 * @param raw the whole answer
 */
public record McpServersChange(List<String> added, List<String> removed, Map<String, String> errors, RawJson raw) {

    public McpServersChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        errors = Map.copyOf(errors);
    }

    static McpServersChange read(RawJson raw) {
        Fields fields = Fields.of(raw);
        return new McpServersChange(fields.texts("added"), fields.texts("removed"), fields.textMap("errors"), raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
