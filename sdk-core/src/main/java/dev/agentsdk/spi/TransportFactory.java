package dev.agentsdk.spi;

import dev.agentsdk.AgentOptions;

/**
 * Makes the transport of a new session. Found through {@link java.util.ServiceLoader}, or given to
 * {@link AgentOptions.Builder#transport}.
 */
@FunctionalInterface
public interface TransportFactory {
    /**
     * Makes a transport that has not been opened.
     *
     * @param options the options of the session
     * @return a new transport
     * @throws dev.agentsdk.AgentException if the options cannot be served
     */
    Transport create(AgentOptions options);
}
