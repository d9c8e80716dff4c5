package dev.agentsdk.options.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.history.internal.BoundedOpen;
import dev.agentsdk.history.internal.ConfigDirectory;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SettingSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings files of {@code claude}: where they are, and how they are merged. Measured with 2.1.332. */
public final class SettingsFiles {

    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Settings have some thousand. The tree of a file of 16 MiB could take half a gigabyte otherwise. */
    private static final int MAX_TOKENS = 200_000;

    /** Takes a source that was found. */
    public interface Found {
        /**
         * Takes a source.
         *
         * @param name its name
         * @param path its file
         * @param settings what is in it
         */
        void add(String name, Optional<Path> path, ObjectNode settings);
    }

    private final AgentOptions options;
    private final List<String> problems = new ArrayList<>();

    /**
     * The files that an agent would read.
     *
     * @param options its options
     */
    public SettingsFiles(AgentOptions options) {
        this.options = options;
    }

    /**
     * Returns the sources that the CLI is started with. Skills are stored beside the settings of the user and of the project,
     * so that options with skills include these two unless they name sources themselves.
     *
     * @param options the options
     * @return the sources; empty for all
     */
    public static Optional<List<SettingSource>> sources(AgentOptions options) {
        return options.settings()
                .sources()
                .or(() -> options.toolAccess()
                        .skills()
                        .map(skills -> List.of(SettingSource.USER, SettingSource.PROJECT)));
    }

    /** {@return the directory of the settings that the administrator manages} */
    public static Path managedDirectory() {
        String system = System.getProperty("os.name", "");
        if (system.startsWith("Windows")) {
            return Path.of("C:\\Program Files\\ClaudeCode");
        }
        return Path.of(system.startsWith("Mac") ? "/Library/Application Support/ClaudeCode" : "/etc/claude-code");
    }

    /**
     * Reads all sources.
     *
     * @param managed the directory of the managed settings
     * @param found takes those that there are, in the order in which they are merged
     */
    public void read(Path managed, Found found) {
        Path project = options.cwd().orElse(Path.of("")).toAbsolutePath().resolve(".claude");
        List<SettingSource> chosen = sources(options).orElse(List.of(SettingSource.values()));
        for (SettingSource source : SettingSource.values()) {
            if (!chosen.contains(source)) {
                continue;
            }
            // Not looked for otherwise: there may be none.
            Path file = switch (source) {
                case USER -> configDirectory().resolve("settings.json");
                case PROJECT -> project.resolve("settings.json");
                case LOCAL -> project.resolve("settings.local.json");
            };
            read(file).ifPresent(settings -> found.add(source.value(), Optional.of(file), settings));
        }
        options.settings()
                .file()
                .map(Path::toAbsolutePath)
                .ifPresent(file ->
                        read(file).ifPresent(settings -> found.add("flag", Optional.of(file), withSandbox(settings))));
        if (options.settings().file().isEmpty()) {
            ObjectNode settings = withSandbox(options.settings()
                    .json()
                    .map(json -> (ObjectNode) json.tree())
                    .orElseGet(Json.mapper()::createObjectNode));
            if (!settings.isEmpty()) {
                found.add("flag", Optional.empty(), settings);
            }
        }
        ObjectNode merged = Json.mapper().createObjectNode();
        for (Path file : managedFiles(managed)) {
            read(file).ifPresent(settings -> merge(merged, settings));
        }
        if (!merged.isEmpty()) {
            found.add("managed", Optional.empty(), merged);
        }
    }

    private Path configDirectory() {
        Map<String, Optional<String>> overrides = options.env();
        return ConfigDirectory.require(ConfigDirectory.effective(overrides));
    }

    private ObjectNode withSandbox(ObjectNode settings) {
        options.settings()
                .sandbox()
                .ifPresent(sandbox ->
                        override(settings, Json.mapper().valueToTree(Map.of("sandbox", sandbox.toJson()))));
        return settings;
    }

