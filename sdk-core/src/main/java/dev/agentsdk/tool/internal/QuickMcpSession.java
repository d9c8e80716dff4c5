package dev.agentsdk.tool.internal;

import dev.agentsdk.tool.McpServerSession;

/**
 * A server's side of a connection that is this SDK's own: its {@code close()} neither waits nor runs application code, and
 * may be called by any thread at any time. So its calls are cancelled at once when a session ends, before the threads that
 * run them are interrupted.
 */
public interface QuickMcpSession extends McpServerSession {}
