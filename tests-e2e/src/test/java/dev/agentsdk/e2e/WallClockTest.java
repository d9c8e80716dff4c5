package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A clock that is set while something is waited for changes no wait, because none looks at it: a look at the sources, since
 * a test must not set the machine's clock.
 */
class WallClockTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern WALL_CLOCK = Pattern.compile(
            "currentTimeMillis|Instant\\.now|Date(?:Time)?\\.now|new Date\\(|Clock\\.system|awaitUntil|parkUntil|util\\.Timer");

    /** They write down when something was; no wait depends on it. */
    private static final List<String> TIMESTAMPS = List.of(
            "history/InMemorySessionStore.java",
            "history/internal/Lines.java",
            "history/internal/ResumeDirectories.java",
            "process/internal/supervise/ChildHistory.java");

    @Test
    @Tag("R-24")
    void isOnlyLookedAtForTimestamps() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : List.of("sdk-process", "sdk-core", "sdk-transport")) {
            Path sources = ROOT.resolve(module).resolve("src/main/java/dev/agentsdk");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    if (WALL_CLOCK.matcher(Files.readString(file)).find()) {
                        found.add(sources.relativize(file).toString());
                    }
                }
            }
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(TIMESTAMPS);
    }
}
