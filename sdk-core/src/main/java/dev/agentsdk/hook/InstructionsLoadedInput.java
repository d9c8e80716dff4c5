package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Optional;

/**
 * A file of instructions was loaded. Newer agents only.
 *
 * @param common what every hook is told
 * @param filePath the file
 * @param memoryType whose it is, for example {@code Project}
 * @param loadReason why, for example {@code session_start}
 * @param globs what it is for
 * @param triggerFilePath the file that led to it
 * @param parentFilePath the file that includes it
 */
public record InstructionsLoadedInput(
        HookCommon common,
        String filePath,
        String memoryType,
        String loadReason,
        List<String> globs,
        Optional<String> triggerFilePath,
        Optional<String> parentFilePath)
        implements HookInput {

    public InstructionsLoadedInput {
        globs = List.copyOf(globs);
    }

    static HookInput read(HookCommon common, Fields fields) {
        return new InstructionsLoadedInput(
                common,
                fields.textOrEmpty("file_path"),
                fields.textOrEmpty("memory_type"),
                fields.textOrEmpty("load_reason"),
                fields.texts("globs"),
                fields.text("trigger_file_path"),
                fields.text("parent_file_path"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
