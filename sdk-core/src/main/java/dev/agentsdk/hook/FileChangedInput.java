package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

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

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
