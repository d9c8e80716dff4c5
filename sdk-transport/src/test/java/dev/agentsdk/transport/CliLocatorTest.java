package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliLocatorTest {

    /** The one usual place that does not lie below the home directory, so that a test cannot put anything there. */
    private static final Path SHARED_PLACE = Path.of("/usr/local/bin/claude");

    @TempDir
    Path root;

    private Path home;

    @BeforeEach
    void makeAHome() throws IOException {
        home = Files.createDirectory(root.resolve("home"));
    }

    private static Path program(Path path, String permissions) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Path program(Path path) throws IOException {
        return program(path, "rwxr-xr-x");
    }

    private Path locate(String searchPath) {
        return CliLocator.of(Map.of("PATH", searchPath), home).locate(AgentLaunches.of(AgentOptions.defaults()));
    }

    private static AgentOptions naming(Path path) {
        return AgentOptions.builder().cliPath(path).build();
    }

    @Test
    void anAbsolutePathInTheOptionsIsTaken() throws IOException {
        Path cli = program(root.resolve("my/agent"));
        program(home.resolve(".local/bin/claude"));

        assertThat(CliLocator.of(Map.of(), home).locate(AgentLaunches.of(naming(cli))))
                .isEqualTo(cli);
    }

    @Test
    void aRelativePathInTheOptionsIsSeenFromTheDirectoryOfTheJvm() throws IOException {
        Path cli = program(root.resolve("agent"));
        Path here = Path.of("").toAbsolutePath();
        Path relative = here.relativize(cli);
        assertThat(relative.isAbsolute()).isFalse();

        assertThat(CliLocator.of(Map.of(), home).locate(AgentLaunches.of(naming(relative))))
                .isAbsolute()
                .isEqualTo(here.resolve(relative));
    }

    @Test
    void aPathInTheOptionsThatDoesNotExistIsNamedAndNothingElseIsTried() throws IOException {
        program(home.resolve(".local/bin/claude"));
        Path missing = root.resolve("missing");

        CliNotFoundException thrown = catchThrowableOfType(
                CliNotFoundException.class,
                () -> CliLocator.of(Map.of(), home).locate(AgentLaunches.of(naming(missing))));

        assertThat(thrown).hasMessageContaining(missing.toString()).hasMessageContaining("cliPath");
        assertThat(thrown.searched()).containsExactly(missing.toString());
    }

    @Test
    void aDirectoryInTheOptionsIsRefused() {
        assertThatThrownBy(() -> CliLocator.of(Map.of(), home).locate(AgentLaunches.of(naming(home))))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining(home.toString())
                .extracting(thrown -> ((CliStartException) thrown).reason())
                .isEqualTo(CliStartException.Reason.PROGRAM_IS_A_DIRECTORY);
    }

    @Test
    void theFirstOnThePathIsTaken() throws IOException {
        Path second = program(root.resolve("b/claude"));
        program(root.resolve("c/claude"));
        Files.createDirectory(root.resolve("a"));

        assertThat(locate(root.resolve("a") + ":" + root.resolve("b") + ":" + root.resolve("c")))
                .isEqualTo(second);
    }

    @Test
    void whatIsOnThePathComesBeforeTheUsualPlaces() throws IOException {
        program(home.resolve(".npm-global/bin/claude"));
        Path onPath = program(root.resolve("bin/claude"));

        assertThat(locate(root.resolve("bin").toString())).isEqualTo(onPath);
    }

    @Test
    void filesThatCannotBeExecutedAndDirectoriesAreSkipped() throws IOException {
        program(root.resolve("a/claude"), "rw-r--r--");
        Files.createDirectories(root.resolve("b/claude"));
        Path third = program(root.resolve("c/claude"));

        assertThat(locate(root.resolve("a") + ":" + root.resolve("b") + ":" + root.resolve("c")))
                .isEqualTo(third);
    }

    @Test
    void linksToProgramsAreFollowed() throws IOException {
        Path target = program(root.resolve("opt/agent-2.1/cli"));
        Path link = Files.createSymbolicLink(
                Files.createDirectory(root.resolve("bin")).resolve("claude"), target);

        assertThat(locate(root.resolve("bin").toString())).isEqualTo(link);
    }

    @Test
    void relativeAndEmptyEntriesOfThePathAreIgnored() throws IOException {
        program(root.resolve("bin/claude"));
        Path relative = Path.of("").toAbsolutePath().relativize(root.resolve("bin"));
        Path usual = program(home.resolve(".npm-global/bin/claude"));

        assertThat(locate(relative + "::.:" + relative)).isEqualTo(usual);
    }

    @Test
    void anEntryOfThePathThatIsNoPathIsIgnored() throws IOException {
        Path bin = program(root.resolve("bin/claude")).getParent();

        assertThat(locate("/no\0path:" + bin)).isEqualTo(bin.resolve("claude"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".npm-global/bin/claude",
                ".local/bin/claude",
                "node_modules/.bin/claude",
                ".yarn/bin/claude",
                ".claude/local/claude"
            })
    void theUsualPlacesAreLookedAt(String place) throws IOException {
        assumeThat(SHARED_PLACE).doesNotExist();
        Path cli = program(home.resolve(place));

        assertThat(locate("")).isEqualTo(cli);
        assertThat(CliLocator.of(Map.of(), home).locate(AgentLaunches.of(AgentOptions.defaults())))
                .as("also without any PATH")
                .isEqualTo(cli);
    }

    @Test
    void amongTheUsualPlacesTheFirstCounts() throws IOException {
        program(home.resolve(".claude/local/claude"));
        program(home.resolve(".local/bin/claude"));
        Path first = program(home.resolve(".npm-global/bin/claude"));

        assertThat(locate("")).isEqualTo(first);
    }

    @Test
    void whoFindsNothingIsToldWhatWasLookedAtAndWhatToDo() throws IOException {
        assumeThat(SHARED_PLACE).doesNotExist();
        program(root.resolve("a/claude"), "rw-r--r--");
        List<String> looked = Stream.of(
                        root.resolve("a/claude"),
                        root.resolve("b/claude"),
                        home.resolve(".npm-global/bin/claude"),
                        SHARED_PLACE,
                        home.resolve(".local/bin/claude"),
                        home.resolve("node_modules/.bin/claude"),
                        home.resolve(".yarn/bin/claude"),
                        home.resolve(".claude/local/claude"))
                .map(Path::toString)
                .toList();

        CliNotFoundException thrown = catchThrowableOfType(
                CliNotFoundException.class, () -> locate(root.resolve("a") + ":relative::" + root.resolve("b")));

        assertThat(thrown.searched()).isEqualTo(looked);
        assertThat(thrown)
                .hasMessageContaining(String.join(", ", looked))
                .hasMessageContaining("Install it")
                .hasMessageContaining("cliPath");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "."})
    @Tag("R-115")
    void aHomeThatIsNoAbsolutePathIsNotLookedAt(String unknown) {
        CliNotFoundException thrown = catchThrowableOfType(
                CliNotFoundException.class,
                () -> CliLocator.of(Map.of("PATH", ""), Path.of(unknown))
                        .locate(AgentLaunches.of(naming(Path.of("no-such-program")))));

        assertThat(thrown.searched())
                .containsExactly("/usr/local/bin/no-such-program")
                .allSatisfy(place -> assertThat(Path.of(place)).isAbsolute());
    }

    @Test
    @Tag("R-122")
    void aBareNameIsLookedForAndNotTakenFromTheCurrentDirectory() throws IOException {
        Path here = Files.createTempFile(Path.of(""), "bare-name", "");
        try {
            Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path bare = here.getFileName();
            CliLocator locator =
                    CliLocator.of(Map.of("PATH", root.resolve("bin").toString()), home);
            assertThatThrownBy(() -> locator.locate(AgentLaunches.of(naming(bare))))
                    .isInstanceOf(CliNotFoundException.class)
                    .hasMessageContaining(bare.toString());

            Path onThePath = program(root.resolve("bin").resolve(bare));
            assertThat(locator.locate(AgentLaunches.of(naming(bare)))).isEqualTo(onThePath);
            assertThat(locator.locate(AgentLaunches.of(naming(Path.of(".").resolve(bare)))))
                    .isEqualTo(here.toAbsolutePath().getParent().resolve(".").resolve(bare));
        } finally {
            Files.delete(here);
        }
    }
}
