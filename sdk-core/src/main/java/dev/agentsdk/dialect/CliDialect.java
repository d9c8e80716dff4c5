package dev.agentsdk.dialect;

import dev.agentsdk.AgentOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The family member that a program belongs to. All of them speak stream-json and the control protocol; a dialect knows in
 * what one differs: its flags, its environment, the names of modes and control requests, the form of the handshake.
 *
 * <p>It is chosen by {@link AgentOptions.Builder#dialect}, else told by the program's name.
 */
public enum CliDialect {
    /** {@code claude}, and every program that takes its flags. Source: claude 2.1 and the official SDKs. */
    CLAUDE(new ClaudeCli()),

    /**
     * {@code qwen}. Source: qwen 0.24 as measured. Options that it has no form for are refused when it is started, rather
     * than left out silently.
     */
    QWEN(new QwenCli());

    private static final Path PACKAGE = Path.of("node_modules", "@qwen-code", "qwen-code");

    @SuppressWarnings("ImmutableEnumChecker") // both have constants only
    private final Cli cli;

    CliDialect(Cli cli) {
        this.cli = cli;
    }

    /** What a dialect knows. */
    interface Cli {
        String programName();

        String installHint();

        boolean hasMinimumVersion();

        boolean takesUpdatedInput();

        boolean takesInput(String blockType);

        List<CliArgument> arguments(AgentOptions options);

        Map<String, String> environmentDefaults();

        Map<String, String> environment(AgentOptions options, String sdkVersion);

        Map<String, Object> handshake(AgentOptions options);

        Map<String, Object> request(String subtype, Map<String, ?> fields);
    }

    /**
     * The dialect that a program's name stands for: {@link #QWEN} if it, or the file that it links to, is called
     * {@code qwen…}, or if that file lies in the npm package {@code node_modules/@qwen-code/qwen-code}; {@link #CLAUDE}
     * for every other name. Other directories do not count, whatever they are called: {@code /home/qwen-code/bin/claude}
     * is {@link #CLAUDE}. A bare name is not looked for in the current directory.
     *
     * @param program the program; need not exist
     * @return the dialect
     */
    public static CliDialect ofProgram(Path program) {
        if (isQwen(program)) {
            return QWEN;
        }
        if (!program.isAbsolute() && program.getNameCount() == 1) {
            // It is looked for on the PATH, and has no other name before.
            return CLAUDE;
        }
        try {
            // Packages of npm are links to a script in a directory that has the package's name.
            Path target = program.toRealPath();
            return isQwen(target) || isInPackage(target) ? QWEN : CLAUDE;
        } catch (IOException e) {
            // A program that is not there has no other name; what is wrong with it is said when it is started.
            return CLAUDE;
        }
    }

    private static boolean isInPackage(Path program) {
        for (int at = 0; at + PACKAGE.getNameCount() < program.getNameCount(); at++) {
            if (program.subpath(at, at + PACKAGE.getNameCount()).equals(PACKAGE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isQwen(Path program) {
        Path name = program.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).startsWith(QwenCli.NAME);
    }

    /**
     * What the program is called when it is looked for.
     *
     * @return for example {@code claude}
     */
    public String programName() {
        return cli.programName();
    }

    /**
     * How the program is installed.
     *
     * @return a command, for messages
     */
    public String installHint() {
        return cli.installHint();
    }

    /**
     * Whether there is a version below which the program is not expected to work.
     *
     * @return true for {@link #CLAUDE}
     */
    public boolean hasMinimumVersion() {
        return cli.hasMinimumVersion();
    }

    /**
     * Whether a tool runs with the input that a permission callback puts in the place of the one that was asked for.
     *
     * @return true for {@link #CLAUDE}; false for {@link #QWEN}, which runs what it has asked for (measured: qwen 0.24.4)
     */
    public boolean takesUpdatedInput() {
        return cli.takesUpdatedInput();
    }

    /**
     * Whether the model gets a content block of a user message as what it is.
     *
     * @param blockType the type of the block: {@code text}, {@code image}, {@code document} or another one
     * @return true for {@link #CLAUDE}, which decides by its model; for {@link #QWEN} true for {@code text} alone: it hands
     *     the model the JSON of any other block as text, and reports success (measured and read: qwen 0.24.4)
     */
    public boolean takesInput(String blockType) {
        return cli.takesInput(blockType);
    }

    /**
     * The flags for options, in the order in which they are given.
     *
     * @param options the options
     * @return the whole command line behind the program
     * @throws dev.agentsdk.CliStartException if the dialect has no form for an option that is set, or a file that is
     *     needed cannot be read
     */
    public List<CliArgument> arguments(AgentOptions options) {
        return cli.arguments(options);
    }

    /**
     * The variables by which the program learns who has started it. They lie over what is inherited, and under what the
     * application sets in {@link dev.agentsdk.options.Environment}.
     *
     * @return names and values
     */
    public Map<String, String> environmentDefaults() {
        return cli.environmentDefaults();
    }

    /**
     * The variables by which the program learns about this SDK and its options. They lie over everything.
     *
     * @param options the options
     * @param sdkVersion the version of this SDK
     * @return names and values
     */
    public Map<String, String> environment(AgentOptions options, String sdkVersion) {
        return cli.environment(options, sdkVersion);
    }

    /**
     * The options that travel with the handshake and not on the command line: fields of the {@code initialize} request.
     *
     * @param options the options
     * @return only what is set
     */
    public Map<String, Object> handshake(AgentOptions options) {
        return cli.handshake(options);
    }

    /**
     * A control request as the program understands it, from the form that {@link #CLAUDE} knows.
     *
     * @param subtype the subtype
     * @param fields its other fields
     * @return the whole request with its subtype
     */
    public Map<String, Object> request(String subtype, Map<String, ?> fields) {
        return cli.request(subtype, fields);
    }
}
