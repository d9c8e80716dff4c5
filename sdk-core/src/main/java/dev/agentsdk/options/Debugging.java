package dev.agentsdk.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the CLI tells about its own doings. Off by default.
 *
 * @param enabled whether it tells anything
 * @param categories only these, for example {@code hooks}, or {@code !mcp} for all but one; empty for all
 * @param file where it is written; empty for stderr
 */
public record Debugging(boolean enabled, List<String> categories, Optional<Path> file) {

    private static final Debugging OFF = new Debugging(false, List.of(), Optional.empty());

    public Debugging {
        categories = Checks.words(categories, "debugging.categories");
        Objects.requireNonNull(file, "file");
        if (!enabled && (!categories.isEmpty() || file.isPresent())) {
            throw new IllegalArgumentException("debugging must be enabled to have categories or a file.");
        }
    }

    /**
     * Nothing is told.
     *
     * @return the default
     */
    public static Debugging off() {
        return OFF;
    }

    /**
     * It is told to stderr.
     *
     * @param categories which; none for all
     * @return the choice
     */
    public static Debugging on(String... categories) {
        return new Debugging(true, List.of(categories), Optional.empty());
    }

    /**
     * Writes it to a file.
     *
     * @param path the file
     * @return a changed copy
     */
    public Debugging toFile(Path path) {
        return new Debugging(true, categories, Optional.of(path));
    }
}
