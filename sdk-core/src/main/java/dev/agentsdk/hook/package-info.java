/**
 * Hooks: callbacks that the agent calls at certain moments, before a tool runs for example, and that can change what
 * happens. Register them with {@link dev.agentsdk.options.AgentOptions.Builder#hook}.
 */
@NullMarked
package dev.agentsdk.hook;

import org.jspecify.annotations.NullMarked;
