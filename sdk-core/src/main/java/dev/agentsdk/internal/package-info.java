/** Not exported: the engine under queries and sessions. */
@NullMarked
package dev.agentsdk.internal;

import org.jspecify.annotations.NullMarked;
