package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;

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
}
