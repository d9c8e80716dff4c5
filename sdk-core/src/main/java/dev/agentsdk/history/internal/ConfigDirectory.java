package dev.agentsdk.history.internal;

import dev.agentsdk.history.HistoryException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a CLI keeps its configuration and its sessions, by the rules of {@code claude} 2.1.
 *
 * <p>Only absolute paths count. A relative one would lie in the current directory, which may be a repository of others:
 * its hooks and settings must not be taken for those of the user. Java says {@code ?} where it does not know the home.
 */
public final class ConfigDirectory {

    /** The variable that chooses it. */
    public static final String VARIABLE = "CLAUDE_CONFIG_DIR";

    private ConfigDirectory() {}

    /**
     * The directory that a CLI takes.
     *
     * @param environment the environment of the CLI
     * @return {@code CLAUDE_CONFIG_DIR}, else {@code .claude} in the home directory; empty if that is no absolute path
     */
    public static Optional<Path> of(Map<String, String> environment) {
        String chosen = chosen(environment);
        return chosen.isEmpty()
                ? home(environment).map(home -> home.resolve(".claude"))
                : absolute(Normalizer.normalize(chosen, Normalizer.Form.NFC));
    }

    /**
     * The directory that a CLI takes.
     *
     * @param environment the environment of the CLI
     * @return the directory
     * @throws HistoryException if there is none
     */
    public static Path require(Map<String, String> environment) {
        return of(environment).orElseThrow(() -> new HistoryException(noDirectory(environment), null, null));
    }

    private static String noDirectory(Map<String, String> environment) {
        return chosen(environment).isEmpty()
                ? "There is no configuration directory of the CLI: this user has no home directory. Set " + VARIABLE
                        + " or " + homeVariable() + " to an absolute path."
                : "There is no configuration directory of the CLI: " + VARIABLE
                        + " is a relative path. Set it to an absolute one.";
    }

    /** The file beside the directory, or in it where it was chosen. */
    static Optional<Path> globalConfig(Map<String, String> environment) {
        Optional<Path> directory = chosen(environment).isEmpty() ? home(environment) : of(environment);
        return directory.map(path -> path.resolve(".claude.json"));
    }

    private static String chosen(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "");
    }

    /** The CLI asks the environment first; {@code user.home} does not know of a HOME that was set for this process. */
    private static Optional<Path> home(Map<String, String> environment) {
        String home = environment.getOrDefault(homeVariable(), "");
        String text = home.isEmpty() ? System.getProperty("user.home", "") : home;
        return absolute(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static String homeVariable() {
        return System.getProperty("os.name", "").startsWith("Windows") ? "USERPROFILE" : "HOME";
    }

    /**
     * The environment that an agent gets, as far as it matters here.
     *
     * @param overrides entries to set, or to remove where empty
     * @return this JVM's environment with the overrides
     */
    public static Map<String, String> effective(Map<String, Optional<String>> overrides) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        overrides.forEach((name, value) -> {
            environment.remove(name);
            value.ifPresent(text -> environment.put(name, text));
        });
        return environment;
    }
}
