/**
 * An adapter between this SDK and the official MCP Java SDK: whatever was built with the latter's {@code McpServer.sync}
 * or {@code McpServer.async} is served to agents through the tunnel of the control protocol, without a process or a port
 * of its own.
 */
@NullMarked
package dev.agentsdk.mcp;

import org.jspecify.annotations.NullMarked;
