package dev.agentsdk.transport;

import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.spi.AgentLaunch;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command-line agent: the path in the options, else the agent's usual program, for example {@code claude}, on the
 * PATH, else the places where its installers put it. The order and the places are those of the official Python SDK.
 */
public final class CliLocator {

    /** Seen from the home directory; the last is that of {@code claude} alone, and harmless for others. */
    private static final List<String> HOME_PLACES = List.of(
            ".npm-global/bin", "/usr/local/bin", ".local/bin", "node_modules/.bin", ".yarn/bin", ".claude/local");

    private final Map<String, String> environment;
    private final @Nullable Path home;

    private CliLocator(Map<String, String> environment, @Nullable Path home) {
        this.environment = environment;
        this.home = home;
    }

    /**
     * A locator that looks around in this JVM's environment and the user's home directory. Where the system property
     * {@code user.home} is not an absolute path (Java says {@code ?} for a user without one), no home directory is looked
     * at: the path would lie in the current directory.
     *
     * @return the locator
     */
    public static CliLocator ofThisMachine() {
        return new CliLocator(System.getenv(), absolute(System.getProperty("user.home", "")));
    }

    private static @Nullable Path absolute(String path) {
        try {
            Path home = Path.of(path);
            return home.isAbsolute() ? home : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * A locator for another environment.
     *
     * @param environment whose PATH is searched
     * @param home the home directory; not looked at if it is a relative path
     * @return the locator
     */
    public static CliLocator of(Map<String, String> environment, Path home) {
        return new CliLocator(Map.copyOf(environment), home.isAbsolute() ? home : null);
    }

    /**
     * Finds the program.
     *
     * @param launch may name it: by a path, or by a bare name, which is searched like the usual name of the program
     * @return an absolute path to an existing file
     * @throws CliNotFoundException if there is none
     * @throws CliStartException if the launch names a directory
     */
    public Path locate(AgentLaunch launch) {
        Optional<Path> named = launch.program();
        if (named.isPresent() && !isBareName(named.get())) {
            return checked(named.get(), launch.programName());
        }
        // Not in the current directory, which may be a repository of others.
        String program = named.map(Path::toString).orElse(launch.programName());
        List<String> searched = new ArrayList<>();
        for (Path candidate : candidates(program)) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
            searched.add(candidate.toString());
        }
        throw new CliNotFoundException(
                "The CLI \"" + program
                        + "\" was not found on the PATH or in the usual places. Install it ("
                        + launch.installHint() + "), or name a stream-json CLI with AgentOptions.cliPath. Looked at: "
                        + String.join(", ", searched),
                searched);
    }

    private static boolean isBareName(Path named) {
        return !named.isAbsolute()
                && named.getNameCount() == 1
                && !named.toString().isEmpty();
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
        String name = isWindows() && !program.toLowerCase(Locale.ROOT).endsWith(".exe") ? program + ".exe" : program;
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
        if (home == null) {
            // What is not in the home is looked at all the same.
            HOME_PLACES.stream()
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .forEach(place -> candidates.add(place.resolve(name)));
        } else if (isWindows()) {
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
