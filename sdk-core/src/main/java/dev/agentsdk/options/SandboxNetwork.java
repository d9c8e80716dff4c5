package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands in the {@link Sandbox} may reach. Immutable; what is not set is left to the CLI. */
public final class SandboxNetwork {

    private static final SandboxNetwork UNSET = new SandboxNetwork(Map.of());

    private final Map<String, Object> rules;

    private SandboxNetwork(Map<String, Object> rules) {
        this.rules = Collections.unmodifiableMap(rules);
    }

    /**
     * Nothing set.
     *
     * @return no rules
     */
    public static SandboxNetwork unset() {
        return UNSET;
    }

    /**
     * Sets a value that this SDK has no method for.
     *
     * @param name the name as in settings
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public SandboxNetwork with(String name, Object value) {
        return new SandboxNetwork(Checks.with(rules, name, value));
    }

    /**
     * Names domains that may be reached.
     *
     * @param domains for example {@code *.example.com}
     * @return a changed copy
     */
    public SandboxNetwork withAllowedDomains(String... domains) {
        return with("allowedDomains", Checks.texts(List.of(domains), "sandbox.network.allowedDomains"));
    }

    /**
     * Names domains that may not be reached.
     *
     * @param domains for example {@code *.example.com}
     * @return a changed copy
     */
    public SandboxNetwork withDeniedDomains(String... domains) {
        return with("deniedDomains", Checks.texts(List.of(domains), "sandbox.network.deniedDomains"));
    }

    /**
     * Decides whether only the domains of managed settings count.
     *
     * @param only whether to
     * @return a changed copy
     */
    public SandboxNetwork withManagedDomainsOnly(boolean only) {
        return with("allowManagedDomainsOnly", only);
    }

    /**
     * Decides whether a domain that is not allowed is refused without asking.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public SandboxNetwork withStrictAllowlist(boolean value) {
        return with("strictAllowlist", value);
    }

    /**
     * Has the proxy of the sandbox open TLS connections, so that it sees the requests.
     *
     * @param certificate the certificate of the authority that signs for it, in PEM
     * @param key the authority's private key, in PEM
     * @return a changed copy
     */
    public SandboxNetwork withTlsTermination(Path certificate, Path key) {
        Map<String, Object> authority = new LinkedHashMap<>();
        authority.put("caCertPath", certificate.toString());
        authority.put("caKeyPath", key.toString());
        return with("tlsTerminate", Collections.unmodifiableMap(authority));
    }

    /**
     * Names Unix sockets that may be used.
     *
     * @param paths their paths
     * @return a changed copy
     */
    public SandboxNetwork withUnixSockets(String... paths) {
        return with("allowUnixSockets", Checks.texts(List.of(paths), "sandbox.network.unixSockets"));
    }

    /**
     * Decides whether all Unix sockets may be used.
     *
     * @param allow whether to
     * @return a changed copy
     */
    public SandboxNetwork withAllUnixSockets(boolean allow) {
        return with("allowAllUnixSockets", allow);
    }

    /**
     * Decides whether commands may listen on local ports.
     *
     * @param allow whether to
     * @return a changed copy
     */
    public SandboxNetwork withLocalBinding(boolean allow) {
        return with("allowLocalBinding", allow);
    }

    /**
     * Names Mach services that may be looked up. macOS.
     *
     * @param services their names
     * @return a changed copy
     */
    public SandboxNetwork withMachLookup(String... services) {
        return with("allowMachLookup", Checks.texts(List.of(services), "sandbox.network.machLookup"));
    }

    /**
     * Sends HTTP through a proxy of this machine.
     *
     * @param port its port
     * @return a changed copy
     */
    public SandboxNetwork withHttpProxyPort(int port) {
        return with("httpProxyPort", checkPort(port, "httpProxyPort"));
    }

    /**
     * Sends the rest through a SOCKS proxy of this machine.
     *
     * @param port its port
     * @return a changed copy
     */
    public SandboxNetwork withSocksProxyPort(int port) {
        return with("socksProxyPort", checkPort(port, "socksProxyPort"));
    }

    private static int checkPort(int port, String name) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "sandbox.network." + name + " must lie between 1 and 65535, not " + port + ".");
        }
        return port;
    }

    /**
     * The rules as they stand in settings.
     *
     * @return a JSON object as maps, lists and scalars
     */
    public Map<String, Object> toJson() {
        return rules;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SandboxNetwork that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return the names of the rules, and not their values} */
    @Override
    public String toString() {
        return "SandboxNetwork" + rules.keySet();
    }
}