    /** The base, and then the files beside it by name, of which hidden ones do not count. */
    private List<Path> managedFiles(Path directory) {
        List<Path> files = new ArrayList<>();
        Path more = directory.resolve("managed-settings.d");
        if (Files.isDirectory(more)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(more, "[!.]*.json")) {
                entries.forEach(files::add);
            } catch (IOException e) {
                problems.add(more + ": " + e.getClass().getSimpleName());
            }
        }
        files.sort(null);
        files.add(0, directory.resolve("managed-settings.json"));
        return files;
    }

    private Optional<ObjectNode> read(Path file) {
        OtherUserFiles.requireOwned(options, file);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // Not a FIFO, which would be waited for.
        if (!Files.isRegularFile(file)) {
            return problem(file, "not a regular file");
        }
        try {
            Optional<JsonNode> settings = tree(file);
            if (settings.isEmpty()) {
                return problem(file, "larger than 16 MiB");
            }
            return settings.get() instanceof ObjectNode object
                    ? Optional.of(object)
                    : problem(file, "not a JSON object");
        } catch (Json.TooManyTokensException e) {
            return problem(file, "more than 200,000 JSON tokens");
        } catch (IOException e) {
            // The words of a JSON error show what stands in the file.
            return problem(file, e.getClass().getSimpleName());
        }
    }

    /**
     * Reads a settings file.
     *
     * @param file the file
     * @return its content; empty if it is larger than 16 MiB
     * @throws IOException if it is not JSON, has more than 200,000 JSON tokens, cannot be opened within 2 s, or cannot be
     *     read
     */
    public static Optional<JsonNode> tree(Path file) throws IOException {
        byte[] bytes = BoundedOpen.read(file, MAX_BYTES);
        return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(Json.boundedTree(bytes, MAX_TOKENS));
    }

    private Optional<ObjectNode> problem(Path file, String why) {
        problems.add(file + ": " + why);
        return Optional.empty();
    }

    /** {@return files that were left out, with the reason} */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Merges settings as the CLI does it. Objects are merged, lists are joined without repeated values, but with repeated
     * objects and lists; every other value is replaced.
     *
     * @param under is changed
     * @param over has precedence
     */
    public static void merge(ObjectNode under, ObjectNode over) {
        merge(under, over, true);
    }

    /**
     * Puts values over others. Objects are merged, every other value is replaced.
     *
     * @param under is changed
     * @param over has precedence
     */
    public static void override(ObjectNode under, ObjectNode over) {
        merge(under, over, false);
    }

    private static void merge(ObjectNode under, ObjectNode over, boolean joinLists) {
        over.properties().forEach(field -> {
            JsonNode known = under.get(field.getKey());
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode object && known instanceof ObjectNode inner) {
                merge(inner, object, joinLists);
            } else if (joinLists && value instanceof ArrayNode list && known instanceof ArrayNode first) {
                under.set(field.getKey(), joined(first, list));
            } else {
                under.set(field.getKey(), value.deepCopy());
            }
        });
    }

    private static ArrayNode joined(ArrayNode first, ArrayNode second) {
        List<JsonNode> elements = new ArrayList<>();
        // As text, by kind. A set of numbers whose hashes were chosen to be equal would compare each with all others;
        // texts
        // have an order, which a set uses then.
        Set<String> known = new HashSet<>();
        for (ArrayNode list : List.of(first, second)) {
            for (JsonNode element : list) {
                if (element.isContainerNode() || known.add(key(element))) {
                    elements.add(element);
                }
            }
        }
        return Json.mapper().createArrayNode().addAll(elements);
    }

    /** The same for values that are equal. */
    private static String key(JsonNode scalar) {
        String text = scalar.isBigDecimal()
                ? scalar.decimalValue().stripTrailingZeros().toString()
                : scalar.asText();
        return scalar.getNodeType() + (scalar.isBigDecimal() ? " decimal " : " ") + text;
    }
}
