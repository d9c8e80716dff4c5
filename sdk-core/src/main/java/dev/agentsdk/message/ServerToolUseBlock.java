package dev.agentsdk.message;

import java.util.Objects;

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
}
