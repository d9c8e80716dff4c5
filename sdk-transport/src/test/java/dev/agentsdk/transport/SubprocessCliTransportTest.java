package dev.agentsdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The states of a transport and what it tells, over small scripts. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubprocessCliTransportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        ExitReport report = Times.within(Duration.ofSeconds(30), agent.exit());
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

    /** Throws at the first line, and reports what the transport does then. */
    private static final class ThrowingListener extends RecordingTransportListener {
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void onFailure(Throwable cause) {
            failure.complete(cause);
        }
    }

    private static void assertEndedByItsListener(Transport agent, ThrowingListener throwing) throws Exception {
        assertThat(throwing.failure)
                .succeedsWithin(PATIENCE)
                .satisfies(e -> assertThat(e).hasMessage("on purpose"));
        assertThat(throwing.awaitEnd()).isTrue();
        ExitReport report = agent.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon()))
                .isInstanceOf(TransportClosedException.class)
                .hasMessageContaining("listener");
        assertThat(agent.close(soon())).isEqualTo(report);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon()))
                .isInstanceOf(TransportClosedException.class)
                .hasMessageContaining("closed");
    }

    /** Each reason of the process layer is one of sdk-core. */
    @ParameterizedTest
    @EnumSource
    void aStartThatFailsSaysWhy(ProcessStartException.Reason reason) throws IOException {
        transport = new SubprocessCliTransportFactory()
                .withLauncher(new ProcessLauncher() {
                    @Override
                    public String name() {
                        return "failing";
                    }

                    @Override
                    public ManagedProcess start(ProcessSpec spec, ProcessListener output) {
                        throw new ProcessStartException(reason, "Thrown by a test.", null);
                    }
                })
                .create(cli("exit 0").build());

        assertThatThrownBy(() -> transport.open(listener))
                .isInstanceOfSatisfying(CliStartException.class, e -> assertThat(
                                e.reason().name())
                        .isEqualTo(reason.name().replace("NOT_ON_PATH", "PROGRAM_MISSING")))
                .hasMessageContaining("Thrown by a test.");
    }

    /** The launcher returns only when the agent has been ended because of the listener's failure. */
    @Test
    @Tag("R-191")
    void aListenerThatThrowsBeforeOpenReturnsEndsTheAgentAndOpenReturns() throws Exception {
        ProcessLauncher real = ProcessLauncher.automatic();
        ThrowingListener throwing = new ThrowingListener();
        transport = new SubprocessCliTransportFactory()
                .withLauncher(new ProcessLauncher() {
                    @Override
                    public String name() {
                        return "slow";
                    }

                    @Override
                    public ManagedProcess start(ProcessSpec spec, ProcessListener output) {
                        ManagedProcess started = real.start(spec, output);
                        Times.await(
                                () -> "the agent is ended",
                                Duration.ofSeconds(15),
                                () -> started.exit().isDone());
                        return started;
                    }
                })
                .create(cli("echo 1; exec sleep 600").build());

        assertThatCode(() -> transport.open(throwing)).doesNotThrowAnyException();
        assertEndedByItsListener(transport, throwing);
    }

    @Test
    @Tag("R-191")
    void aListenerThatThrowsAfterOpenHasReturnedEndsTheAgentToo() throws Exception {
        ThrowingListener throwing = new ThrowingListener();
        Transport agent = transport(cli("read go; echo 1; exec sleep 600"));
        agent.open(throwing);
        assertThat(throwing.failure).isNotDone();
        assertThat(agent.send(utf8("go"), soon())).isTrue();

        assertEndedByItsListener(agent, throwing);
    }

    /** Nothing orders the two here: whichever is first, the outcome is the same. */
    @RepeatedTest(10)
    @Tag("R-191")
    void aListenerThatThrowsAtAnyTimeEndsTheAgentAndOpenReturns() throws Exception {
        ThrowingListener throwing = new ThrowingListener();
        Transport agent = transport(cli("echo 1; exec cat"));
        agent.open(throwing);

        assertEndedByItsListener(agent, throwing);
    }

    @Test
    @Tag("R-191")
    void aCloseWhileAListenerFailsInOpenIsStillSaidByOpen() throws Exception {
        ProcessLauncher real = ProcessLauncher.automatic();
        ThrowingListener throwing = new ThrowingListener();
        transport = new SubprocessCliTransportFactory()
                .withLauncher(new ProcessLauncher() {
                    @Override
                    public String name() {
                        return "slow";
                    }

                    @Override
                    public ManagedProcess start(ProcessSpec spec, ProcessListener output) {
                        ManagedProcess started = real.start(spec, output);
                        Times.await(
                                () -> "the agent is ended",
                                Duration.ofSeconds(15),
                                () -> started.exit().isDone());
                        transport.close(Deadline.in(Duration.ZERO));
                        return started;
                    }
                })
                .create(cli("echo 1; exec sleep 600").build());

        assertThatThrownBy(() -> transport.open(throwing))
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The transport is closed.");
        assertThat(throwing.failure).isDone();
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
