package dev.agentsdk.internal.protocol.streamjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.internal.OtherUserFiles;
import dev.agentsdk.options.internal.SettingsFiles;
import dev.agentsdk.spi.CliArgument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code --settings}: a path, or the settings themselves as JSON. A sandbox has no flag of its own; it is put
 * into the settings, for which a file has to be read.
 */
final class SettingsValue {

    private SettingsValue() {}

    static Optional<CliArgument> of(AgentOptions options) {
        Settings settings = options.settings();
        if (settings.sandbox().isPresent()) {
            ObjectNode base = settings.file()
                    .map(file -> read(options, file))
                    .or(() -> settings.json().map(json -> (ObjectNode) json.tree()))
                    .orElseGet(() -> Json.mapper().createObjectNode());
            ObjectNode sandbox = Json.mapper()
                    .valueToTree(Map.of("sandbox", settings.sandbox().get().toJson()));
            SettingsFiles.override(base, sandbox);
            return Optional.of(inline(base));
        }
        if (settings.file().isPresent()) {
            Path path = settings.file().get().toAbsolutePath();
            return Optional.of(CliArgument.of("settings", "settings", path.toString()));
        }
        return settings.json().map(RawJson::tree).map(SettingsValue::inline);
    }

    private static CliArgument inline(JsonNode settings) {
        return CliArgument.of("settings", "settings", ClaudeCli.json(settings))
                .orInFile("settings")
                // Credentials are in variables, commands, headers of hooks, and in whatever a newer CLI adds.
                .confidentialIf(!settings.isEmpty());
    }

    /** Managed settings travel on the command line only: other users of the machine can read them. */
    static List<CliArgument> managed(Settings settings) {
        Optional<JsonNode> managed = settings.managed().map(RawJson::tree);
        if (managed.isEmpty()) {
            return List.of();
        }
        PublicSettings.firstOther(managed.get()).ifPresent(name -> {
            throw new CliStartException(
                    CliStartException.Reason.INVALID_ARGUMENT,
                    "managedSettings: \"" + name + "\" may hold credentials, and the CLI takes managed"
                            + " settings only on the command line, where all users of the machine can read them."
                            + " Move it to the settings (Settings.withJson), which travel in a private file, or to"
                            + " the CLI's managed settings file of this machine.",
                    null);
        });
        return List.of(CliArgument.of("managedSettings", "managed-settings", ClaudeCli.json(managed.get())));
    }

    private static ObjectNode read(AgentOptions options, Path file) {
        try {
            OtherUserFiles.requireOwned(options, file);
            JsonNode content =
                    SettingsFiles.tree(file).orElseThrow(() -> unreadable(file, "it is larger than 16 MiB", null));
            if (content instanceof ObjectNode settings) {
                return settings;
            }
            throw unreadable(file, "it holds no JSON object", null);
        } catch (HistoryException e) {
            throw unreadable(file, "another user can choose what it holds", e);
        } catch (IOException e) {
            // The words of a JSON error show what stands in the file.
            throw unreadable(file, e.getClass().getSimpleName(), e);
        }
    }

    private static CliStartException unreadable(Path file, String why, @Nullable Exception cause) {
        return new CliStartException(
                CliStartException.Reason.INVALID_ARGUMENT,
                "settings: the sandbox cannot be put into the settings of " + file + " (" + why
                        + "). Correct the file, or leave out one of the two.",
                cause);
    }
}
