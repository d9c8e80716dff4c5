package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A user message is about to be worked on.
 *
 * @param common what every hook is told
 * @param prompt its text
 * @param source where it comes from, for example {@code user} or {@code sdk}; newer agents only
 * @param sessionTitle the title of the session
 */
public record UserPromptSubmitInput(
        HookCommon common, String prompt, Optional<String> source, Optional<String> sessionTitle) implements HookInput {

    /** Empty if the agent does not say what it is about. */
    static Optional<HookInput> read(HookCommon common, Fields fields) {
        if (fields.text("prompt").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserPromptSubmitInput(
                common, fields.textOrEmpty("prompt"), fields.text("source"), fields.text("session_title")));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
