package dev.agentsdk.options;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The files that commands in the {@link Sandbox} may read and write. Immutable; what is not set is left to the CLI. */
public final class SandboxFilesystem {

    private static final SandboxFilesystem UNSET = new SandboxFilesystem(Map.of());

    private final Map<String, Object> rules;

    private SandboxFilesystem(Map<String, Object> rules) {
        this.rules = Collections.unmodifiableMap(rules);
    }

    /**
     * Nothing set.
     *
     * @return no rules
     */
    public static SandboxFilesystem unset() {
        return UNSET;
    }

    /**
     * Sets a value that this SDK has no method for.
     *
     * @param name the name as in settings
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public SandboxFilesystem with(String name, Object value) {
        return new SandboxFilesystem(Checks.with(rules, name, value));
    }

    /**
     * Names paths that may be written, beside the working directory.
     *
     * @param paths absolute, or with {@code ~/} for the home directory, or relative to the settings file
     * @return a changed copy
     */
    public SandboxFilesystem withAllowWrite(String... paths) {
        return with("allowWrite", Checks.texts(List.of(paths), "sandbox.filesystem.allowWrite"));
    }

    /**
     * Names paths that may not be written.
     *
     * @param paths absolute, or with {@code ~/} for the home directory, or relative to the settings file
     * @return a changed copy
     */
    public SandboxFilesystem withDenyWrite(String... paths) {
        return with("denyWrite", Checks.texts(List.of(paths), "sandbox.filesystem.denyWrite"));
    }

    /**
     * Names paths that may not be read.
     *
     * @param paths absolute, or with {@code ~/} for the home directory, or relative to the settings file
     * @return a changed copy
     */
    public SandboxFilesystem withDenyRead(String... paths) {
        return with("denyRead", Checks.texts(List.of(paths), "sandbox.filesystem.denyRead"));
    }

    /**
     * Names paths that may be read although they lie in one that may not.
     *
     * @param paths absolute, or with {@code ~/} for the home directory, or relative to the settings file
     * @return a changed copy
     */
    public SandboxFilesystem withAllowRead(String... paths) {
        return with("allowRead", Checks.texts(List.of(paths), "sandbox.filesystem.allowRead"));
    }

    /**
     * Decides whether only the readable paths of managed settings count.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public SandboxFilesystem withManagedReadPathsOnly(boolean value) {
        return with("allowManagedReadPathsOnly", value);
    }

    /**
     * Decides whether the sandbox's file system rules are switched off.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public SandboxFilesystem withDisabled(boolean value) {
        return with("disabled", value);
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
        return other instanceof SandboxFilesystem that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return the names of the rules, and not their values} */
    @Override
    public String toString() {
        return "SandboxFilesystem" + rules.keySet();
    }
}
