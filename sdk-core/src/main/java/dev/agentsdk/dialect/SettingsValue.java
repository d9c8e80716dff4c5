package dev.agentsdk.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.CliStartException;
import dev.agentsdk.internal.Json;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.options.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code --settings}: a path, or the settings themselves as JSON. A sandbox has no flag of its own; it is put
 * into the settings, for which a file has to be read.
 */
final class SettingsValue {

    private SettingsValue() {}

    static Optional<CliArgument> of(Settings settings) {
        if (settings.sandbox().isPresent()) {
            ObjectNode merged = settings.file()
                    .map(SettingsValue::read)
                    .or(() -> settings.json().map(json -> (ObjectNode) json.tree()))
                    .orElseGet(() -> Json.mapper().createObjectNode());
            merged.set(
                    "sandbox",
                    Json.mapper().valueToTree(settings.sandbox().get().toJson()));
            return Optional.of(inline(merged));
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
                // Where settings hold credentials: the environment of what the agent runs.
                .confidentialIf(!settings.path("env").isEmpty());
    }

    private static ObjectNode read(Path file) {
        try {
            if (Json.mapper().readTree(Files.readAllBytes(file)) instanceof ObjectNode settings) {
                return settings;
            }
            throw unreadable(file, "it holds no JSON object", null);
        } catch (IOException e) {
            // The words of a JSON error show what stands in the file.
            throw unreadable(file, e.getClass().getSimpleName(), e);
        }
    }

    private static CliStartException unreadable(Path file, String why, @Nullable IOException cause) {
        return new CliStartException(
                CliStartException.Reason.INVALID_ARGUMENT,
                "settings: the sandbox cannot be put into the settings of " + file + " (" + why
                        + "). Correct the file, or leave out one of the two.",
                cause);
    }
}
