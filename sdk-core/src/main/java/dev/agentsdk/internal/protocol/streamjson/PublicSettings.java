package dev.agentsdk.internal.protocol.streamjson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings that all users of the machine may read: switches and numbers anywhere, and texts only in fields that hold rules,
 * names and paths. What is not known here may hold a credential.
 */
final class PublicSettings {

    /** Fields with texts at the top. */
    private static final Set<String> TEXTS = Set.of(
            "model",
            "fallbackModel",
            "availableModels",
            "deniedModels",
            "enabledMcpjsonServers",
            "disabledMcpjsonServers",
            "forceLoginMethod",
            "forceLoginOrgUUID",
            "outputStyle",
            "language");

    /** Fields with texts in objects, by the path of the object. */
    private static final Map<String, Set<String>> NESTED = Map.of(
            "permissions",
            Set.of(
                    "allow",
                    "deny",
                    "ask",
                    "additionalDirectories",
                    "defaultMode",
                    "disableBypassPermissionsMode",
                    "disableAutoMode"),
            "sandbox",
            Set.of("excludedCommands", "bwrapPath", "socatPath"),
            "sandbox.credentials",
            Set.of(),
            "sandbox.ignoreViolations",
            Set.of("file", "network"),
            "sandbox.filesystem",
            Set.of("allowWrite", "denyWrite", "denyRead", "allowRead"),
            "sandbox.network",
            Set.of("allowedDomains", "deniedDomains", "allowUnixSockets", "allowMachLookup"),
            "sandbox.network.tlsTerminate",
            Set.of("caCertPath", "caKeyPath"),
            "sandbox.credentials.files",
            Set.of("path", "mode", "decode", "maskClaims", "onExtractNoMatch", "injectHosts"),
            "sandbox.credentials.envVars",
            Set.of("name", "mode", "decode", "maskClaims", "onExtractNoMatch", "injectHosts"));

    private PublicSettings() {}

    /** The path of the first field that may hold a credential. */
    static Optional<String> firstOther(JsonNode settings) {
        return firstOther(settings, "", TEXTS);
    }

    /**
     * The first such field of an object.
     *
     * @param texts the fields that may hold texts; null if the object is not known, so that it may only hold switches
     */
    private static Optional<String> firstOther(JsonNode object, String path, @Nullable Set<String> texts) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Optional<String> other =
                    firstOther(field.getValue(), below, texts != null, texts != null && texts.contains(field.getKey()));
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstOther(JsonNode value, String path, boolean mayBeNumber, boolean mayBeText) {
        if (value.isArray()) {
            for (JsonNode element : value) {
                Optional<String> other = firstOther(element, path, mayBeNumber, mayBeText);
                if (other.isPresent()) {
                    return other;
                }
            }
            return Optional.empty();
        }
        if (value.isObject()) {
            return firstOther(value, path, NESTED.get(path));
        }
        boolean known = value.isBoolean()
                || value.isNull()
                || (mayBeNumber && value.isNumber())
                || (mayBeText && value.isTextual() && !hasUserInAddress(value.textValue()));
        return known ? Optional.empty() : Optional.of(path);
    }

    private static boolean hasUserInAddress(String text) {
        int authority = text.indexOf("://");
        return authority >= 0 && text.indexOf('@', authority) >= 0;
    }
}
