package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * The agent has news for the user.
 *
 * @param common what every hook is told
 * @param message the news
 * @param title their title
 * @param notificationType what kind of news
 */
public record NotificationInput(HookCommon common, String message, Optional<String> title, String notificationType)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new NotificationInput(
                common, fields.textOrEmpty("message"), fields.text("title"), fields.textOrEmpty("notification_type"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
