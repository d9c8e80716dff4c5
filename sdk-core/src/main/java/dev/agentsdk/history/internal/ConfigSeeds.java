package dev.agentsdk.history.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.json.internal.Printable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings into a configuration directory of its own what an agent needs of the usual one to log in and to behave as usual.
 * As the official SDKs do it: without the refresh token, since a token that is used twice locks its owner out; and
 * without what refers to plugins and directories of the other place.
 *
 * <p>Credentials in the key chain of macOS are not read: set {@code ANTHROPIC_API_KEY} or {@code CLAUDE_CODE_OAUTH_TOKEN}
 * for the agent there.
 */
final class ConfigSeeds {

    private static final Logger log = LoggerFactory.getLogger(ConfigSeeds.class);

    /** The global configuration of a heavy user has some hundred kilobytes. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    /** The CLI's file of all projects has some ten thousand. */
    private static final int MAX_TOKENS = 2_000_000;

    private ConfigSeeds() {}

    /** Copies what there is. What cannot be read or is not a JSON object is left out, since nothing can be kept back in it. */
    static void copy(Map<String, String> environment, Path target) throws IOException {
        Path config = ConfigDirectory.of(environment).orElse(null);
        if (config == null) {
            log.debug("There is no absolute configuration directory; the agent gets none of its files");
            return;
        }
        copy(config.resolve(".credentials.json"), target, ConfigSeeds::withoutRefreshToken);
        Path global = ConfigDirectory.globalConfig(environment).orElse(null);
        if (global != null) {
            copy(global, target, tree -> {});
        }
        copy(config.resolve("settings.json"), target, ConfigSeeds::withoutPlaces);
        copy(config.resolve("cowork_settings.json"), target, ConfigSeeds::withoutPlaces);
    }

    private static void withoutRefreshToken(ObjectNode credentials) {
        if (credentials.get("claudeAiOauth") instanceof ObjectNode oauth) {
            oauth.remove("refreshToken");
        }
    }

    private static void withoutPlaces(ObjectNode settings) {
        settings.remove(List.of("enabledPlugins", "extraKnownMarketplaces"));
        if (settings.get("env") instanceof ObjectNode env) {
            env.remove(ConfigDirectory.VARIABLE);
        }
    }

    private static void copy(Path source, Path targetDirectory, Consumer<ObjectNode> change) throws IOException {
        ObjectNode tree = read(source);
        if (tree != null) {
            change.accept(tree);
            byte[] json = Json.mapper().writeValueAsBytes(tree);
            PrivateFiles.writeLines(targetDirectory.resolve(SessionFiles.nameOf(source)), List.of(json));
        }
    }

    private static @Nullable ObjectNode read(Path source) {
        // Many people keep their settings behind a link.
        if (!Files.isRegularFile(source)) {
            return null;
        }
        try (SeekableByteChannel in = OpenDirectory.followed(source)) {
            byte[] bytes = BoundedOpen.bytes(in, MAX_BYTES);
            if (bytes.length > MAX_BYTES) {
                log.warn("{} is too long; the agent does without it", Printable.of(source));
                return null;
            }
            JsonNode tree = Json.boundedTree(bytes, MAX_TOKENS);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            log.warn("{} is no JSON object; the agent does without it", Printable.of(source));
        } catch (IOException e) {
            log.warn(
                    "{} cannot be used ({}); the agent does without it",
                    Printable.of(source),
                    e.getClass().getSimpleName());
        }
        return null;
    }
}
