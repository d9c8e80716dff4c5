package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A secret that commands in the {@link Sandbox} do not see: a file or an environment variable. Immutable; what is not set is
 * left to the CLI.
 */
public final class SandboxSecret {

    /** What commands see of a secret. */
    public enum Mode {
        /** Nothing. */
        DENY("deny"),
        /** A placeholder, which the proxy of the sandbox replaces by the secret on its way to the hosts that may have it. */
        MASK("mask");

        private final String value;

        Mode(String value) {
            this.value = value;
        }
    }

    private final boolean isFile;
    private final Map<String, Object> rules;

    private SandboxSecret(boolean isFile, Map<String, Object> rules) {
        this.isFile = isFile;
        this.rules = Collections.unmodifiableMap(rules);
    }

    /**
     * A file.
     *
     * @param path the file
     * @param mode what commands see of it
     * @return the secret
     */
    public static SandboxSecret file(Path path, Mode mode) {
        return of(true, "path", path.toString(), mode);
    }

    /**
     * An environment variable.
     *
     * @param name its name
     * @param mode what commands see of it
     * @return the secret
     */
    public static SandboxSecret variable(String name, Mode mode) {
        return of(false, "name", Checks.text(name, "sandbox.credentials.envVars"), mode);
    }

    private static SandboxSecret of(boolean isFile, String field, String name, Mode mode) {
        Map<String, Object> rules = new LinkedHashMap<>();
        rules.put(field, name);
        rules.put("mode", mode.value);
        return new SandboxSecret(isFile, rules);
    }

    /**
     * Sets a value that this SDK has no method for.
     *
     * @param name the name as in settings
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public SandboxSecret with(String name, Object value) {
        return new SandboxSecret(isFile, Checks.with(rules, name, value));
    }

    /**
     * Names the part that is secret. Without it the whole is.
     *
     * @param pattern a regular expression with a group
     * @param onNoMatch what happens if it does not match: {@code deny}, {@code error} or {@code warn}
     * @return a changed copy
     */
    public SandboxSecret withExtract(String pattern, String onNoMatch) {
        return with("extract", pattern).with("onExtractNoMatch", onNoMatch);
    }

    /**
     * Says that the secret is a JSON web token, of which some claims are masked and the others stay.
     *
     * @param claims the claims to mask
     * @return a changed copy
     */
    public SandboxSecret withMaskedClaims(String... claims) {
        return with("decode", "jwt")
                .with("maskClaims", Checks.texts(List.of(claims), "sandbox.credentials.maskClaims"));
    }

    /**
     * Decides whether each occurrence in a file is masked, and not only the first one.
     *
     * @param value true for each
     * @return a changed copy
     */
    public SandboxSecret withMaskedDuplicates(boolean value) {
        return with("maskDuplicates", value);
    }

    /**
     * Names the hosts that get the secret in place of the placeholder.
     *
     * @param hosts for example {@code api.example.com}
     * @return a changed copy
     */
    public SandboxSecret withInjectHosts(String... hosts) {
        return with("injectHosts", Checks.texts(List.of(hosts), "sandbox.credentials.injectHosts"));
    }

    boolean isFile() {
        return isFile;
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
        return other instanceof SandboxSecret that && isFile == that.isFile && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return the names of the rules, and not their values} */
    @Override
    public String toString() {
        return "SandboxSecret" + rules.keySet();
    }
}
