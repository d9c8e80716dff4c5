package dev.agentsdk.transport;

import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.CliArgument;
import dev.agentsdk.transport.internal.ArgumentFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a CLI. Which flags there are, {@link AgentLaunch#arguments()} says; how they travel is decided here.
 *
 * <p>A value that begins with a dash travels in one word with its flag, so that a text of a user never becomes a flag.
 */
public final class CliCommandLine {

    private CliCommandLine() {}

    /**
     * The command with every value on the command line, whatever its length and whether or not it is confidential. To look
     * at; a transport uses files where they are needed.
     *
     * @param cli the program
     * @param launch the start of the agent, for example of {@code AgentLaunches.of(options)}
     * @return the program and its arguments
     * @throws dev.agentsdk.errors.CliStartException if the agent has no form for an option
     */
    public static List<String> arguments(Path cli, AgentLaunch launch) {
        List<String> words = new ArrayList<>();
        words.add(cli.toString());
        launch.arguments()
                .forEach(argument -> addWords(
                        words, argument, argument.flag(), argument.value().orElse(null)));
        return words;
    }

    /** The command, with values in files that are too long for the command line or not for everybody's eyes. */
    static List<String> arguments(Path cli, AgentLaunch launch, ArgumentFiles files) {
        List<String> words = new ArrayList<>();
        words.add(cli.toString());
        for (CliArgument argument : launch.arguments()) {
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
}
