package dev.agentsdk.transport;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.CliNotFoundException;
import dev.agentsdk.CliStartException;
import dev.agentsdk.dialect.CliDialect;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the command-line agent: the path in the options, else the dialect's program, mostly {@code claude}, on the PATH,
 * else the places where its installers put it. The order and the places are those of the official Python SDK.
 */
public final class CliLocator {

    /** Seen from the home directory; the last is that of {@code claude} alone, and harmless for others. */
    private static final List<String> HOME_PLACES = List.of(
            ".npm-global/bin", "/usr/local/bin", ".local/bin", "node_modules/.bin", ".yarn/bin", ".claude/local");

    private final Map<String, String> environment;
    private final Path home;

    private CliLocator(Map<String, String> environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * A locator that looks around in this JVM's environment and the user's home directory.
     *
     * @return the locator
     */
    public static CliLocator ofThisMachine() {
        return new CliLocator(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }

    /**
     * A locator for another environment.
     *
     * @param environment whose PATH is searched
     * @param home the home directory
     * @return the locator
     */
    public static CliLocator of(Map<String, String> environment, Path home) {
        return new CliLocator(Map.copyOf(environment), home);
    }

    /**
     * Finds the program.
     *
     * @param options may name it
     * @return an absolute path to an existing file
     * @throws CliNotFoundException if there is none
     * @throws CliStartException if the options name a directory
     */
    public Path locate(AgentOptions options) {
        Optional<Path> named = options.cliPath();
        if (named.isPresent()) {
            return checked(named.get(), options.dialect().programName());
        }
        CliDialect dialect = options.dialect();
        List<String> searched = new ArrayList<>();
        for (Path candidate : candidates(dialect.programName())) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
            searched.add(candidate.toString());
        }
        throw new CliNotFoundException(
                "The CLI \"" + dialect.programName()
                        + "\" was not found on the PATH or in the usual places. Install it ("
                        + dialect.installHint() + "), or name a stream-json CLI with AgentOptions.cliPath. Looked at: "
                        + String.join(", ", searched),
                searched);
    }

    private static Path checked(Path named, String name) {
        // A relative path is seen from where the JVM was started, not from the agent's directory.
        Path path = named.toAbsolutePath();
        if (Files.isDirectory(path)) {
            throw new CliStartException(
                    CliStartException.Reason.PROGRAM_IS_A_DIRECTORY,
                    "The CLI path " + path + " is a directory. Name the program in it.",
                    null);
        }
        if (!Files.exists(path)) {
            throw new CliNotFoundException(
                    "The CLI " + path + " does not exist. Correct AgentOptions.cliPath, or leave it out to have \""
                            + name + "\" looked for.",
                    List.of(path.toString()));
        }
        return path;
    }

    private List<Path> candidates(String program) {
        List<Path> candidates = new ArrayList<>();
        String name = isWindows() ? program + ".exe" : program;
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            try {
                Path path = Path.of(directory);
                if (path.isAbsolute()) {
                    candidates.add(path.resolve(name));
                }
            } catch (InvalidPathException ignored) {
                // An entry that is no path holds no program.
            }
        }
        if (isWindows()) {
            candidates.add(home.resolve(".local").resolve("bin").resolve(name));
        } else {
            HOME_PLACES.forEach(place -> candidates.add(home.resolve(place).resolve(name)));
        }
        return candidates;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
