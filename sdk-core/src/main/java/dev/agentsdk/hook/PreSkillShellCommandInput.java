package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/**
 * A skill or a slash command is about to run a shell command of its text, before the model sees the text. The
 * command runs unless a hook denies it. {@code claude} 2.1.332 and newer.
 */
public final class PreSkillShellCommandInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    PreSkillShellCommandInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static PreSkillShellCommandInput of(RawJson raw) {
        return new PreSkillShellCommandInput(HookCommon.of(raw));
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return the tool} */
    public String toolName() {
        return in.text("tool_name");
    }

    /** {@return the shell command} */
    public String command() {
        return in.object("tool_input").text("command");
    }

    /** {@return its input, a JSON object} */
    public RawJson toolInput() {
        return in.rawOrEmpty("tool_input");
    }

    /** {@return the id of the tool call} */
    public Optional<String> toolUseId() {
        return in.string("tool_use_id");
    }

    /** {@return the skill or slash command that has the shell command in its text} */
    public String commandName() {
        return in.text("command_name");
    }

    /** {@return where the skill or command is defined, for example {@code userSettings} or {@code plugin}} */
    public Optional<String> commandSource() {
        return in.string("command_source");
    }

    /** {@return who invoked it: {@code user}, {@code claude}, {@code other} or newer} */
    public String invokedBy() {
        return in.text("invoked_by");
    }
}
