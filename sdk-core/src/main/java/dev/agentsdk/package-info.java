/**
 * Queries and sessions with a command-line agent, their options, and the exceptions they throw.
 *
 * <p>Start at {@link dev.agentsdk.AgentSession} for a conversation and at {@link dev.agentsdk.AgentQuery} for one
 * question.
 */
@NullMarked
package dev.agentsdk;

import org.jspecify.annotations.NullMarked;
