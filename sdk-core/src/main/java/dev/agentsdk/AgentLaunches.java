package dev.agentsdk;

import dev.agentsdk.internal.protocol.streamjson.CliLaunch;
import dev.agentsdk.internal.protocol.streamjson.Dialect;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.AgentLaunch;

/** Says how an agent would be started, for tools that show the command line, and for transports that have no session. */
public final class AgentLaunches {

    private AgentLaunches() {}

    /**
     * Returns the start of the agent of a session with these options. Starts nothing, but may look at the file system, see
     * {@link dev.agentsdk.options.CliDialect#ofProgram}.
     *
     * @param options the options
     * @return the start
     */
    public static AgentLaunch of(AgentOptions options) {
        return new CliLaunch(options, Dialect.of(options));
    }
}
