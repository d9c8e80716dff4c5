package dev.agentsdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.CliNotFoundException;
import dev.agentsdk.CliStartException;
import dev.agentsdk.TransportClosedException;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.spi.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The states of a transport and what it tells, over small scripts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubprocessCliTransportTest {

    @TempDir
    Path root;

    private final RecordingTransportListener listener = new RecordingTransportListener();
    private Transport transport;

    @AfterEach
    void closeTheTransport() {
        if (transport != null) {
            transport.close();
        }
    }

    private AgentOptions.Builder cli(String script) throws IOException {
        Path cli = Files.writeString(root.resolve("cli"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
        return AgentOptions.builder().cliPath(cli).versionCheck(false);
    }

    private Transport transport(AgentOptions.Builder options) {
        transport = new SubprocessCliTransportFactory().create(options.build());
        return transport;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void linesGoOutAndComeBack() throws Exception {
        Transport echo = transport(cli("exec cat"));
        echo.open(listener);
        assertThat(echo.send(utf8("{\"n\":1}"), soon())).isTrue();
        assertThat(echo.send(utf8("{\"t\":\"é€\ud83d\ude00\"}"), soon())).isTrue();

        assertThat(listener.nextLine()).isEqualTo("{\"n\":1}");
        assertThat(listener.nextLine()).isEqualTo("{\"t\":\"é€\ud83d\ude00\"}");
        assertThat(echo.pid()).isPresent();
    }

    @Test
    void theEndOfTheInputEndsTheAgentAndItsExitIsKnownAtTheEndOfItsOutput() throws Exception {
        Transport agent = transport(cli("cat; printf tail; echo bye >&2; exit 3"));
        agent.open(listener);
        assertThat(agent.send(utf8("last"), soon())).isTrue();
        agent.endInput(soon());

        assertThat(listener.awaitEnd()).isTrue();
        assertThat(listener.nextLine()).isEqualTo("last");
        assertThat(listener.nextLine()).isEqualTo("unterminated tail");
        ExitReport report = agent.exit().get(30, TimeUnit.SECONDS);
        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(3);
        assertThat(report.stderrTail()).isEqualTo("bye\n");
        assertThat(agent.close(soon())).isEqualTo(report);
    }

    @Test
    void sendingToAnAgentThatHasGoneFails() throws Exception {
        Transport agent = transport(cli("exit 0"));
        agent.open(listener);
        assertThat(listener.awaitEnd()).isTrue();

        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void beforeItIsOpenThereIsNobodyToTalkTo() throws IOException {
        Transport agent = transport(cli("exec cat"));

        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> agent.endInput(soon())).isInstanceOf(IllegalStateException.class);
        assertThat(agent.pid()).isEmpty();
        assertThat(agent.exit()).isNotDone();
    }

    @Test
    void itIsOpenedOnce() throws IOException {
        Transport agent = transport(cli("exec cat"));
        agent.open(listener);

        assertThatThrownBy(() -> agent.open(listener)).isInstanceOf(IllegalStateException.class);
        assertThat(agent.exit()).isNotDone();
    }

    @Test
    void whatIsClosedBeforeItIsOpenedIsNeverStarted() throws IOException {
        Transport agent = transport(cli("exec cat"));
        ExitReport report = agent.close(soon());

        assertThat(report).isEqualTo(ExitReport.notStarted());
        assertThat(agent.exit()).isCompletedWithValue(report);
        assertThatThrownBy(() -> agent.open(listener)).isInstanceOf(TransportClosedException.class);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
        assertThat(agent.close(soon())).isSameAs(report);
    }

    @Test
    void afterTheCloseNothingIsSent() throws IOException {
        Transport agent = transport(cli("exec cat"));
        agent.open(listener);
        ExitReport report = agent.close(soon());

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
        assertThatThrownBy(() -> agent.open(listener)).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void behindACloseThatHasNotWaitedForTheOpeningNothingIsSentEither() throws IOException {
        ProcessLauncher real = ProcessLauncher.automatic();
        transport = new SubprocessCliTransportFactory()
                .withLauncher(new ProcessLauncher() {
                    @Override
                    public String name() {
                        return "slow";
                    }

                    @Override
                    public ManagedProcess start(ProcessSpec spec, ProcessListener output) {
                        ManagedProcess started = real.start(spec, output);
                        // As from another thread that has no time.
                        assertThat(transport.close(Deadline.in(Duration.ZERO))).isEqualTo(ExitReport.notStarted());
                        assertThatThrownBy(() -> transport.send(utf8("{}"), soon()))
                                .isInstanceOf(TransportClosedException.class);
                        assertThat(started.isAlive()).isTrue();
                        return started;
                    }
                })
                .create(cli("exec cat").build());

        assertThatThrownBy(() -> transport.open(listener)).isInstanceOf(TransportClosedException.class);
        assertThat(ProcessHandle.of(transport.pid().orElseThrow())).isNotPresent();
    }

    @Test
    void aMissingCliIsNotFoundAndNothingIsLeftToClose() {
        Transport agent = transport(AgentOptions.builder().cliPath(root.resolve("missing")));

        assertThatThrownBy(() -> agent.open(listener)).isInstanceOf(CliNotFoundException.class);
        assertThat(agent.close(soon())).isEqualTo(ExitReport.notStarted());
    }

    @Test
    void aStartThatFailsKeepsItsReasonAndItsWords() throws IOException {
        Transport agent = transport(cli("exit 0").cwd(root.resolve("nowhere")));
        CliStartException refused = catchThrowableOfType(CliStartException.class, () -> agent.open(listener));

        assertThat(refused.reason()).isEqualTo(CliStartException.Reason.DIRECTORY_MISSING);
        assertThat(refused).hasMessageContaining("nowhere").hasCauseInstanceOf(RuntimeException.class);
        assertThat(agent.close(soon())).isEqualTo(ExitReport.notStarted());
    }

    @Test
    void theAgentGetsItsDirectoryAndEnvironment() throws Exception {
        Path directory = Files.createDirectory(root.resolve("work"));
        Transport agent = transport(cli("pwd -P; echo $PWD; echo $MINE; echo $CLAUDE_CODE_ENTRYPOINT; exec cat")
                .cwd(directory)
                .env("MINE", "my value"));
        agent.open(listener);

        assertThat(listener.nextLine()).isEqualTo(directory.toRealPath().toString());
        assertThat(listener.nextLine()).isEqualTo(directory.toString());
        assertThat(listener.nextLine()).isEqualTo("my value");
        assertThat(listener.nextLine()).isEqualTo("sdk-java");
    }

    @Test
    void linesOfStderrAreToldIfSomebodyListens() throws Exception {
        Transport agent = transport(cli("echo one >&2; echo two >&2").stderrListener(line -> {}));
        agent.open(listener);
        assertThat(listener.awaitEnd()).isTrue();

        assertThat(listener.stderrLines()).containsExactly("one", "two");
        assertThat(agent.close(soon()).stderrTail()).isEqualTo("one\ntwo\n");
    }

    @Test
    void whatReadingIsPausedForComesAfterwardsInOrder() throws Exception {
        Transport agent = transport(cli("echo 1; read go; seq 2 20000"));
        agent.open(listener);
        assertThat(listener.nextLine()).isEqualTo("1");
        agent.pauseReading();
        assertThat(agent.send(utf8("go"), soon())).isTrue();
        agent.resumeReading();

        for (int i = 2; i <= 20_000; i++) {
            assertThat(listener.nextLine()).isEqualTo(Integer.toString(i));
        }
        assertThat(listener.awaitEnd()).isTrue();
    }

    @Test
    void aListenerThatThrowsEndsTheAgent() throws Exception {
        Transport agent = transport(cli("echo 1; exec sleep 600"));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        agent.open(new RecordingTransportListener() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onFailure(Throwable cause) {
                failure.complete(cause);
            }

            @Override
            public void onEnd() {
                end.countDown();
            }
        });

        assertThat(failure)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(e -> assertThat(e).hasMessage("on purpose"));
        assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exit()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void theLimitsOfTheCloseFollowThePlan() throws IOException {
        assertThat(transport(cli("exit 0")).closeLimits())
                .isEqualTo(new Transport.CloseLimits(Duration.ofSeconds(2), Duration.ofMillis(1100)));
        TeardownPlan hasty = TeardownPlan.defaults().withEofGrace(Duration.ofMillis(50));
        assertThat(new SubprocessCliTransportFactory()
                        .withTeardown(hasty)
                        .create(AgentOptions.defaults())
                        .closeLimits())
                .isEqualTo(new Transport.CloseLimits(Duration.ofMillis(850), Duration.ZERO));
    }
}
