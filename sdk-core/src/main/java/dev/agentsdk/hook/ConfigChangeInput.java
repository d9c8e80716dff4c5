package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
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
}
