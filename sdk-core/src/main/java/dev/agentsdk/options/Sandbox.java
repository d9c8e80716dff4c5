package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sandbox in which the agent runs commands. Immutable; what is not set is left to the CLI. */
public final class Sandbox {

    private final Map<String, Object> rules;

    private Sandbox(Map<String, Object> rules) {
        this.rules = Collections.unmodifiableMap(rules);
    }

    /**
     * A sandbox that is on.
     *
     * @return the sandbox
     */
    public static Sandbox on() {
        return new Sandbox(Map.of("enabled", true));
    }

    /**
     * A sandbox that is off, whatever other settings say.
     *
     * @return the sandbox
     */
    public static Sandbox off() {
        return new Sandbox(Map.of("enabled", false));
    }

    /**
     * Sets a value that this SDK has no method for.
     *
     * @param name the name as in settings
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public Sandbox with(String name, Object value) {
        return new Sandbox(Checks.with(rules, name, value));
    }

    /**
     * Decides whether commands in the sandbox need no asking.
     *
     * @param allow whether to
     * @return a changed copy
     */
    public Sandbox withAutoAllow(boolean allow) {
        return with("autoAllowBashIfSandboxed", allow);
    }

    /**
     * Names commands that run outside.
     *
     * @param commands for example {@code docker}
     * @return a changed copy
     */
    public Sandbox withExcludedCommands(String... commands) {
        return with("excludedCommands", Checks.texts(List.of(commands), "sandbox.excludedCommands"));
    }

    /**
     * Decides whether the agent may ask to run a command outside.
     *
     * @param allow whether to
     * @return a changed copy
     */
    public Sandbox withUnsandboxedAllowed(boolean allow) {
        return with("allowUnsandboxedCommands", allow);
    }

    /**
     * Decides whether a weaker sandbox is taken where the full one cannot be had, as inside containers.
     *
     * @param weaker whether to
     * @return a changed copy
     */
    public Sandbox withWeakerNested(boolean weaker) {
        return with("enableWeakerNestedSandbox", weaker);
    }

    /**
     * Decides what commands may reach.
     *
     * @param network the network rules
     * @return a changed copy
     */
    public Sandbox withNetwork(SandboxNetwork network) {
        return with("network", network.toJson());
    }

    /**
     * Decides whether the agent refuses to start if no sandbox is available, instead of only warning.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public Sandbox withFailIfUnavailable(boolean value) {
        return with("failIfUnavailable", value);
    }

    /**
     * Decides what files commands may read and write.
     *
     * @param filesystem the rules
     * @return a changed copy
     */
    public Sandbox withFilesystem(SandboxFilesystem filesystem) {
        return with("filesystem", filesystem.toJson());
    }

    /**
     * Hides secrets from commands.
     *
     * @param credentials the secrets
     * @return a changed copy
     */
    public Sandbox withCredentials(SandboxCredentials credentials) {
        return with("credentials", credentials.toJson());
    }

    /**
     * Decides whether commands may make user namespaces of their own. Linux.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public Sandbox withNestedUserNamespaces(boolean value) {
        return with("allowNestedUserNamespaces", value);
    }

    /**
     * Decides whether commands may use a service of the system that checks certificates, and by which data may leave. macOS.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public Sandbox withWeakerNetworkIsolation(boolean value) {
        return with("enableWeakerNetworkIsolation", value);
    }

    /**
     * Decides whether commands may send Apple events, by which they can leave the sandbox. macOS.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public Sandbox withAppleEvents(boolean value) {
        return with("allowAppleEvents", value);
    }

    /**
     * Names the ripgrep that looks for files to protect.
     *
     * @param command the program
     * @param arguments its first arguments
     * @return a changed copy
     */
    public Sandbox withRipgrep(String command, String... arguments) {
        Map<String, Object> ripgrep = new LinkedHashMap<>();
        ripgrep.put("command", Checks.text(command, "sandbox.ripgrep"));
        ripgrep.put("args", List.of(arguments));
        return with("ripgrep", Collections.unmodifiableMap(ripgrep));
    }

    /**
     * Names the bubblewrap program. Linux; the CLI takes it from managed settings only.
     *
     * @param path the program
     * @return a changed copy
     */
    public Sandbox withBwrapPath(Path path) {
        return with("bwrapPath", path.toString());
    }

    /**
     * Names the socat program. Linux; the CLI takes it from managed settings only.
     *
     * @param path the program
     * @return a changed copy
     */
    public Sandbox withSocatPath(Path path) {
        return with("socatPath", path.toString());
    }

    /**
     * Names files and hosts whose refused use is not reported.
     *
     * @param files patterns of files
     * @param hosts patterns of hosts
     * @return a changed copy
     */
    public Sandbox withIgnoredViolations(List<String> files, List<String> hosts) {
        Map<String, Object> ignored = new LinkedHashMap<>();
        ignored.put("file", Checks.texts(files, "sandbox.ignoredViolations"));
        ignored.put("network", Checks.texts(hosts, "sandbox.ignoredViolations"));
        return with("ignoreViolations", Collections.unmodifiableMap(ignored));
    }

    /**
     * The sandbox as it stands in settings.
     *
     * @return a JSON object as maps, lists and scalars
     */
    public Map<String, Object> toJson() {
        return rules;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sandbox that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return the names of the rules, and not their values} */
    @Override
    public String toString() {
        return "Sandbox" + rules.keySet();
    }
}
