/** How the agent is allowed to use its tools. */
@NullMarked
package dev.agentsdk.permission;

import org.jspecify.annotations.NullMarked;
