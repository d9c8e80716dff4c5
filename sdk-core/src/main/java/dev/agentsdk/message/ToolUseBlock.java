package dev.agentsdk.message;

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
}
