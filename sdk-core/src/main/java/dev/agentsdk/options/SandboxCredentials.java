package dev.agentsdk.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets that commands in the {@link Sandbox} do not see. Immutable; what is not set is left to the CLI. */
public final class SandboxCredentials {

    private static final SandboxCredentials UNSET = new SandboxCredentials(Map.of());

    private final Map<String, Object> rules;

    private SandboxCredentials(Map<String, Object> rules) {
        this.rules = Collections.unmodifiableMap(rules);
    }

    /**
     * Nothing set.
     *
     * @return no rules
     */
    public static SandboxCredentials unset() {
        return UNSET;
    }

    /**
     * Sets a value that this SDK has no method for.
     *
     * @param name the name as in settings
     * @param value a string, number, boolean, list or map
     * @return a changed copy
     */
    public SandboxCredentials with(String name, Object value) {
        return new SandboxCredentials(Checks.with(rules, name, value));
    }

    /**
     * Names the files and environment variables that are secret, in place of those so far.
     *
     * @param secrets the secrets
     * @return a changed copy
     */
    public SandboxCredentials withSecrets(SandboxSecret... secrets) {
        SandboxCredentials changed = this;
        for (boolean files : new boolean[] {true, false}) {
            List<Map<String, Object>> some = Arrays.stream(secrets)
                    .filter(secret -> secret.isFile() == files)
                    .map(SandboxSecret::toJson)
                    .toList();
            if (!some.isEmpty()) {
                changed = changed.with(files ? "files" : "envVars", some);
            }
        }
        return changed;
    }

    /**
     * Adds a pair of environment variables with AWS keys, with which the proxy of the sandbox signs requests.
     *
     * @param accessKeyIdVariable the variable of the access key id
     * @param secretAccessKeyVariable the variable of the secret access key
     * @param sessionTokenVariable the variable of the session token; null for none
     * @return a changed copy
     */
    public SandboxCredentials withAwsPair(
            String accessKeyIdVariable, String secretAccessKeyVariable, @Nullable String sessionTokenVariable) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("accessKeyIdVar", Checks.text(accessKeyIdVariable, "sandbox.credentials.awsPairs"));
        pair.put("secretAccessKeyVar", Checks.text(secretAccessKeyVariable, "sandbox.credentials.awsPairs"));
        if (sessionTokenVariable != null) {
            pair.put("sessionTokenVar", Checks.text(sessionTokenVariable, "sandbox.credentials.awsPairs"));
        }
        List<Object> pairs = new ArrayList<>(rules.get("awsPairs") instanceof List<?> before ? before : List.of());
        pairs.add(Collections.unmodifiableMap(pair));
        return with("awsPairs", List.copyOf(pairs));
    }

    /**
     * Decides what happens to requests to AWS that the proxy cannot sign again: {@code deny} or {@code passthrough} for each.
     *
     * @param streaming uploads that are signed piece by piece
     * @param presigned requests with a signature in the address
     * @param sigv4a requests that are signed for several regions
     * @return a changed copy
     */
    public SandboxCredentials withUnsignable(String streaming, String presigned, String sigv4a) {
        return with("sigv4", Map.of("streaming", streaming, "presigned", presigned, "sigv4a", sigv4a));
    }

    /**
     * Decides whether secrets may go to hosts without TLS.
     *
     * @param value true for yes
     * @return a changed copy
     */
    public SandboxCredentials withPlaintextInject(boolean value) {
        return with("allowPlaintextInject", value);
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
        return other instanceof SandboxCredentials that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    /** {@return the names of the rules, and not their values} */
    @Override
    public String toString() {
        return "SandboxCredentials" + rules.keySet();
    }
}
