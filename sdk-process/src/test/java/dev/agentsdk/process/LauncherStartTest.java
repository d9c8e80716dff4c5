package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail say why. */
class LauncherStartTest extends LauncherTestBase {

    @TempDir
    Path root;

    private ProcessStartException refusal(ProcessSpec spec) {
        AtomicBoolean told = new AtomicBoolean();
        ProcessStartException refused = catchThrowableOfType(
                ProcessStartException.class,
                () -> launcher.start(spec, new Recording() {
                    @Override
                    public void onStart(ManagedProcess process) {
                        told.set(true);
                        process.close();
                    }
                }));
        assertThat(refused).isNotNull();
        assertThat(told).as("no process was announced").isFalse();
        return refused;
    }

    private Path script(String firstLine) throws IOException {
        Path script = Files.writeString(root.resolve("script"), firstLine + "\necho text\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatCanBeCheckedBeforeIsCheckedByBothLaunchers() {
        assertThat(refusal(ProcessSpec.of(root.resolve("missing").toString())).reason())
                .isEqualTo(Reason.PROGRAM_MISSING);
        assertThat(refusal(ProcessSpec.of("no-such-program-anywhere")).reason()).isEqualTo(Reason.NOT_ON_PATH);
        assertThat(refusal(ProcessSpec.of(root.toString())).reason()).isEqualTo(Reason.PROGRAM_IS_A_DIRECTORY);
        assertThat(refusal(ProcessSpec.of("/bin/sh").withCwd(root.resolve("missing")))
                        .reason())
                .isEqualTo(Reason.DIRECTORY_MISSING);
        assertThat(refusal(ProcessSpec.of("/bin/sh", "\0")).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refusal(ProcessSpec.of("/bin/sh", "x".repeat(131_072))).reason())
                .isEqualTo(Reason.ARGUMENT_TOO_LONG);
    }

    @Test
    void aMissingInterpreterIsToldFromAMissingProgram() throws IOException {
        for (String firstLine : List.of("#!/no/such/interpreter", "#! /no/such/interpreter -x", "#!/no/such\targ")) {
            Path script = script(firstLine);
            ProcessStartException refused = refusal(ProcessSpec.of(script.toString()));

            assertThat(refused.reason()).isEqualTo(Reason.PROGRAM_MISSING);
            assertThat(refused).hasMessageContaining(script.toString()).hasMessageContaining("interpreter");
        }
    }

    @Test
    void aScriptWithItsInterpreterRuns() throws Exception {
        assertThat(outputOf(ProcessSpec.of(script("#! /bin/sh -e").toString()))).isEqualTo("text\n");
        assertThat(outputOf(ProcessSpec.of(script("#!/usr/bin/env sh").toString())))
                .isEqualTo("text\n");
    }
}
