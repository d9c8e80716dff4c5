/** Not exported: the parts of the transport. */
@NullMarked
package dev.agentsdk.transport.internal;

import org.jspecify.annotations.NullMarked;
