package dev.agentsdk;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing from several threads, from interrupted ones, from callbacks, and amid other calls. */
@Timeout(60)
class ConcurrentCloseTest {

    private final FakeTransport agent = new FakeTransport();

    @Test
    void aSecondCloseDoesNothingAndReportsTheSame() {
        AgentSession session = agent.session();
        session.close();
        ExitReport report = session.exitReport().orElseThrow();
        List<String> events = agent.events();

        session.close();

        assertThat(session.exitReport()).containsSame(report);
        assertThat(agent.events()).isEqualTo(events).containsOnlyOnce("close");
    }

    @Test
    void allOfManyThreadsWaitForTheOneCloseAndGetItsReport() throws Exception {
        AgentSession session = agent.session();
        CyclicBarrier start = new CyclicBarrier(33);
        List<Background.Running<ExitReport>> closing = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            closing.add(Background.run(() -> {
                start.await();
                session.close();
                return session.exitReport().orElseThrow();
            }));
        }
        CountDownLatch ending = new CountDownLatch(1);
        agent.atEndOfInput = () -> {
            assertThat(closing).noneMatch(running -> running.outcome().isDone());
            ending.countDown();
            agent.exit(0, "");
        };

        start.await();
        ending.await();

        assertThat(closing).allSatisfy(running -> assertThat(running.outcome()).succeedsWithin(Background.PATIENCE));
        ExitReport report = session.exitReport().orElseThrow();
        assertThat(closing)
                .allSatisfy(running -> assertThat(running.outcome().join()).isSameAs(report));
        assertThat(agent.events()).containsOnlyOnce("endInput").containsOnlyOnce("close");
    }

    @Test
    void anInterruptDoesNotShortenTheCloseAndIsKept() {
        agent.limits = new Transport.CloseLimits(Duration.ofSeconds(40), Duration.ofMillis(200));
        agent.atEndOfInput = () -> {};
        AgentSession session = agent.session();
        Thread.currentThread().interrupt();

        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(session.exitReport().orElseThrow().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(agent.events()).endsWith("endInput", "close");
    }

    @Test
    void anInterruptOfASecondCloserIsKeptToo() throws InterruptedException {
        AgentSession session = agent.session();
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        agent.atEndOfInput = () -> {
            ending.countDown();
            await(mayEnd);
            agent.exit(0, "");
        };
        Background.Running<Boolean> first = Background.run(() -> {
            session.close();
            return true;
        });
        ending.await();
        Background.Running<Optional<Boolean>> second = Background.run(() -> {
            session.close();
            return session.exitReport().map(report -> Thread.currentThread().isInterrupted());
        });
        Background.awaitWaiting(second.thread());

        second.thread().interrupt();
        mayEnd.countDown();

        assertThat(second.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(Optional.of(true));
        assertThat(first.outcome()).succeedsWithin(Background.PATIENCE);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListenerMayCloseTheSessionAndIsNotInterruptedByIt() {
        CompletableFuture<AgentSession> opened = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        AgentSession session = AgentSession.open(agent.options()
                .stderrListener(line -> {
                    opened.join().close();
                    interrupted.complete(Thread.currentThread().isInterrupted());
                })
                .build());
        opened.complete(session);

        agent.deliver(listener -> listener.onStderrLine("fatal"));

        assertThat(interrupted).succeedsWithin(Background.PATIENCE).isEqualTo(false);
        assertThat(session.exitReport()).isPresent();
    }

    @Test
    void aCloseIsHeldUpByNoListener() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        AgentSession session = AgentSession.open(agent.options()
                .stderrListener(line -> {
                    listening.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        outcome.complete("interrupted");
                    }
                })
                .build());
        agent.deliver(listener -> listener.onStderrLine("a"));
        listening.await();

        session.close();

        assertThat(session.exitReport().orElseThrow().elapsed()).is(under(Background.PATIENCE));
        assertThat(outcome).succeedsWithin(Background.PATIENCE).isEqualTo("interrupted");
    }

    @Test
    void whoeverIsToldOfTheExitMayCloseAndAskForTheReport() {
        AgentSession session = agent.session();
        CompletableFuture<ExitReport> told = session.exit().thenApply(report -> {
            session.close();
            return session.exitReport().orElseThrow();
        });

        session.close();

        assertThat(told)
                .succeedsWithin(Background.PATIENCE)
                .isSameAs(session.exitReport().orElseThrow());
    }

    @Test
    void sendsAndRequestsAmidACloseEndOrFailButNeverHang() throws Exception {
        for (int round = 0; round < 200; round++) {
            FakeTransport fresh = new FakeTransport();
            AgentSession session = fresh.session();
            CyclicBarrier start = new CyclicBarrier(3);
            Background.Running<Boolean> sending = Background.run(() -> {
                start.await();
                for (int i = 0; i < 10; i++) {
                    session.send("Hello");
                }
                return true;
            });
            Background.Running<Boolean> asking = Background.run(() -> {
                start.await();
                for (int i = 0; i < 10; i++) {
                    session.request("never_answered", Map.of());
                }
                return true;
            });

            start.await();
            session.close();

            // Both in time, whatever came of them; a request that was answered by nobody cannot have succeeded.
            assertThat(asking.outcome())
                    .failsWithin(Background.PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(AgentException.class);
            assertThat(sending.outcome().exceptionally(e -> e instanceof AgentException))
                    .succeedsWithin(Background.PATIENCE)
                    .isEqualTo(true);
        }
    }

    @Test
    void aTransportThatIsClosedAmidTheOpeningEndsIt() {
        CompletableFuture<Transport> starting = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        agent.atStart = () -> {
            starting.complete(agent);
            await(closed);
            throw new TransportClosedException("The transport is closed.");
        };
        Background.Running<AgentSession> opening = Background.run(agent::session);
        starting.join().close();
        closed.countDown();

        assertThat(opening.outcome())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(TransportClosedException.class);
    }

    @Test
    void tryWithResourcesClosesOnEveryPath() {
        assertThatThrownBy(() -> {
                    try (AgentSession session = agent.session()) {
                        session.send("Hello");
                        throw new IllegalStateException("thrown by a test");
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasNoSuppressedExceptions();
        assertThat(agent.events()).endsWith("close");
    }
}
