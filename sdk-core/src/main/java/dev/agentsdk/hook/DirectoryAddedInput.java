package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * The agent may work in a further directory. Newer agents only.
 *
 * @param common what every hook is told
 * @param directory the directory
 * @param source who added it
 */
public record DirectoryAddedInput(HookCommon common, String directory, String source) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new DirectoryAddedInput(common, fields.textOrEmpty("directory"), fields.textOrEmpty("source"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
