package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;

/**
 * A tool call.
 *
 * @param id the id that the {@link ToolResultBlock} refers to
 * @param name the name of the tool
 * @param input the arguments, a JSON object
 * @param raw the whole block
 */
public record ToolUseBlock(String id, String name, RawJson input, RawJson raw) implements ContentBlock {
    @Override
    public String type() {
        return "tool_use";
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
