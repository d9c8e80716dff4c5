/**
 * The port between a session and the agent behind it. Applications meet {@link dev.agentsdk.spi.ExitReport} here;
 * whoever writes a transport implements {@link dev.agentsdk.spi.Transport} and {@link dev.agentsdk.spi.TransportFactory}.
 */
@NullMarked
package dev.agentsdk.spi;

import org.jspecify.annotations.NullMarked;
