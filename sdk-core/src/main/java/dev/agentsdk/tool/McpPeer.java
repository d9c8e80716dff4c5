package dev.agentsdk.tool;

import dev.agentsdk.message.RawJson;
import java.util.concurrent.Executor;

/** The agent, as an in-process MCP server sees it. Thread-safe. */
public interface McpPeer {

    /**
     * Runs application code: {@code AgentOptions.callbackExecutor}, or threads of the session, as many as are needed.
     *
     * @return an executor that may refuse what it is given
     */
    Executor executor();

    /**
     * Sends a message of the server's own. The tunnel has no way to the agent for these: notifications are dropped, a
     * {@code ping} is answered at once, and other requests get the error -32601, through
     * {@link McpServerSession#handle}.
     *
     * @param message a JSON-RPC request or notification
     */
    void send(RawJson message);

    /**
     * Tells the application that its code has failed, where the agent was told otherwise: reported as a
     * {@link dev.agentsdk.CallbackException}.
     *
     * @param tool which tool
     * @param why what it threw
     */
    void toolFailed(String tool, Throwable why);
}
