package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.longText;
import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.real.support.CliRun;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.EveryRun;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.testsupport.Times;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Closing a session on a real CLI, whatever it does: within 2 s with default settings, with no process left, and with the
 * answer so far in the CLI's own session file where the CLI can be asked to stop.
 */
@RealCliTest
class RealCloseTest {

    private static final Duration STILL = Duration.ofMillis(700);

    @RegisterExtension
    final Lab lab = new Lab();

    /** Waits until the model has said something that the CLI has passed on. */
    private static void awaitWords(AgentSession session) {
        for (Message message : session.receiveMessages()) {
            if (message instanceof StreamEvent event && event.textDelta().isPresent()) {
                return;
            }
        }
        throw new AssertionError("The agent has ended without a word.");
    }

    /** Waits until nothing more comes, because nobody takes what has come and the pipe is full. */
    private static void awaitFullPipe(AgentSession session) {
        long[] seen = {0, System.nanoTime()};
        Procs.await("the pipe to be full", Duration.ofSeconds(60), () -> {
            long bytes = session.statistics().bytes();
            if (bytes != seen[0]) {
                seen[0] = bytes;
                seen[1] = System.nanoTime();
            }
            return bytes > SessionLimits.defaults().bufferBytes() / 2 && System.nanoTime() - seen[1] > STILL.toNanos();
        });
    }

    private boolean isSaved(CliRun run, String words) {
        return lab.sessionFiles(run.cli()).stream()
                .anyMatch(file -> Lab.read(file).contains(words));
    }

    @EveryRun
    void idleBeforeTheFirstTurn(CliRun run) {
        lab.close("idle, before the first turn", run, lab.open(run));
    }

    @EveryRun
    void idleAfterATurn(CliRun run) {
        AgentSession session = lab.open(run);
        Turn.of(session, prompt("Hello", text("Hello from the model.")));

        ExitReport report = lab.close("idle, after a turn", run, session);

        assertThat(report.exitCode()).hasValue(0);
        assertThat(isSaved(run, "Hello from the model.")).isTrue();
    }

    @EveryRun
    void inTheMiddleOfATurn(CliRun run) {
        AgentSession session =
                AgentSession.open(lab.options(run).includePartialMessages(true).build());
        session.send(prompt("Never end", text("As far as it got.").thenSilence()));
        awaitWords(session);

        lab.close("turn running, messages taken", run, session);

        assertThat(isSaved(run, "\"As far as it got."))
                .as("the answer so far is saved")
                .isTrue();
        if (run.cli() == RealCli.CLAUDE) {
            // qwen does not always come to say it.
            assertThat(Turn.rest(session).result().isError()).isTrue();
        }
    }

    @EveryRun
    void inTheMiddleOfATurnWithMessagesBehindIt(CliRun run) {
        AgentSession session =
                AgentSession.open(lab.options(run).includePartialMessages(true).build());
        session.send(prompt("Never end", text("As far as it got.").thenSilence()));
        awaitWords(session);
        session.send(prompt("Then this", text("Not asked for any more.").thenSilence()));
        session.send(prompt("And this", text("Neither is this.").thenSilence()));

        ExitReport report = lab.close("turn running, messages queued", run, session);

        assertThat(isSaved(run, "\"As far as it got."))
                .as("the answer so far is saved")
                .isTrue();
        if (run.cli() == RealCli.CLAUDE) {
            // qwen has no way to cancel what is queued.
            assertThat(report.stage()).isEqualTo(ExitReport.Stage.EOF);
            assertThat(lab.model().scriptedCalls()).hasSize(1);
        }
    }

    @EveryRun
    void inTheMiddleOfATurnThatNobodyListensTo(CliRun run) {
        AgentSession session = lab.open(run);
        session.send(prompt("Never end", text("As far as it got.").thenSilence()));
        Procs.await(
                "the model to be silent",
                Duration.ofSeconds(30),
                () -> lab.model().silent() > 0);

        lab.close("turn running, no messages taken", run, session);

        assertThat(isSaved(run, "\"As far as it got."))
                .as("the answer so far is saved")
                .isTrue();
    }

    @EveryRun
    void aFullPipeInTheMiddleOfATurn(CliRun run) {
        AgentSession session =
                AgentSession.open(lab.options(run).includePartialMessages(true).build());
        session.send(prompt("Never end", longText(6_000_000).thenSilence()));
        awaitFullPipe(session);

        lab.close("full pipe, turn running", run, session);

        assertThat(isSaved(run, "This is line 200000"))
                .as("the answer so far is saved")
                .isTrue();
        assertThat(session.statistics().droppedAtClose()).isPositive();
    }

    @EveryRun
    void aFullPipeAfterTheTurn(CliRun run) {
        AgentSession session =
                AgentSession.open(lab.options(run).includePartialMessages(true).build());
        session.send(prompt("Talk a lot", longText(4_000_000)));
        awaitFullPipe(session);

        lab.close("full pipe, turn done", run, session);

        assertThat(isSaved(run, "This is line 200000"))
                .as("the answer is saved")
                .isTrue();
    }

    @EveryRun
    void whileAnotherThreadWaitsForAnAnswer(CliRun run) throws Exception {
        AgentSession session = lab.open(run);
        session.send(prompt("Never end", text("As far as it got.").thenSilence()));
        CompletableFuture<Turn> waiting = CompletableFuture.supplyAsync(() -> Turn.rest(session));
        Procs.await(
                "the model to be silent",
                Duration.ofSeconds(30),
                () -> lab.model().silent() > 0);

        lab.close("turn running, another thread waits for it", run, session);

        if (run.cli() == RealCli.CLAUDE) {
            assertThat(Times.within(Duration.ofSeconds(1), waiting).result().isError())
                    .isTrue();
        } else {
            // qwen does not always come to say the result.
            boolean ended = Times.within(
                    Duration.ofSeconds(1),
                    waiting.handle(
                            (turn, closed) -> closed == null || closed.getCause() instanceof TransportClosedException));
            assertThat(ended).isTrue();
        }
    }

    @EveryRun
    void aStoppedCli(CliRun run) throws Exception {
        AgentSession session = lab.open(run);
        long pid = session.pid().orElseThrow();
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        Procs.awaitState(pid, 'T');

        ExitReport report = lab.close("stopped (SIGSTOP)", run, session);

        assertThat(report.forced()).isTrue();
    }

    @EveryRun
    void anIterationThatIsLeftEarly(CliRun run) {
        AgentQuery query = AgentQuery.start(
                prompt("Talk a lot", longText(1_000_000)),
                lab.options(run).includePartialMessages(true).build());
        Iterator<Message> messages = query.iterator();
        messages.next();

        lab.close("query left after its first message", run, query, query::exitReport);
    }

    @EveryCli
    void anInterruptedOpeningLeavesNothing(RealCli cli) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread opener = new Thread(() -> {
            try {
                AgentSession.open(lab.options(cli).build()).close();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        opener.start();
        Procs.await(
                "the CLI to start",
                Duration.ofSeconds(30),
                () -> !lab.household().members().isEmpty());

        long start = System.nanoTime();
        opener.interrupt();
        opener.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(RawSession.BOUND));
        assertThat(thrown.get()).isInstanceOf(AgentInterruptedException.class);
        assertThat(lab.household().members()).isEmpty();
    }
}
