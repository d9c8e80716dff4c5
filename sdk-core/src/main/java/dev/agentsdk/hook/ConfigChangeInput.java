package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.Optional;

/**
 * A settings file has changed. Newer agents only.
 *
 * @param common what every hook is told
 * @param source which, for example {@code user_settings}
 * @param filePath the file
 */
public record ConfigChangeInput(HookCommon common, String source, Optional<String> filePath) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new ConfigChangeInput(common, fields.textOrEmpty("source"), fields.text("file_path"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
