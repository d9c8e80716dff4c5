package dev.agentsdk.tool.internal;

import dev.agentsdk.spi.WarningLimit;
import dev.agentsdk.tool.McpPeer;

/** The agent, as an MCP server of this SDK sees it. */
public interface SdkPeer extends McpPeer {

    /**
     * Runs something short on a thread of the SDK, also at the end of the session.
     *
     * @param work what to run
     */
    void executeOnSdkThread(Runnable work);

    /**
     * Whether the session has ended or is being closed: no call is begun.
     *
     * @return whether it is
     */
    boolean isOver();

    /**
     * Returns the limit of the session's warnings about its agent.
     *
     * @return the limit
     */
    WarningLimit warnings();
}
