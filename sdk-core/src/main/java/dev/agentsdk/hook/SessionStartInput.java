package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A session begins, or goes on. Newer agents only.
 *
 * @param common what every hook is told
 * @param source why, for example {@code startup} or {@code resume}
 * @param model the model
 * @param sessionTitle the title of the session
 * @param contextTokens the size of what is resumed
 */
public record SessionStartInput(
        HookCommon common,
        String source,
        Optional<String> model,
        Optional<String> sessionTitle,
        OptionalLong contextTokens)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new SessionStartInput(
                common,
                fields.textOrEmpty("source"),
                fields.text("model"),
                fields.text("session_title"),
                fields.longInteger("context_tokens"));
    }
}
