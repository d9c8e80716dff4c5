package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;

/**
 * A watched file has changed. Newer agents only.
 *
 * @param common what every hook is told
 * @param filePath the file
 * @param event {@code change}, {@code add} or {@code unlink}
 */
public record FileChangedInput(HookCommon common, String filePath, String event) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new FileChangedInput(common, fields.textOrEmpty("file_path"), fields.textOrEmpty("event"));
    }
}
