package dev.agentsdk.options;

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

    private Sandbox with(String name, Object value) {
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

    @Override
    public String toString() {
        return "Sandbox" + rules;
    }
}
