package dev.agentsdk.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the agent of a session is started: what a transport has to know of the options. Computed on each call, so that an
 * option for which the agent has no form fails where the transport opens, and not for a transport that starts no process.
 * Thread-safe.
 */
public interface AgentLaunch {

    /** {@return the program in the options: a path, or a bare name to search; empty to search {@link #programName}} */
    Optional<Path> program();

    /** {@return the usual name of the program, for example {@code claude}} */
    String programName();

    /** {@return a command that installs the program, for messages} */
    String installHint();

    /** {@return whether the program should be asked for its version, because old ones are not expected to work} */
    boolean checksVersion();

    /**
     * Returns the arguments of the program.
     *
     * @return all arguments, in the order in which they are given
     * @throws dev.agentsdk.errors.CliStartException if the agent has no form for an option that is set, or a file that is
     *     needed cannot be read
     */
    List<CliArgument> arguments();

    /**
     * Returns the environment of the program.
     *
     * @param inherited the environment of this JVM
     * @return all variables
     */
    Map<String, String> environment(Map<String, String> inherited);

    /** {@return the variables of {@link #environment} that the options name; an empty value removes the variable} */
    Map<String, Optional<String>> environmentOptions();

    /** {@return the working directory; empty for that of this JVM} */
    Optional<Path> workingDirectory();

    /** {@return the name of the operating system's user that the program runs as; empty for that of this JVM} */
    Optional<String> user();

    /** {@return the limit for a line of its stdout in bytes; a longer line is skipped and reported} */
    int maxLineBytes();

    /** {@return whether {@link Transport.Listener#onStderrLine} is wanted} */
    boolean wantsStderr();
}
