/**
 * What {@link dev.agentsdk.options.AgentOptions} is made of: one small value for each group of options. All are immutable and
 * checked when they are made; each {@code with…} method returns a changed copy; what is not set is left to the agent.
 *
 * <p>The flags and fields behind them are those of {@code claude} 2.1, as the official SDKs for Python and TypeScript use
 * them. {@link dev.agentsdk.options.CliDialect} knows how each travels.
 */
@NullMarked
package dev.agentsdk.options;

import org.jspecify.annotations.NullMarked;
