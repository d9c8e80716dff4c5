package dev.agentsdk.transport;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.dialect.CliArgument;
import dev.agentsdk.dialect.CliDialect;
import dev.agentsdk.transport.internal.ArgumentFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What options become: the arguments and the environment of the CLI. Which flags there are is the
 * {@link CliDialect}'s; how they travel is decided here.
 *
 * <p>A value that begins with a dash travels in one word with its flag, so that a text of a user never becomes a flag.
 */
public final class CliCommandLine {

    /** Set by a CLI for what it starts; a CLI that sees it takes itself for nested. */
    private static final String NESTING_MARKER = "CLAUDECODE";

    private CliCommandLine() {}

    /**
     * The command with every value on the command line, whatever its length and whether or not it is confidential. To look
     * at; a transport uses files where they are needed.
     *
     * @param cli the program
     * @param options the options
     * @return the program and its arguments
     * @throws dev.agentsdk.CliStartException if the dialect has no form for an option
     */
    public static List<String> arguments(Path cli, AgentOptions options) {
        List<String> words = new ArrayList<>();
        words.add(cli.toString());
        options.dialect()
                .arguments(options)
                .forEach(argument -> addWords(
                        words, argument, argument.flag(), argument.value().orElse(null)));
        return words;
    }

    /** The command, with values in files that are too long for the command line or not for everybody's eyes. */
    static List<String> arguments(Path cli, AgentOptions options, ArgumentFiles files) {
        List<String> words = new ArrayList<>();
        words.add(cli.toString());
        for (CliArgument argument : options.dialect().arguments(options)) {
            String value = argument.value().orElse(null);
            if (value != null && files.isNeededFor(argument)) {
                addWords(
                        words,
                        argument,
                        argument.fileFlag().orElseThrow(),
                        files.write(argument).toString());
            } else {
                addWords(words, argument, argument.flag(), value);
            }
        }
        return words;
    }

    private static void addWords(List<String> words, CliArgument argument, String flag, @Nullable String value) {
        if (value == null) {
            words.add("--" + flag);
        } else if (argument.joined() || value.startsWith("-")) {
            words.add("--" + flag + "=" + value);
        } else {
            words.add("--" + flag);
            words.add(value);
        }
    }

    /**
     * The environment: what is inherited of that of this JVM, without the marker of a nested CLI; what tells the CLI about
     * this SDK; the trace context; and the options on top.
     *
     * @param inherited the environment of this JVM
     * @param options the options
     * @return all variables
     */
    public static Map<String, String> environment(Map<String, String> inherited, AgentOptions options) {
        Map<String, String> variables =
                new LinkedHashMap<>(options.environment().inheritedFrom(inherited));
        variables.remove(NESTING_MARKER);
        variables.putAll(options.dialect().environmentDefaults());
        options.environment().traceContext().ifPresent(context -> TraceVariables.add(variables, context));
        options.env()
                .forEach((name, value) ->
                        value.ifPresentOrElse(text -> variables.put(name, text), () -> variables.remove(name)));
        variables.putAll(options.dialect().environment(options, SdkVersion.VERSION));
        options.cwd().ifPresent(cwd -> variables.put("PWD", cwd.toAbsolutePath().toString()));
        return variables;
    }
}
