package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessStartException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the system says to the program itself, and not to a program that is to start it. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PosixStartTest {

    @TempDir
    Path root;

    private Path program(String content) throws IOException {
        Path program = Files.writeString(root.resolve("program"), content);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static ProcessStartException refusal(Path program) {
        ProcessStartException refused = refusal(ProcessSpec.of(program.toString()));
        assertThat(refused).hasMessageContaining(program.toString());
        return refused;
    }

    private static ProcessStartException refusal(ProcessSpec spec) {
        ProcessStartException refused = catchThrowableOfType(
                ProcessStartException.class, () -> ProcessLauncher.posix().start(spec, new Recording()));
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void argumentsThatAreTooLongTogetherAreRefused() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exit 0"));
        for (int i = 0; i < 70; i++) {
            command.add("s3cr3t".repeat(20_000));
        }
        ProcessStartException refused = refusal(ProcessSpec.of(command));

        assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_TOO_LONG);
        assertThat(refused)
                .hasMessageContaining("/bin/sh")
                .hasMessageContaining("together")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aFileThatIsNoProgramIsRefused() throws IOException {
        ProcessStartException refused = refusal(program("just text\n"));

        assertThat(refused.reason()).isEqualTo(Reason.PROGRAM_NOT_A_PROGRAM);
        assertThat(refused).hasMessageContaining("#!").hasMessageContaining("ENOEXEC");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertThat(refusal(program("")).reason()).isEqualTo(Reason.PROGRAM_NOT_A_PROGRAM);
    }

    @Test
    @Tag("R-29")
    void aProgramThatIsOpenForWritingIsBusy() throws IOException {
        Path program = program("#!/bin/sh\n");
        try (FileChannel open = FileChannel.open(program, StandardOpenOption.WRITE)) {
            assertThat(open.isOpen()).isTrue();
            assertThat(refusal(program).reason()).isEqualTo(Reason.PROGRAM_BUSY);
        }
    }

    @Test
    void anInterpreterThatIsADirectoryIsRefused() throws IOException {
        assertThat(refusal(program("#!/usr\n")).reason()).isEqualTo(Reason.PROGRAM_NOT_EXECUTABLE);
    }

    @Test
    void aLineEndOfWindowsMakesTheInterpreterAnother() throws IOException {
        assertThat(refusal(program("#!/bin/sh\r\nexit 0\r\n")).reason()).isEqualTo(Reason.PROGRAM_MISSING);
    }
}
