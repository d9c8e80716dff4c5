/**
 * Tools that run in this process: the agent's model calls them as it calls its own. A {@link dev.agentsdk.tool.Tool} is a
 * Java record for the arguments and a handler; a {@link dev.agentsdk.tool.ToolServer} offers some to an agent. Behind the
 * port {@link dev.agentsdk.tool.McpServer} any other MCP server can stand.
 */
@NullMarked
package dev.agentsdk.tool;

import org.jspecify.annotations.NullMarked;
