package dev.agentsdk.internal;

import dev.agentsdk.AgentException;
import dev.agentsdk.AgentOptions;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the transport. */
public final class Transports {

    private Transports() {}

    /**
     * Makes the transport of a new session: by the factory in the options, else by the first on the class or module path.
     *
     * @param options the options
     * @return a new transport
     */
    public static Transport create(AgentOptions options) {
        return options.transport().orElseGet(Transports::installed).create(options);
    }

    private static TransportFactory installed() {
        // Where this SDK was loaded from first: in an application server the context loader may be anybody's.
        Optional<TransportFactory> beside = ServiceLoader.load(
                        TransportFactory.class, TransportFactory.class.getClassLoader())
                .findFirst();
        return beside.or(() -> ServiceLoader.load(TransportFactory.class).findFirst())
                .orElseThrow(() -> new AgentException("There is no transport on the class path. Add the dependency"
                        + " dev.agentsdk:sdk-transport, or set AgentOptions.transport."));
    }
}
