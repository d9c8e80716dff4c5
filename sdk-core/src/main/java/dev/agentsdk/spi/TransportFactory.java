package dev.agentsdk.spi;

/**
 * Makes the transport of a new session. Found through {@link java.util.ServiceLoader}, or given to
 * {@code AgentOptions.Builder.transport}.
 */
@FunctionalInterface
public interface TransportFactory {
    /**
     * Makes a transport that has not been opened.
     *
     * @param launch how the agent of the session is started
     * @return a new transport
     * @throws dev.agentsdk.errors.AgentException if it cannot be started in this way
     */
    Transport create(AgentLaunch launch);
}
