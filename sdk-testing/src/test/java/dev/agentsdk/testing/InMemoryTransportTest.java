package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.ExitReport.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transport by itself, from both of its sides. */
@Timeout(60)
class InMemoryTransportTest {

    private final InMemoryTransport agent = new InMemoryTransport();
    private final TransportLog session = new TransportLog();

    @AfterEach
    void noThreadIsLeft() {
        agent.close();
        Eventually.await(
                "the delivering thread is gone",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("agent-sdk-")));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String initialize(String id) {
        return "{\"type\":\"control_request\",\"request_id\":\"" + id
                + "\",\"request\":{\"subtype\":\"initialize\",\"hooks\":null}}";
    }

    @Test
    void whatTheAgentSaysIsDeliveredInOrder() throws Exception {
        agent.emit("before");
        agent.open(session);
        for (int i = 0; i < 1_000; i++) {
            agent.emit("line " + i);
        }

        assertThat(session.nextLine()).isEqualTo("before");
        for (int i = 0; i < 1_000; i++) {
            assertThat(session.nextLine()).isEqualTo("line " + i);
        }
        assertThat(session.others()).isEmpty();
    }

    @Test
    void bytesAreTakenAsTheyAreAtTheCall() throws Exception {
        byte[] line = utf8("text");
        agent.emit(line);
        line[0] = '!';
        agent.open(session);

        assertThat(session.nextLine()).isEqualTo("text");
    }

    @Test
    void theHandshakeIsAnsweredWithTheIdOfItsRequest() throws Exception {
        agent.open(session);
        assertThat(agent.send(utf8(initialize("req_42")), soon())).isTrue();

        assertThat(session.nextLine()).contains("\"control_response\"", "\"success\"", "\"req_42\"");
        assertThat(agent.awaitSent(Duration.ofSeconds(1)).text()).isEqualTo(initialize("req_42"));
    }

    @Test
    void withoutHandshakeNothingIsAnswered() throws Exception {
        try (InMemoryTransport mute = agent.withoutHandshake()) {
            mute.open(session);
            assertThat(mute.send(utf8(initialize("req_42")), soon())).isTrue();
            mute.emit("marker");

            assertThat(session.nextLine()).isEqualTo("marker");
        }
    }

    @Test
    void whatTheSessionSendsIsGivenOnceAndKept() {
        agent.open(session);
        agent.send(utf8("{\"n\":1}"), soon());
        agent.send(utf8("{\"n\":2}"), soon());

        assertThat(agent.awaitSent(Duration.ofSeconds(1)).tree().path("n").asInt())
                .isEqualTo(1);
        assertThat(agent.awaitSent(Duration.ofSeconds(1)).tree().path("n").asInt())
                .isEqualTo(2);
        assertThat(agent.sent()).containsExactly("{\"n\":1}", "{\"n\":2}");
        Duration patience = Duration.ofMillis(80);
        long start = System.nanoTime();
        assertThatThrownBy(() -> agent.awaitSent(patience))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("{\"n\":2}");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(patience)
                .is(under(patience.plusSeconds(5)));
    }

    @Test
    void aLineThatIsSentLaterIsWaitedFor() {
        agent.open(session);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> agent.send(utf8("{}"), soon()));

        assertThat(agent.awaitSent(Duration.ofSeconds(20)).text()).isEqualTo("{}");
        assertThat(sender).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whilePausedNothingIsDelivered() throws Exception {
        agent.open(session);
        agent.pauseReading();
        assertThat(agent.isPaused()).isTrue();
        agent.emit("held back");
        agent.exit(0, "");
        assertThat(session.hasLines()).isFalse();
        assertThat(agent.exit()).isNotDone();

        agent.resumeReading();
        assertThat(agent.isPaused()).isFalse();
        assertThat(session.nextLine()).isEqualTo("held back");
        session.awaitEnd();
    }

