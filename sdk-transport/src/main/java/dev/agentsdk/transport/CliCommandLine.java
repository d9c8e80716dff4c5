package dev.agentsdk.transport;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.SystemPrompt;
import dev.agentsdk.permission.PermissionMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What options become: the arguments and the environment of the CLI. The flags and their order are those of the official
 * Python SDK 0.2 for {@code claude} 2.1.
 *
 * <p>A value that begins with a dash travels in one word with its flag, so that a text of a user never becomes a flag.
 */
public final class CliCommandLine {

    /** Tells the CLI who has started it. */
    static final String ENTRYPOINT = "sdk-java";

    /** Set by a CLI for what it starts; a CLI that sees it takes itself for nested. */
    private static final String NESTING_MARKER = "CLAUDECODE";

    private CliCommandLine() {}

    /**
     * The command.
     *
     * @param cli the program
     * @param options the options
     * @return the program and its arguments
     */
    public static List<String> arguments(Path cli, AgentOptions options) {
        List<String> words = new ArrayList<>();
        words.add(cli.toString());
        words.addAll(List.of("--output-format", "stream-json", "--verbose"));
        addSystemPrompt(words, options);
        if (!options.allowedTools().isEmpty()) {
            addFlag(words, "allowedTools", String.join(",", options.allowedTools()));
        }
        options.maxTurns().ifPresent(turns -> addFlag(words, "max-turns", Integer.toString(turns)));
        if (!options.disallowedTools().isEmpty()) {
            addFlag(words, "disallowedTools", String.join(",", options.disallowedTools()));
        }
        options.model().ifPresent(model -> addFlag(words, "model", model));
        options.permissionMode().map(PermissionMode::value).ifPresent(mode -> addFlag(words, "permission-mode", mode));
        if (options.continueConversation()) {
            words.add("--continue");
        }
        options.resume().ifPresent(session -> words.add("--resume=" + session));
        if (options.includePartialMessages()) {
            words.add("--include-partial-messages");
        }
        if (options.sessionStore().isPresent()) {
            words.add("--session-mirror");
        }
        options.extraArgs()
                .forEach((flag, value) ->
                        value.ifPresentOrElse(text -> addFlag(words, flag, text), () -> words.add("--" + flag)));
        words.addAll(List.of("--input-format", "stream-json"));
        return words;
    }

    private static void addSystemPrompt(List<String> words, AgentOptions options) {
        SystemPrompt prompt = options.systemPrompt().orElse(SystemPrompt.text(""));
        if (prompt instanceof SystemPrompt.Text text) {
            addFlag(words, "system-prompt", text.text());
        } else if (prompt instanceof SystemPrompt.File file) {
            addFlag(words, "system-prompt-file", file.path().toString());
        } else if (prompt instanceof SystemPrompt.Preset preset) {
            preset.append().ifPresent(text -> addFlag(words, "append-system-prompt", text));
        }
    }

    private static void addFlag(List<String> words, String flag, String value) {
        if (value.startsWith("-")) {
            words.add("--" + flag + "=" + value);
        } else {
            words.add("--" + flag);
            words.add(value);
        }
    }

    /**
     * The environment: that of this JVM without the marker of a nested CLI, what tells the CLI about this SDK, and the
     * options on top.
     *
     * @param inherited the environment of this JVM
     * @param options the options
     * @return all variables
     */
    public static Map<String, String> environment(Map<String, String> inherited, AgentOptions options) {
        Map<String, String> variables = new LinkedHashMap<>(inherited);
        variables.remove(NESTING_MARKER);
        variables.put("CLAUDE_CODE_ENTRYPOINT", ENTRYPOINT);
        options.env()
                .forEach((name, value) ->
                        value.ifPresentOrElse(text -> variables.put(name, text), () -> variables.remove(name)));
        variables.put("CLAUDE_AGENT_SDK_VERSION", SdkVersion.VERSION);
        options.cwd().ifPresent(cwd -> variables.put("PWD", cwd.toAbsolutePath().toString()));
        return variables;
    }
}
