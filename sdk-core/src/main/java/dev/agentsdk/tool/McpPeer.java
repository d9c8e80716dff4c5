package dev.agentsdk.tool;

import dev.agentsdk.json.RawJson;
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
     * Sends a message of the server to the agent, as a control request {@code mcp_message}. Does not wait. Messages and the
     * responses of the server's calls go out in the order in which they are given. The agent answers a request with a
     * message of its own, through {@link McpServerSession#handle}; {@code claude} 2.1 answers {@code ping} and refuses
     * sampling, elicitation and roots.
     *
     * <p>{@code qwen} 0.24 takes no such messages: notifications are dropped, a {@code ping} is answered by the SDK, and other
     * requests get the error -32601. A request that another agent refuses gets that error too. While the agent has not taken
     * 1,000 messages, further ones are dropped with a warning in the log, and requests get the error -32603.
     *
     * @param message a JSON-RPC request or notification
     */
    void send(RawJson message);

    /**
     * Tells the application that its code has failed, where the agent was told otherwise: reported as a
     * {@link dev.agentsdk.errors.CallbackException}.
     *
     * @param tool which tool
     * @param why what it threw
     */
    void toolFailed(String tool, Throwable why);
}
