package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessStartException.Reason;
import dev.agentsdk.process.internal.StartChecks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corners of the contract, and the documented limits of the jdk launcher in them. */
class LauncherContractTest extends LauncherTestBase {

    @TempDir
    Path root;

    @Test
    void writingToAProcessThatHasClosedItsStdinFails() {
        for (int run = 0; run < 50; run++) {
            Recording output = new Recording();
            ManagedProcess process =
                    start(shell("exec 0<&-; " + SILENT).withTeardown(hasty().withEofGrace(Duration.ZERO)), output);
            output.awaitStdout("READY");

            assertThatThrownBy(() -> process.write(soon(), utf8("text\n"))).isInstanceOf(StdinClosedException.class);
            process.close();
        }
    }

    @Test
    void anEmptyWriteToAProcessThatHasGoneFails() throws Exception {
        ManagedProcess process = start(shell("exit 0"), new Recording());
        exitOf(process);

        assertThatThrownBy(() -> process.write(soon(), new byte[0])).isInstanceOf(StdinClosedException.class);
    }

    @Test
    void aWriteOfWhichNothingFitsLeavesStdinUsable() throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(shell("kill -STOP $$; exec cat"), output);
        while (process.write(Deadline.in(Duration.ofMillis(60)), new byte[1024])) {
            assertThat(process.isAlive()).isTrue();
        }
        Stopped.resume(process);

        if (keepsAll()) {
            assertThat(process.write(soon(), utf8("end"))).isTrue();
        } else {
            assertThatThrownBy(() -> process.write(soon(), utf8("end"))).isInstanceOf(StdinClosedException.class);
        }
    }

    @Test
    void withAGraceWhatIsLeftMayFinishItsWriting() throws Exception {
        for (int run = 0; run < 20; run++) {
            Recording output = new Recording();
            ManagedProcess process = start(
                    shell("(sleep 0.05; echo LATE) & echo EARLY; exit 0")
                            .withTeardown(TeardownPlan.defaults().withLeftoverGrace(Duration.ofSeconds(20))),
                    output);
            exitOf(process);
            output.awaitEnds();

            if (keepsAll()) {
                assertThat(output.stdout()).isEqualTo("EARLY\nLATE\n");
            } else {
                assertThat(output.stdout()).startsWith("EARLY\n");
            }
        }
    }

    @Test
    void theEndOfStdoutIsToldAfterTheExitAlsoWithAGraceForWhatIsLeft() throws Exception {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        start(
                shell("sleep 1 > /dev/null < /dev/null & echo x; exit 0")
                        .withTeardown(TeardownPlan.defaults().withLeftoverGrace(Duration.ofSeconds(3))),
                new ProcessListener() {
                    private ManagedProcess process;

                    @Override
                    public void onStart(ManagedProcess started) {
                        process = started;
                    }

                    @Override
                    public void onStdoutEnd() {
                        known.complete(process.exit().isDone());
                    }
                });

        assertThat(known.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void argumentsThatAreTooLongTogetherAreRefusedByTheSystem() {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exit 0"));
        for (int i = 0; i < 70; i++) {
            command.add("s3cr3t".repeat(20_000));
        }
        ProcessStartException refused = catchThrowableOfType(
                ProcessStartException.class, () -> start(ProcessSpec.of(command), new Recording()));

        assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_TOO_LONG);
    }

    @Test
    void aLineEndOfWindowsMakesTheInterpreterAnother() throws Exception {
        Path script = Files.writeString(root.resolve("script"), "#!/bin/sh\r\nexit 0\r\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessStartException refused = catchThrowableOfType(
                ProcessStartException.class, () -> start(ProcessSpec.of(script.toString()), new Recording()));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.PROGRAM_MISSING);
    }

    @Test
    void anEntryOfThePathThatIsNoPathIsIgnored() {
        ProcessSpec spec = ProcessSpec.of("sh").withEnvironment(Map.of("PATH", "/no\ud800path:/bin"));

        assertThat(StartChecks.check(spec)).isEqualTo(Path.of("/bin/sh"));
    }

    @Test
    void aPlanThatOverflowsIsRefusedAsAnArgument() {
        assertThatThrownBy(() -> TeardownPlan.defaults().withEofGrace(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
