package dev.agentsdk.internal.protocol.streamjson;

import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.internal.TraceVariables;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.CliArgument;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The start of a CLI that speaks stream-json. */
public final class CliLaunch implements AgentLaunch {

    /** Set by a CLI for the processes that it starts; a CLI that sees it takes itself for nested. */
    private static final String NESTING_MARKER = "CLAUDECODE";

    private final AgentOptions options;
    private final Dialect dialect;

    /**
     * Creates the launch of a session.
     *
     * @param options the options
     * @param dialect the dialect of the program
     */
    public CliLaunch(AgentOptions options, Dialect dialect) {
        this.options = options;
        this.dialect = dialect;
    }

    @Override
    public Optional<Path> program() {
        return options.cliPath();
    }

    @Override
    public String programName() {
        return dialect.programName();
    }

    @Override
    public String installHint() {
        return dialect.installHint();
    }

    @Override
    public boolean checksVersion() {
        return options.versionCheck() && dialect.hasMinimumVersion();
    }

    @Override
    public List<CliArgument> arguments() {
        return dialect.arguments(options);
    }

    /**
     * What is inherited, without the marker of a nested CLI; the names of the starter; the trace context; the variables of
     * the options; those of this SDK. Later ones override earlier ones.
     */
    @Override
    public Map<String, String> environment(Map<String, String> inherited) {
        Map<String, String> variables =
                new LinkedHashMap<>(options.environment().inheritedFrom(inherited));
        variables.remove(NESTING_MARKER);
        variables.putAll(dialect.environmentDefaults());
        options.environment().traceContext().ifPresent(context -> TraceVariables.add(variables, context));
        options.env()
                .forEach((name, value) ->
                        value.ifPresentOrElse(text -> variables.put(name, text), () -> variables.remove(name)));
        variables.putAll(dialect.environment(options, SdkVersion.VERSION));
        options.cwd().ifPresent(cwd -> variables.put("PWD", cwd.toAbsolutePath().toString()));
        return variables;
    }

    @Override
    public Map<String, Optional<String>> environmentOptions() {
        return options.env();
    }

    @Override
    public Optional<Path> workingDirectory() {
        return options.cwd();
    }

    @Override
    public Optional<String> user() {
        return options.workspace().user();
    }

    @Override
    public int maxLineBytes() {
        return options.limits().maxLineBytes();
    }

    @Override
    public boolean wantsStderr() {
        return options.stderrListener().isPresent();
    }

    /** Only names the program: options may hold secrets. */
    @Override
    public String toString() {
        return "CliLaunch[" + programName() + "]";
    }
}
