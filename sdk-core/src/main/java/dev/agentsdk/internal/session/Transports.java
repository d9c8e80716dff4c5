package dev.agentsdk.internal.session;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.spi.TransportFactory;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the transport. */
public final class Transports {

    /** Looked for once: the search costs a session a tenth of a millisecond, and always finds the same. */
    private static volatile ServiceLoader.@Nullable Provider<TransportFactory> beside;

    private Transports() {}

    /**
     * Makes the transport of a new session: by the factory in the options, else by the first on the class or module path.
     *
     * @param options the options
     * @param launch how the agent is started
     * @return a new transport
     */
    public static Transport create(AgentOptions options, AgentLaunch launch) {
        return options.transport().orElseGet(Transports::installed).create(launch);
    }

    private static TransportFactory installed() {
        ServiceLoader.Provider<TransportFactory> known = beside;
        if (known == null) {
            // Where this SDK was loaded from first: in an application server the context loader may be anybody's.
            known = ServiceLoader.load(TransportFactory.class, TransportFactory.class.getClassLoader()).stream()
                    .findFirst()
                    .orElse(null);
            beside = known;
        }
        return Optional.ofNullable(known)
                .map(ServiceLoader.Provider::get)
                .or(() -> ServiceLoader.load(TransportFactory.class).findFirst())
                .orElseThrow(() -> new AgentException("There is no transport on the class path. Add the dependency"
                        + " dev.agentsdk:sdk-transport, or set AgentOptions.transport."));
    }
}
