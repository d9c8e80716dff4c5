package dev.agentsdk.process.internal.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-69")
class WindowsChecksTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\tools\\claude.cmd",
                "C:\\tools\\claude.bat",
                "C:/tools/claude.CMD",
                "claude.BaT",
                "C:\\tools\\claude.cmd.",
                "C:\\tools\\claude.cmd ",
                "C:\\tools\\claude.bat. . ..",
                "C:\\tools\\claude.cmd::$DATA",
                "C:\\tools\\claude.bat:stream.exe",
                "C:\\tools\\claude.bat \\x.exe",
                "C:\\tools.cmd\\claude.exe",
                "/opt/claude.cmd",
                ".bat",
            })
    void batchFilesAreRefusedWhateverTheirNamesEndIn(String name) {
        ProcessStartException refused =
                catchThrowableOfType(ProcessStartException.class, () -> WindowsChecks.refuseBatchFile(Path.of(name)));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining("batch file").hasMessageContaining(".exe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\tools\\claude.exe",
                "C:\\tools\\claude",
                "C:\\cmd\\bat\\claude.com",
                "C:\\tools\\claude.bats",
                "C:\\tools\\claude.cmd.exe",
                "C:\\tools\\combat",
                "/usr/bin/cmd",
            })
    void otherProgramsAreNot(String name) {
        assertThatCode(() -> WindowsChecks.refuseBatchFile(Path.of(name))).doesNotThrowAnyException();
    }
}
