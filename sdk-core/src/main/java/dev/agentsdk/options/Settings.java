package dev.agentsdk.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.agentsdk.json.RawJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings that the agent works under.
 *
 * @param file a settings file
 * @param json settings as a JSON object; excludes the file
 * @param sandbox the sandbox of its commands, merged into {@code sandbox} of the file or the JSON
 * @param managed settings that it cannot override, a JSON object; newer CLIs
 * @param sources which of the places it loads settings from; empty for all, an empty list for none
 */
public record Settings(
        Optional<Path> file,
        Optional<RawJson> json,
        Optional<Sandbox> sandbox,
        Optional<RawJson> managed,
        Optional<List<SettingSource>> sources) {

    private static final Settings UNSET =
            new Settings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Settings {
        Objects.requireNonNull(file, "file");
        json.ifPresent(value -> checkObject(value, "settings"));
        Objects.requireNonNull(sandbox, "sandbox");
        managed.ifPresent(value -> checkObject(value, "managedSettings"));
        sources = sources.map(List::copyOf);
        if (file.isPresent() && json.isPresent()) {
            throw new IllegalArgumentException("settings: a file and JSON exclude each other.");
        }
    }

    private static RawJson parsed(String json, String option) {
        try {
            return RawJson.of(json);
        } catch (IllegalArgumentException e) {
            // Not the words of the parser: they show what stands in the text, which may hold credentials.
            throw new IllegalArgumentException(
                    option + " must be a JSON object; the text is not JSON" + place(e) + ".");
        }
    }

    private static String place(IllegalArgumentException why) {
        if (why.getCause() instanceof JsonProcessingException e && e.getLocation() != null) {
            return " (line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ")";
        }
        return "";
    }

    private static void checkObject(RawJson value, String option) {
        if (!value.tree().isObject()) {
            throw new IllegalArgumentException(option + " must be a JSON object.");
        }
    }

    /**
     * Nothing set.
     *
     * @return what the agent loads by itself
     */
    public static Settings unset() {
        return UNSET;
    }

    /**
     * Takes further settings from a file.
     *
     * @param path the file; a relative one is seen from the directory of this JVM
     * @return a changed copy
     */
    public Settings withFile(Path path) {
        return new Settings(Optional.of(path), json, sandbox, managed, sources);
    }

    /**
     * Takes further settings.
     *
     * @param settings a JSON object
     * @return a changed copy
     * @throws IllegalArgumentException if it is none
     */
    public Settings withJson(String settings) {
        return new Settings(file, Optional.of(parsed(settings, "settings")), sandbox, managed, sources);
    }

    /**
     * Sets the sandbox of the agent's commands. It is merged into the {@code sandbox} of the settings file or the JSON: values
     * that are set here override those there, object by object; what is not set here stays; lists are replaced. The settings
     * file, if there is one, is read when the agent is started.
     *
     * @param rules the sandbox
     * @return a changed copy
     */
    public Settings withSandbox(Sandbox rules) {
        return new Settings(file, json, Optional.of(rules), managed, sources);
    }

    /**
     * Sets settings that the agent cannot override. Newer CLIs. The CLI takes them only on the command line, which other
     * users of the machine can read: what may hold credentials, such as {@code env}, {@code hooks} and
     * {@code apiKeyHelper}, is refused when the agent is started.
     *
     * @param settings a JSON object
     * @return a changed copy
     * @throws IllegalArgumentException if it is none
     */
    public Settings withManaged(String settings) {
        return new Settings(file, json, sandbox, Optional.of(parsed(settings, "managedSettings")), sources);
    }

    /**
     * Chooses the places that settings are loaded from.
     *
     * @param places the places; none to load nothing
     * @return a changed copy
     */
    public Settings withSources(SettingSource... places) {
        return new Settings(file, json, sandbox, managed, Optional.of(List.of(places)));
    }
}
