package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a specification is found out before anything is started. */
class StartChecksTest {

    @TempDir
    Path root;

    private static ProcessStartException refusal(ProcessSpec spec) {
        ProcessStartException refused =
                catchThrowableOfType(ProcessStartException.class, () -> StartChecks.check(spec));
        assertThat(refused).as("the refusal of %s", spec).isNotNull();
        return refused;
    }

    private Path file(String name, String permissions) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aProgramWithAnAbsolutePathIsFoundThere() {
        assertThat(StartChecks.check(ProcessSpec.of("/bin/sh", "-c", "exit 0"))).isEqualTo(Path.of("/bin/sh"));
    }

    @Test
    void anEmptyCommandIsRefused() {
        assertThat(refusal(ProcessSpec.of(List.of())).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refusal(ProcessSpec.of("")).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./tool", "bin/tool", "../tool", "sub/../tool"})
    void aRelativePathIsRefusedAsAmbiguous(String name) {
        ProcessStartException refused = refusal(ProcessSpec.of(name));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining(name).hasMessageContaining("relative");
    }

    @Test
    void aBareNameIsLookedUpOnThePathOfTheGivenEnvironment() throws IOException {
        Path tool = file("bin/agent-tool", "rwxr-xr-x");
        ProcessSpec spec = ProcessSpec.of("agent-tool");

        assertThat(StartChecks.check(spec.withEnvironment(Map.of("PATH", tool.getParent() + ":/bin"))))
                .isEqualTo(tool);
        assertThat(refusal(spec).reason()).isEqualTo(Reason.NOT_ON_PATH);
    }

    @Test
    void theGivenEnvironmentReplacesThePathOfTheJvm() {
        ProcessStartException refused = refusal(ProcessSpec.of("sh").withEnvironment(Map.of("PATH", root.toString())));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_ON_PATH);
        assertThat(refused).hasMessageContaining("sh").hasMessageContaining(root.toString());
        assertThat(StartChecks.check(ProcessSpec.of("sh"))).hasFileName("sh").isAbsolute();
    }

    @Test
    void anEnvironmentWithoutPathHasTheUsualOne() {
        assertThat(StartChecks.check(ProcessSpec.of("sh").withEnvironment(Map.of())))
                .hasFileName("sh")
                .isAbsolute();
    }

    @Test
    void onThePathTheFirstProgramCountsAndWhatIsNoneIsSkipped() throws IOException {
        file("a/tool", "rw-r--r--");
        Files.createDirectories(root.resolve("b/tool"));
        Path third = file("c/tool", "rwxr-xr-x");
        file("d/tool", "rwxr-xr-x");
        String path = String.join(
                ":",
                root.resolve("a").toString(),
                root.resolve("b").toString(),
                root.resolve("c").toString(),
                root.resolve("d").toString());

        assertThat(StartChecks.check(ProcessSpec.of("tool").withEnvironment(Map.of("PATH", path))))
                .isEqualTo(third);
    }

    @Test
    @Tag("R-28")
    void relativeAndEmptyEntriesOfThePathAreIgnored() throws IOException {
        Path tool = file("bin/tool", "rwxr-xr-x");
        Path relative = Path.of("").toAbsolutePath().relativize(tool.getParent());
        ProcessStartException refused =
                refusal(ProcessSpec.of("tool").withEnvironment(Map.of("PATH", relative + "::.:" + root)));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_ON_PATH);
        assertThat(refused).hasMessageContaining("Looked in: " + root + ".");
    }

    @Test
    void aMissingProgramIsNamed() {
        Path missing = root.resolve("missing");
        ProcessStartException refused = refusal(ProcessSpec.of(missing.toString()));

        assertThat(refused.reason()).isEqualTo(Reason.PROGRAM_MISSING);
        assertThat(refused).hasMessageContaining(missing.toString());
    }

    @Test
    void aDirectoryIsNoProgram() {
        assertThat(refusal(ProcessSpec.of(root.toString())).reason()).isEqualTo(Reason.PROGRAM_IS_A_DIRECTORY);
    }

    @Test
    void aProgramThatNobodyMayExecuteIsRefusedWithTheRemedy() throws IOException {
        Path plain = file("plain", "rw-rw-rw-");
        ProcessStartException refused = refusal(ProcessSpec.of(plain.toString()));

        assertThat(refused.reason()).isEqualTo(Reason.PROGRAM_NOT_EXECUTABLE);
        assertThat(refused).hasMessageContaining("chmod +x " + plain);
    }

    @Test
    void aMissingDirectoryIsToldFromAMissingProgram() {
        Path missing = root.resolve("nowhere");
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/sh").withCwd(missing));

        assertThat(refused.reason()).isEqualTo(Reason.DIRECTORY_MISSING);
        assertThat(refused).hasMessageContaining(missing.toString());
    }

    @Test
    void aFileIsNoDirectoryToWorkIn() throws IOException {
        Path file = file("file", "rw-r--r--");
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/sh").withCwd(file));

        assertThat(refused.reason()).isEqualTo(Reason.DIRECTORY_NOT_A_DIRECTORY);
        assertThat(refused).hasMessageContaining(file.toString());
    }

    @Test
    void aDirectoryToWorkInMayBeRelative() {
        assertThat(StartChecks.check(ProcessSpec.of("/bin/sh").withCwd(Path.of("."))))
                .isEqualTo(Path.of("/bin/sh"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, PROGRAM_MISSING",
        "7, ARGUMENT_TOO_LONG",
        "8, PROGRAM_NOT_A_PROGRAM",
        "11, OUT_OF_PROCESSES",
        "12, OUT_OF_MEMORY",
        "13, PROGRAM_NOT_EXECUTABLE",
        "1, PROGRAM_NOT_EXECUTABLE",
        "20, DIRECTORY_NOT_A_DIRECTORY",
        "23, OUT_OF_DESCRIPTORS",
        "24, OUT_OF_DESCRIPTORS",
        "26, PROGRAM_BUSY",
        "5, OTHER",
    })
    void aRefusalByTheSystemIsTranslatedAndKeepsItsWords(int errno, Reason reason) {
        IOException cause = new IOException("cause");
        ProcessStartException refused = StartChecks.refused(errno, Path.of("/opt/agent"), "the system's words", cause);

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining("the system's words").hasCause(cause);
    }
}
