package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * The turn ends because the model failed. Newer agents only.
 *
 * @param common what every hook is told
 * @param error what kind of failure, for example {@code rate_limit}
 * @param errorDetails what went wrong
 * @param lastAssistantMessage the text of the last answer
 */
public record StopFailureInput(
        HookCommon common, String error, Optional<String> errorDetails, Optional<String> lastAssistantMessage)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new StopFailureInput(
                common,
                fields.textOrEmpty("error"),
                fields.text("error_details"),
                fields.text("last_assistant_message"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
