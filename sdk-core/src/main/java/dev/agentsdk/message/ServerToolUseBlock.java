package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;

/**
 * A call of a tool that runs at the API, for example {@code web_search}.
 *
 * @param id the id that the {@link ServerToolResultBlock} refers to
 * @param name the name of the tool; open, newer APIs know more
 * @param input the arguments, a JSON object
 * @param raw the whole block
 */
public record ServerToolUseBlock(String id, String name, RawJson input, RawJson raw) implements ContentBlock {

    public ServerToolUseBlock {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String type() {
        return "server_tool_use";
    }

    /** {@return the caller of the tool: {@code direct} for the model, else the type of the server tool whose code called it} */
    public Optional<String> callerType() {
        return ShallowObject.of(raw).object("caller").string("type");
    }

    /** {@return the call of that server tool} */
    public Optional<String> callerToolId() {
        return ShallowObject.of(raw).object("caller").string("tool_id");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