    @Test
    void anExitComesBehindWhatWasSaidAndIsKnownAtTheEnd() throws Exception {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        TransportLog log = new TransportLog() {
            @Override
            public void onEnd() {
                known.complete(agent.exit().isDone());
                super.onEnd();
            }
        };
        agent.emit("last words");
        agent.exit(3, "boom");
        agent.exit(4, "too late");
        agent.open(log);
        log.awaitEnd();

        assertThat(log.nextLine()).isEqualTo("last words");
        assertThat(known).isCompletedWithValue(true);
        ExitReport report = agent.exit().get(20, TimeUnit.SECONDS);
        assertThat(report.stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(report.exitCode()).hasValue(3);
        assertThat(report.stderrTail()).isEqualTo("boom");
        assertThat(agent.close(soon())).isSameAs(report);
        assertThat(log.ends()).isOne();
    }

    @Test
    void theEndOfTheInputEndsTheAgent() throws Exception {
        agent.open(session);
        agent.endInput(soon());
        agent.endInput(soon());
        session.awaitEnd();

        assertThat(agent.exit().get(20, TimeUnit.SECONDS).stage()).isEqualTo(Stage.EOF);
        assertThat(agent.exit().join().exitCode()).hasValue(0);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void anAgentThatIgnoresTheEndOfItsInputTalksOnAndIsEndedByForce() throws Exception {
        InMemoryTransport stubborn = agent.ignoringEndOfInput();
        stubborn.open(session);
        stubborn.endInput(soon());
        stubborn.emit("still here");
        assertThat(session.nextLine()).isEqualTo("still here");
        assertThat(stubborn.exit()).isNotDone();
        assertThatThrownBy(() -> stubborn.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);

        ExitReport report = stubborn.close(soon());
        assertThat(report.stage()).isEqualTo(Stage.TERM);
        assertThat(report.exitCode()).hasValue(143);
        assertThat(report.signal()).hasValue(15);
    }

    @Test
    void theEndOfTheOutputIsNoExit() throws Exception {
        agent.open(session);
        agent.emit("last words");
        agent.endOutput();
        session.awaitEnd();

        assertThat(session.nextLine()).isEqualTo("last words");
        assertThat(agent.exit()).isNotDone();
        assertThat(agent.close(soon()).stage()).isEqualTo(Stage.EOF);
        assertThat(session.ends()).isOne();
    }

    @Test
    void sendingAfterTheExitFails() {
        agent.open(session);
        agent.exit(1, "");

        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void whatWasNeverOpenedWasNeverStarted() {
        ExitReport report = agent.close(soon());

        assertThat(report).isEqualTo(ExitReport.notStarted());
        assertThat(agent.exit()).isCompletedWithValue(report);
        assertThatThrownBy(() -> agent.open(session)).isInstanceOf(TransportClosedException.class);
        assertThatThrownBy(() -> agent.send(utf8("{}"), soon())).isInstanceOf(TransportClosedException.class);
        assertThat(session.ends()).isZero();
    }

    @Test
    void itIsOpenedOnce() {
        agent.open(session);

        assertThatThrownBy(() -> agent.open(session)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thereIsNoProcess() {
        assertThat(agent.pid()).isEmpty();
        assertThat(agent.closeLimits().total()).isEqualTo(Duration.ofSeconds(2));
        assertThat(agent.closeLimits().drain()).isEqualTo(Duration.ofMillis(1100));
        assertThat(agent.factory().create(AgentLaunches.of(AgentOptions.defaults())))
                .isSameAs(agent);
    }

    @Test
    void everyCloseGetsTheSameReportFromAnyNumberOfThreads() throws Exception {
        agent.open(session);
        int threads = 16;
        CountDownLatch together = new CountDownLatch(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<ExitReport>> reports = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                reports.add(pool.submit(() -> {
                    together.countDown();
                    assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
                    return agent.close(soon());
                }));
            }
            ExitReport first = reports.get(0).get(20, TimeUnit.SECONDS);
            assertThat(first.stage()).isEqualTo(Stage.EOF);
            for (Future<ExitReport> report : reports) {
                assertThat(report.get(20, TimeUnit.SECONDS)).isSameAs(first);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(session.ends()).isOne();
    }

    @Test
    void itMayBeClosedFromInsideTheListener() throws Exception {
        CompletableFuture<ExitReport> closed = new CompletableFuture<>();
        TransportLog closing = new TransportLog() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                closed.complete(agent.close(soon()));
                super.onLine(buffer, offset, length);
            }
        };
        agent.open(closing);
        agent.emit("first");
        agent.emit("second");
        closing.awaitEnd();

        assertThat(closed.get(20, TimeUnit.SECONDS).stage()).isEqualTo(Stage.EOF);
        assertThat(closing.nextLine()).isEqualTo("first");
        assertThat(closing.hasLines()).as("nothing after the close").isFalse();
        assertThat(closing.ends()).isOne();
    }

    @Test
    void aListenerThatDoesNotReturnHoldsUpTheCloseUntilItsDeadlineOnly() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        agent.open(new TransportLog() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                inside.countDown();
                try {
                    letGo.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        agent.emit("line");
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        Duration patience = Duration.ofMillis(80);
        long start = System.nanoTime();
        Thread.currentThread().interrupt();
        ExitReport report = agent.close(Deadline.in(patience));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        letGo.countDown();

        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(took).isGreaterThanOrEqualTo(patience).is(under(patience.plusSeconds(5)));
        assertThat(report.stage()).isEqualTo(Stage.EOF);
    }
}
