package dev.agentsdk.history.internal;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where a CLI keeps its configuration and its sessions, by the rules of {@code claude} 2.1. */
public final class ConfigDirectory {

    /** The variable that chooses it. */
    public static final String VARIABLE = "CLAUDE_CONFIG_DIR";

    private ConfigDirectory() {}

    /**
     * The directory that a CLI takes.
     *
     * @param environment the environment of the CLI
     * @return {@code CLAUDE_CONFIG_DIR}, else {@code .claude} in the home directory
     */
    public static Path of(Map<String, String> environment) {
        String chosen = environment.get(VARIABLE);
        if (chosen != null && !chosen.isEmpty()) {
            return Path.of(Normalizer.normalize(chosen, Normalizer.Form.NFC));
        }
        return Path.of(Normalizer.normalize(home(environment) + "/.claude", Normalizer.Form.NFC));
    }

    /** The file beside the directory, or in it where it was chosen. */
    static Path globalConfig(Map<String, String> environment) {
        String chosen = environment.get(VARIABLE);
        return chosen != null && !chosen.isEmpty()
                ? of(environment).resolve(".claude.json")
                : Path.of(home(environment), ".claude.json");
    }

    /** The CLI asks the environment first; {@code user.home} does not know of a HOME that was set for this process. */
    private static String home(Map<String, String> environment) {
        String home = environment.get(isWindows() ? "USERPROFILE" : "HOME");
        return home != null && !home.isEmpty() ? home : System.getProperty("user.home", ".");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
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
