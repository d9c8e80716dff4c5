package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.CloseTimes;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The polite end: what a session adds to the close contract of the transport, within the same 2 s. */
@E2e
class SessionCloseTest {

    private static final Duration AT_ONCE = Duration.ofMillis(800);

    @TempDir
    Path dir;

    private static AgentSession open(FakeCli cli, ProcessLauncher launcher) {
        return AgentSession.open(cli.options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build());
    }

    private static ExitReport closeAndNote(String scenario, AgentSession session, ProcessLauncher launcher) {
        long pid = session.pid().orElseThrow();
        long start = System.nanoTime();
        session.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ExitReport report = session.exitReport().orElseThrow();
        CloseTimes.note(scenario, CloseTimes.Level.SESSION, launcher.name(), took, report);
        assertThat(took).as("close of: " + scenario).is(under(RawSession.BOUND));
        assertThat(report.leftBehind()).isEmpty();
        assertThat(Procs.isAlive(pid)).isFalse();
        return report;
    }

    @EveryLauncher
    void anIdleSessionEndsAtEof(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir), launcher);
        session.send("hello");
        session.receiveResponse().result();

        ExitReport report = closeAndNote("idle", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    @Tag("R-09")
    void aRunningTurnIsInterruptedAndItsLastWordsAreKept(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onTurn("init say:Working hang-turn"), launcher);
        session.send("go");
        Message first = session.receiveMessages().iterator().next();
        assertThat(first.type()).isEqualTo("system");

        ExitReport report = closeAndNote("turn running", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.elapsed()).is(under(AT_ONCE));
        List<Message> rest = new ArrayList<>();
        session.receiveMessages().forEach(rest::add);
        assertThat(rest).hasSize(3);
        assertThat(((AssistantMessage) rest.get(1)).text()).isEqualTo("as far as it");
        assertThat(((ResultMessage) rest.get(2)).isError()).isTrue();
    }

    @EveryLauncher
    @Tag("R-42")
    void aConsumerThatSleepsOnAFullQueueHoldsNothingUp(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onTurn("init fill"), launcher);
        session.send("go");
        Procs.awaitBlockedInPipeWrite(session.pid().orElseThrow());

        ExitReport report = closeAndNote("blocked on a full pipe", session, launcher);

        // It writes without end, so that draining cannot satisfy it: the transport cuts the pipe after the drain.
        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).as("128 + SIGPIPE").hasValue(141);
        assertThat(session.statistics().droppedAtClose())
                .as("what did not fit is counted")
                .isPositive();
    }

    @EveryLauncher
    void aTurnThatBlocksOnAFullPipeAndThenEndsIsDrained(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init lines:6000 result marker");
        AgentSession session = open(cli, launcher);
        session.send("go");
        Procs.awaitBlockedInPipeWrite(session.pid().orElseThrow());

        ExitReport report = closeAndNote("full pipe, 2 MB more to say", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).as("it was let finish").hasValue(0);
        assertThat(cli.hasNote("marker")).isTrue();
    }

    @EveryLauncher
    void aFullPipeWithTermIgnoredNeedsNoKill(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onStart("ignore-term").onTurn("init fill"), launcher);
        session.send("go");
        Procs.awaitBlockedInPipeWrite(session.pid().orElseThrow());

        ExitReport report = closeAndNote("full pipe, SIGTERM ignored", session, launcher);

        assertThat(report.stage()).isIn(Stage.EOF, Stage.TERM);
    }

    @EveryLauncher
    void aChildThatIgnoresEofTakesTerm(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onStart("ignore-eof"), launcher);

        ExitReport report = closeAndNote("EOF ignored", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1200));
    }

    @EveryLauncher
    void aChildThatIgnoresEofAndTermTakesKill(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onStart("ignore-eof ignore-term"), launcher);

        ExitReport report = closeAndNote("EOF and SIGTERM ignored", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.KILL);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1600));
    }

    @EveryLauncher
    void aWriterBlockedWithEightMegabytesUnsentIsFreed(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onInit("hang"), launcher);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> session.send("x".repeat(8 << 20)));
        Procs.await("the message to be under way", Duration.ofSeconds(5), () -> !writer.isDone());

        ExitReport report = closeAndNote("writer blocked with 8 MB unsent", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThatThrownBy(() -> Times.within(Duration.ofSeconds(1), writer))
                .hasCauseInstanceOf(TransportClosedException.class);
    }

    @EveryLauncher
    void aGrandchildOnAllPipesIsEndedToo(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("grandchild:012");
        AgentSession session = open(cli, launcher);
        long grandchild = Long.parseLong(cli.note("grandchild.pid"));

        ExitReport report = closeAndNote("grandchild on all pipes", session, launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.elapsed()).is(under(AT_ONCE));
        assertThat(Procs.isAlive(grandchild)).isFalse();
    }

    @EveryLauncher
    void aGrandchildInItsOwnSessionIsEndedToo(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("session-grandchild");
        AgentSession session = open(cli, launcher);
        long grandchild = Long.parseLong(cli.note("grandchild.pid"));

        ExitReport report = closeAndNote("grandchild in its own session", session, launcher);

        assertThat(report.elapsed()).is(under(AT_ONCE));
        assertThat(Procs.isAlive(grandchild)).isFalse();
    }

    @EveryLauncher
    void aStoppedChildIsEnded(ProcessLauncher launcher) {
        AgentSession session = open(FakeCli.in(dir).onInit("stop"), launcher);
        Procs.awaitState(session.pid().orElseThrow(), 'T');

        ExitReport report = closeAndNote("stopped (SIGSTOP)", session, launcher);

        assertThat(report.forced()).isTrue();
    }

    @EveryLauncher
    void aChildMaySaveItsStateForASecondAfterEof(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onEof("sleep:1 marker");
        AgentSession session = open(cli, launcher);

        ExitReport report = closeAndNote("writes a file 1 s after EOF", session, launcher);

        assertThat(cli.note("marker")).isEqualTo("written");
        assertThat(report.stage()).isEqualTo(Stage.EOF);
    }

    @EveryLauncher
    void aPendingRequestFailsAtOnceWhenCloseBegins(ProcessLauncher launcher) throws Exception {
        FakeCli cli = FakeCli.in(dir).onStart("ignore-eof");
        AgentSession session = open(cli, launcher);
        CompletableFuture<Long> failedAt = CompletableFuture.supplyAsync(() -> {
            assertThatThrownBy(() -> session.request("test_silence", Map.of()))
                    .isInstanceOf(TransportClosedException.class);
            return System.nanoTime();
        });
        cli.awaitNote("silence", Duration.ofSeconds(30));

        long start = System.nanoTime();
        closeAndNote("EOF ignored, a control request pending", session, launcher);

        assertThat(Duration.ofNanos(Times.within(Duration.ofSeconds(1), failedAt) - start))
                .is(under(AT_ONCE));
    }
}
