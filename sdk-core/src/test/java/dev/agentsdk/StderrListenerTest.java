package dev.agentsdk;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.internal.session.Background;
import dev.agentsdk.options.AgentOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("R-59")
class StderrListenerTest {

    private final FakeTransport agent = new FakeTransport();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private void sayOnStderr(String line) {
        agent.deliver(listener -> listener.onStderrLine(line));
    }

    private String nextHeard() throws InterruptedException {
        return heard.poll(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void hearsTheLinesInOrder() throws InterruptedException {
        try (AgentSession session =
                AgentSession.open(agent.options().stderrListener(heard::add).build())) {
            IntStream.range(0, 1_000).forEach(i -> sayOnStderr("line " + i));

            for (int i = 0; i < 1_000; i++) {
                assertThat(nextHeard()).isEqualTo("line " + i);
            }
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void hearsThemOnAThreadOfTheSdkAndNotOnTheReadingOne() {
        CompletableFuture<Thread> hearing = new CompletableFuture<>();
        try (AgentSession session = AgentSession.open(agent.options()
                .stderrListener(line -> hearing.complete(Thread.currentThread()))
                .build())) {
            sayOnStderr("warning");

            assertThat(hearing)
                    .succeedsWithin(Background.PATIENCE)
                    .satisfies(thread -> assertThat(thread.getName()).startsWith("agent-sdk-callback-"));
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatItThrowsHarmsNeitherItNorTheSession() throws InterruptedException {
        AgentOptions options = agent.options()
                .stderrListener(line -> {
                    heard.add(line);
                    throw new IllegalStateException("thrown by a test");
                })
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            sayOnStderr("a");
            sayOnStderr("b");
            assertThat(List.of(nextHeard(), nextHeard())).containsExactly("a", "b");
            agent.say("{'type':'result','subtype':'success'}");

            assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
        }
    }

    @Test
    void oneThatBlocksHoldsUpNoMessageNoRequestAndNoClose() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch forever = new CountDownLatch(1);
        AgentOptions options = agent.options()
                .stderrListener(line -> {
                    listening.countDown();
                    while (true) {
                        try {
                            forever.await();
                            return;
                        } catch (InterruptedException e) {
                            // Deaf to interrupts, as code of an application may be.
                            heard.add("interrupted");
                        }
                    }
                })
                .build();
        AgentSession session = AgentSession.open(options);
        sayOnStderr("a");
        listening.await();

        IntStream.range(0, 20_000).forEach(i -> sayOnStderr("line " + i));
        agent.say("{'type':'result','subtype':'success'}");
        assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
        session.interrupt();
        session.close();

        assertThat(session.exitReport().orElseThrow().elapsed()).is(under(Background.PATIENCE));
        assertThat(nextHeard()).isEqualTo("interrupted");
        forever.countDown();
    }

    @Test
    @Tag("R-97")
    void afterItHungItGetsTheNewestLinesAndIsToldHowManyAreMissing() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        AgentOptions options = agent.options()
                .stderrListener(line -> {
                    heard.add(line);
                    listening.countDown();
                    awaitUninterrupted(hanging);
                })
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            sayOnStderr("first");
            listening.await();
            String padding = "y".repeat(60_000);
            IntStream.range(0, 9_000).forEach(i -> sayOnStderr(i + " " + padding));
            sayOnStderr("last");
            hanging.countDown();

            assertThat(nextHeard()).isEqualTo("first");
            assertThat(nextHeard()).matches("… 89\\d\\d lines \\(\\d+ characters\\) of stderr were dropped here, .*");
            String line = nextHeard();
            int kept = 0;
            while (!line.equals("last")) {
                kept++;
                line = nextHeard();
            }
            assertThat(kept).isBetween(8, 17);
            assertThat(session.exitReport()).isEmpty();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nothing interrupts a listener of an open session.", e);
        }
    }

    @Test
    void isNotNeeded() {
        try (AgentSession session = agent.session()) {
            sayOnStderr("warning");
            agent.say("{'type':'result','subtype':'success'}");

            assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
        }
    }
}
