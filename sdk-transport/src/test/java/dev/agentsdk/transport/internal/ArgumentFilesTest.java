package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.spi.CliArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentFilesTest {

    private static final int LIMIT = 100;

    @TempDir
    Path parent;

    private ArgumentFiles files() {
        return new ArgumentFiles(parent, LIMIT, Optional.empty());
    }

    private static CliArgument argument(String value) {
        return new CliArgument("systemPrompt", "prompt", Optional.of(value), false, Optional.of("prompt-file"), false);
    }

    private static CliArgument withoutFileForm(String value) {
        return new CliArgument("allowedTools", "tools", Optional.of(value), false, Optional.empty(), false);
    }

    private static CliArgument confidential(String value) {
        return new CliArgument("mcpServers", "mcp-config", Optional.of(value), false, Optional.of("mcp-config"), true);
    }

    private long left() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.count();
        }
    }

    /** The limit counts bytes with the NUL behind the word; flag and value in one word count together. */
    @ParameterizedTest
    @CsvSource({
        "x, 99, false",
        "x, 100, true",
        "ä, 49, false",
        "ä, 50, true",
        "€, 33, false",
        "€, 34, true",
        "-, 90, false",
        "-, 91, true"
    })
    void aValueIsTooLongByItsBytes(String character, int times, boolean needed) {
        assertThat(files().isNeededFor(argument(character.repeat(times)))).isEqualTo(needed);
    }

    @Test
    void aConfidentialValueIsNeverOnTheCommandLine() {
        assertThat(files().isNeededFor(confidential("{}"))).isTrue();
        assertThat(files().isNeededFor(argument("{}"))).isFalse();
    }

    @Test
    @Tag("R-119")
    void aConfidentialValueWithoutAFileFormIsRefused() {
        CliArgument secret = new CliArgument("token", "token", Optional.of("SEKRIT"), false, Optional.empty(), true);

        assertThat(catchThrowableOfType(CliStartException.class, () -> files().isNeededFor(secret)))
                .hasMessageContaining("The option token may hold credentials")
                .hasMessageNotContaining("SEKRIT");
    }

    @Test
    void aLongValueWithoutAFileFormIsRefusedByTheNameOfTheOption() {
        CliStartException refused = catchThrowableOfType(
                CliStartException.class, () -> files().isNeededFor(withoutFileForm("x".repeat(LIMIT))));

        assertThat(refused.reason()).isEqualTo(CliStartException.Reason.ARGUMENT_TOO_LONG);
        assertThat(refused)
                .hasMessage("The option allowedTools is 100 bytes long as one argument (--tools); the system takes at"
                        + " most 99, and the CLI has no form of it with a file. Shorten it.");
    }

    @Test
    @Tag("R-72")
    void filesAreThisUsersAlone() throws IOException {
        try (ArgumentFiles files = files()) {
            Path file = files.write(argument("größe\n"));

            assertThat(file).isAbsolute().hasContent("größe\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void eachValueHasAFileOfItsOwnUntilTheEnd() throws IOException {
        ArgumentFiles files = files();
        assertThat(left()).isZero();
        Path one = files.write(argument("one"));
        Path two = files.write(argument("two"));
        assertThat(one).hasContent("one");
        assertThat(two).hasContent("two").hasParent(one.getParent());

        files.close();
        files.close();

        assertThat(left()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> files.write(argument("three")));
        assertThat(left()).isZero();
    }

    @Test
    @Tag("R-77")
    void aDirectoryThatTakesNoFilesIsNamed() {
        Path missing = parent.resolve("missing");
        CliStartException refused = catchThrowableOfType(
                CliStartException.class,
                () -> new ArgumentFiles(missing, LIMIT, Optional.empty()).write(argument("secret")));

        assertThat(refused)
                .hasMessageStartingWith(
                        "The option systemPrompt is passed in a file, which cannot be written to " + missing)
                .hasMessageNotContaining("secret");
    }
}
