/** JSON of the agent that an application reads: {@link dev.agentsdk.json.RawJson}. */
@NullMarked
package dev.agentsdk.json;

import org.jspecify.annotations.NullMarked;
