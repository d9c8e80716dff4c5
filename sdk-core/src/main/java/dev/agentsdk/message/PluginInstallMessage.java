package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * A plugin is being installed (subtype {@code plugin_install}).
 *
 * @param status {@code started}, {@code installed}, {@code failed}, {@code completed} or newer
 * @param name the plugin
 * @param error why it failed
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record PluginInstallMessage(
        String status,
        Optional<String> name,
        Optional<String> error,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public PluginInstallMessage {
        Objects.requireNonNull(status, "status");
    }

    @Override
    public String subtype() {
        return "plugin_install";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
