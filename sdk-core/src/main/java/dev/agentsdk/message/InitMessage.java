package dev.agentsdk.message;

import java.util.List;
import java.util.Optional;

/**
 * The set-up of a turn (wire type {@code system}, subtype {@code init}). It comes with every turn, after the user's
 * message, and not when the session is opened.
 *
 * @param model the model in use
 * @param cwd the agent's working directory
 * @param tools the names of the tools at hand
 * @param permissionMode the permission mode
 * @param cliVersion the version of the CLI
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record InitMessage(
        Optional<String> model,
        Optional<String> cwd,
        List<String> tools,
        Optional<String> permissionMode,
        Optional<String> cliVersion,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public InitMessage {
        tools = List.copyOf(tools);
    }

    @Override
    public String subtype() {
        return "init";
    }
}
