package dev.agentsdk.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.internal.SettingsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings that {@code claude} would work under, read from the files of this machine without a CLI: those of the user, of
 * the project and of this user in the project, those of the options, and those that the administrator of the machine manages.
 * The later ones have precedence: objects are merged, lists are joined without repeated texts and numbers, other values are
 * replaced. Immutable.
 *
 * <p>This is what the files say, not a decision about security. The CLI also refuses a file with a value that it does not
 * take, and reads settings that are managed by a server, by macOS profiles, by the Windows registry or by a
 * {@code policyHelper}; these are not read here, nor are those of {@code Settings.withManaged}, of which the CLI takes a part
 * only. {@link dev.agentsdk.control.AgentControls#settings} asks a running agent.
 */
public final class ResolvedSettings {

    /** Modes that a project cannot choose for those who work in it. */
    private static final Set<String> ESCALATING = Set.of("bypassPermissions", "auto", "acceptEdits");

    /** One of the places that settings come from. Immutable. */
    public static final class Source {
        private final String name;
        private final Optional<Path> path;
        private final RawJson settings;

        private Source(String name, Optional<Path> path, RawJson settings) {
            this.name = name;
            this.path = path;
            this.settings = settings;
        }

        /** {@return {@code user}, {@code project}, {@code local}, {@code flag} for the options, or {@code managed}} */
        public String name() {
            return name;
        }

        /** {@return the file; empty for JSON of the options, and for managed settings, which may be in several files} */
        public Optional<Path> path() {
            return path;
        }

        /** {@return its settings, a JSON object} */
        public RawJson settings() {
            return settings;
        }

        @Override
        public String toString() {
            return "Source[" + name + path.map(file -> ", " + file).orElse("") + "]";
        }
    }

    private final List<Source> sources;
    private final List<String> problems;
    private final RawJson effective;
    private final Map<String, Source> lastByKey;

    private ResolvedSettings(List<Source> sources, List<String> problems) {
        this.sources = List.copyOf(sources);
        this.problems = List.copyOf(problems);
        ObjectNode merged = Json.mapper().createObjectNode();
        Map<String, Source> byKey = new LinkedHashMap<>();
        for (Source source : sources) {
            JsonNode settings = source.settings().tree();
            SettingsFiles.merge(merged, (ObjectNode) settings);
            settings.fieldNames().forEachRemaining(key -> byKey.put(key, source));
        }
        this.effective = Json.raw(merged);
        this.lastByKey = byKey;
    }

    /**
     * Reads the settings that an agent with these options would work under. Files that do not exist count as empty. A file
     * that cannot be read, that is larger than 16 MiB, has more than 200,000 JSON tokens or is not a JSON object is left out, and is one of the
     * {@link #problems}.
     *
     * @param options the options; of them the working directory, the environment and the settings matter
     * @return the settings, as they are now
     * @throws dev.agentsdk.history.HistoryException if the environment names no absolute configuration directory; or if,
     *     with {@link Workspace#withUser}, a file or a directory on the way to it does not belong to the user of this JVM or
     *     to root: it could be a link to a file that the agent's user may not read
     */
    public static ResolvedSettings of(AgentOptions options) {
        return of(options, SettingsFiles.managedDirectory());
    }

    static ResolvedSettings of(AgentOptions options, Path managedDirectory) {
        SettingsFiles files = new SettingsFiles(options);
        List<Source> sources = new ArrayList<>();
        files.read(managedDirectory, (name, path, settings) -> sources.add(new Source(name, path, Json.raw(settings))));
        return new ResolvedSettings(sources, files.problems());
    }

    /** {@return the merged settings, a JSON object} */
    public RawJson effective() {
        return effective;
    }

    /**
     * The merged settings as the CLI heeds them: without a {@code permissions.defaultMode} of {@code bypassPermissions},
     * {@code auto} or {@code acceptEdits} that comes from the project's shared settings.
     *
     * @return a JSON object
     */
    public RawJson effectiveWithoutProjectMode() {
        Optional<Source> last = sources.stream()
                .filter(source -> mode(source.settings().tree()).isPresent())
                .reduce((first, second) -> second);
        boolean dropped = last.isPresent()
                && last.get().name().equals("project")
                && mode(effective.tree()).filter(ESCALATING::contains).isPresent();
        if (!dropped) {
            return effective;
        }
        ObjectNode without = (ObjectNode) effective.tree();
        ((ObjectNode) without.get("permissions")).remove("defaultMode");
        return Json.raw(without);
    }

    private static Optional<String> mode(JsonNode settings) {
        return Optional.ofNullable(
                settings.path("permissions").path("defaultMode").textValue());
    }

    /** {@return the sources that were found, in the order in which they are merged} */
    public List<Source> sources() {
        return sources;
    }

    /**
     * Where a setting comes from.
     *
     * @param key a key of the merged settings, such as {@code permissions}
     * @return the last source that sets it or a part of it
     */
    public Optional<Source> source(String key) {
        return Optional.ofNullable(lastByKey.get(key));
    }

    /** {@return files that were left out, each with the reason, without their content} */
    public List<String> problems() {
        return problems;
    }
}
