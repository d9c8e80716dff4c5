package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tool that runs at the API answered: every type that ends in {@code _tool_result}.
 *
 * @param type the type as it went over the wire, for example {@code web_search_tool_result}
 * @param toolUseId the call that it answers
 * @param content the answer, an object or a list by type
 * @param raw the whole block
 */
public record ServerToolResultBlock(String type, String toolUseId, Optional<RawJson> content, RawJson raw)
        implements ContentBlock {

    public ServerToolResultBlock {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(toolUseId, "toolUseId");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
