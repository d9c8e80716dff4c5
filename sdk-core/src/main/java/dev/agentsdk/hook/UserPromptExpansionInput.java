package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A slash command or a prompt of an MCP server is about to be expanded. Newer agents only.
 *
 * @param common what every hook is told
 * @param expansionType {@code slash_command} or {@code mcp_prompt}
 * @param commandName the command
 * @param commandArgs what stands behind it
 * @param commandSource where the command comes from
 * @param prompt the text
 */
public record UserPromptExpansionInput(
        HookCommon common,
        String expansionType,
        String commandName,
        String commandArgs,
        Optional<String> commandSource,
        String prompt)
        implements HookInput {

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("prompt").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserPromptExpansionInput(
                common,
                fields.textOrEmpty("expansion_type"),
                fields.textOrEmpty("command_name"),
                fields.textOrEmpty("command_args"),
                fields.text("command_source"),
                fields.textOrEmpty("prompt")));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
