package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.spi.CliArgument;
import java.util.List;
import java.util.Map;

/**
 * In what one CLI differs from the others that speak stream-json: its flags, its environment, the names of modes and control
 * requests, the form of the handshake. Implementations have constants only.
 */
public interface Dialect {

    /**
     * Returns the dialect of the program in options, which may look at the file system: see {@link CliDialect#ofProgram}.
     *
     * @param options the options
     * @return the chosen dialect; else that of the program's name; else that of {@code claude}
     */
    static Dialect of(AgentOptions options) {
        return of(options.dialect()
                .or(() -> options.cliPath().map(CliDialect::ofProgram))
                .orElse(CliDialect.CLAUDE));
    }

    /**
     * Returns a dialect by its public name.
     *
     * @param name the name
     * @return the dialect
     */
    static Dialect of(CliDialect name) {
        return switch (name) {
            case CLAUDE -> new ClaudeCli();
            case QWEN -> new QwenCli();
        };
    }

    /** {@return what the program is called when it is searched, for example {@code claude}} */
    String programName();

    /** {@return a command that installs the program, for messages} */
    String installHint();

    /** {@return whether there is a version below which the program is not expected to work} */
    boolean hasMinimumVersion();

    /** {@return whether a tool runs with the input that a permission callback gives instead of the requested one} */
    boolean takesUpdatedInput();

    /** {@return whether messages may be sent during a turn, with an id by which they can be followed and cancelled} */
    boolean followsQueuedInput();

    /** {@return whether MCP servers of this JVM can send messages by themselves} */
    boolean takesMcpMessages();

    /**
     * Says whether the model gets a content block of a user message as what it is.
     *
     * @param blockType the type of the block: {@code text}, {@code image}, {@code document} or another one
     * @return false if the model would get the JSON of the block as text
     */
    boolean takesInput(String blockType);

    /**
     * Refuses a user message with a content block that {@link #takesInput} does not accept.
     *
     * @param input the message
     * @throws IllegalArgumentException if it has such a block
     */
    default void requireInput(UserInput input) {
        for (String type : input.blockTypes()) {
            if (!takesInput(type)) {
                throw new IllegalArgumentException("The " + programName() + " CLI does not take content of type "
                        + Printable.of(type)
                        + " in a user message: its model would get the JSON of it as text. Send text,"
                        + " or the path of a file that the agent can read, or choose another CLI.");
            }
        }
    }

    /**
     * Returns the flags for options, in the order in which they are given.
     *
     * @param options the options
     * @return the whole command line behind the program
     * @throws dev.agentsdk.errors.CliStartException if the dialect has no form for an option that is set, or a file that is
     *     needed cannot be read
     */
    List<CliArgument> arguments(AgentOptions options);

    /** {@return variables that name the starter of the program; they override inherited ones, and options override them} */
    Map<String, String> environmentDefaults();

    /**
     * Returns the variables that carry options and the version of this SDK. They override all others.
     *
     * @param options the options
     * @param sdkVersion the version of this SDK
     * @return names and values
     */
    Map<String, String> environment(AgentOptions options, String sdkVersion);

    /**
     * Returns the options that travel with the handshake and not on the command line.
     *
     * @param options the options
     * @return fields of the {@code initialize} request; only those that are set
     */
    Map<String, Object> handshake(AgentOptions options);

    /**
     * Returns a control request as the program understands it.
     *
     * @param subtype the subtype as {@code claude} names it
     * @param fields the other fields as {@code claude} names them
     * @return the whole request with its subtype
     */
    Map<String, Object> request(String subtype, Map<String, ?> fields);
}
