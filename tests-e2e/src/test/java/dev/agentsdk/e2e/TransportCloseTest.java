package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The close contract of {@code SubprocessCliTransport} with its default settings: every child is gone within 2 s, sooner
 * where it does not need the waits, and not sooner where it does.
 */
@E2e
class TransportCloseTest {

    private static final Duration EOF_GRACE = Duration.ofMillis(1200);
    private static final Duration TERM_GRACE = Duration.ofMillis(400);

    /** Far below the first grace: who ends in this time was not waited for. */
    private static final Duration AT_ONCE = Duration.ofMillis(800);

    @TempDir
    Path dir;

    @EveryLauncher
    @Tag("R-02")
    void anIdleChildEndsAtEof(ProcessLauncher launcher) throws InterruptedException {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ready log-term"), launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("idle", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThat(report.elapsed()).is(under(AT_ONCE));
        assertThat(FakeCli.in(dir).hasNote("signals")).as("a signal was sent").isFalse();
    }

    @EveryLauncher
    void aChildBlockedOnAFullPipeWithItsReaderStoppedGetsEpipe(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("sleep:0.1 fill"), launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("blocked on a full pipe", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).as("128 + SIGPIPE").hasValue(141);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    void aChildThatFloodsARunningReaderGetsEpipe(ProcessLauncher launcher) throws InterruptedException {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("fill"), launcher);
        session.awaitFirstLine();

        ExitReport report = session.closeAndNote("flooding a running reader", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(141);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    void aChildBlockedInMidLineGetsEpipe(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("sleep:0.1 fill-partial"), launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("blocked in mid-line", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    void aFullPipeWithARestartingTermHandlerNeedsNoTerm(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("trap-term sleep:0.1 fill"), launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("full pipe, restarting SIGTERM handler", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    void aFullPipeWithTermIgnoredNeedsNoKill(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ignore-term sleep:0.1 fill"), launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("full pipe, SIGTERM ignored", launcher);

        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.elapsed()).is(under(AT_ONCE));
    }

    @EveryLauncher
    void aChildThatIgnoresEpipeAndEofTakesTerm(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("ignore-pipe sleep:0.1 fill hang");
        RawSession session = RawSession.open(cli, launcher);
        session.transport().pauseReading();
        Procs.awaitBlockedInPipeWrite(session.pid());

        ExitReport report = session.closeAndNote("full pipe, EPIPE ignored", launcher);

        assertThat(cli.note("fill")).as("what the blocked write returned").isEqualTo("write failed");
        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.signal()).hasValue(15);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(EOF_GRACE);
    }

    @EveryLauncher
    @Tag("R-03")
    void aChildThatIgnoresEofTakesTerm(ProcessLauncher launcher) throws InterruptedException {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("term-exit:42 ready hang"), launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("EOF ignored", launcher);

        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.exitCode()).as("its own, from its handler").hasValue(42);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(EOF_GRACE);
    }

    @EveryLauncher
    @Tag("R-01")
    @Tag("R-11")
    void aChildThatIgnoresEofAndTermTakesKill(ProcessLauncher launcher) throws InterruptedException {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ignore-term ready hang"), launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("EOF and SIGTERM ignored", launcher);

        assertThat(report.stage()).isEqualTo(Stage.KILL);
        assertThat(report.signal()).hasValue(9);
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(EOF_GRACE.plus(TERM_GRACE));
    }

    @EveryLauncher
    @Tag("R-10")
    void aWriterBlockedWithEightMegabytesUnsentIsFreed(ProcessLauncher launcher) throws Exception {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("ready hang"), launcher);
        session.awaitReady();
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Boolean> writer = CompletableFuture.supplyAsync(() -> {
            writing.countDown();
            return session.transport().send(new byte[8 << 20], Deadline.never());
        });
        Times.within(Duration.ofSeconds(5), writing);

        ExitReport report = session.closeAndNote("writer blocked with 8 MB unsent", launcher);

        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThatThrownBy(() -> Times.within(Duration.ofSeconds(1), writer))
                .hasCauseInstanceOf(TransportClosedException.class);
    }

    @EveryLauncher
    @Tag("R-04")
    void aStoppedChildIsWokenOrKilled(ProcessLauncher launcher) {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("term-exit:42 stop"), launcher);
        Procs.awaitState(session.pid(), 'T');

        ExitReport report = session.closeAndNote("stopped (SIGSTOP)", launcher);

        if (launcher.name().equals("posix")) {
            assertThat(report.stage()).isEqualTo(Stage.TERM);
            assertThat(report.exitCode())
                    .as("its handler ran, thanks to SIGCONT")
                    .hasValue(42);
        } else {
            // The JDK cannot send SIGCONT.
            assertThat(report.stage()).isEqualTo(Stage.KILL);
        }
        assertThat(report.elapsed()).isGreaterThanOrEqualTo(EOF_GRACE);
    }

    @EveryLauncher
    void aChildThatIsGoneNeedsNothing(ProcessLauncher launcher) throws Exception {
        RawSession session = RawSession.open(FakeCli.in(dir).onStart("stderr:bye exit:3"), launcher);
        ExitReport before =
                Times.within(Duration.ofSeconds(5), session.transport().exit());

        ExitReport report = session.closeAndNote("already dead", launcher);

        assertThat(report).isSameAs(before);
        assertThat(report.stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(report.exitCode()).hasValue(3);
        assertThat(report.stderrTail()).isEqualTo("bye\n");
    }

    @EveryLauncher
    @Tag("R-08")
    void aChildMaySaveItsStateForASecondAfterEof(ProcessLauncher launcher) throws InterruptedException {
        FakeCli cli = FakeCli.in(dir).onStart("ready").onEof("sleep:1 marker");
        RawSession session = RawSession.open(cli, launcher);
        session.awaitReady();

        ExitReport report = session.closeAndNote("writes a file 1 s after EOF", launcher);

        assertThat(cli.note("marker")).isEqualTo("written");
        assertThat(report.stage()).isEqualTo(Stage.EOF);
        assertThat(report.exitCode()).hasValue(0);
        assertThat(report.elapsed())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1))
                .is(under(Duration.ofMillis(1500)));
    }
}
