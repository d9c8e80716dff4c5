package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages as a {@link Flow.Publisher}. */
@Timeout(30)
class PublisherTest {

    private final InMemoryTransport transport = new InMemoryTransport();

    private void say(String text) {
        transport.emit(
                "{\"type\":\"assistant\",\"message\":{\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\""
                        + text + "\"}]}}");
    }

    private void result() {
        transport.emit("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"r\"}");
    }

    /** Notes what it is told. */
    private static class Collector implements Flow.Subscriber<Message> {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        final CountDownLatch subscribed = new CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscribed.countDown();
        }

        @Override
        public void onNext(Message message) {
            if (inside.incrementAndGet() != 1) {
                heard.add("two at once");
            }
            heard.add(message instanceof AssistantMessage answer ? answer.text() : message.type());
            inside.decrementAndGet();
        }

        @Override
        public void onError(Throwable why) {
            errors.add(why);
            heard.add("error");
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }

        String next() throws InterruptedException {
            return heard.poll(5, TimeUnit.SECONDS);
        }

        List<String> next(int count) throws InterruptedException {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(next());
            }
            return texts;
        }
    }

    @Test
    void messagesComeAsTheyAreAskedForAndInOrder() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            Collector collector = new Collector();
            say("one");
            session.messagePublisher().subscribe(collector);
            say("two");
            say("three");
            collector.subscription.request(1);
            assertThat(collector.next()).isEqualTo("one");
            collector.subscription.request(1);
            assertThat(collector.next()).isEqualTo("two");
            assertThat(session.receiveMessages().iterator().next())
                    .as("what is not asked for is there for others")
                    .isInstanceOfSatisfying(
                            AssistantMessage.class,
                            message -> assertThat(message.text()).isEqualTo("three"));
            assertThat(collector.heard).isEmpty();
        }
    }

    @Test
    void aSubscriberThatAsksForAllGetsAllAndTheEnd() throws Exception {
        Collector collector = new Collector();
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            session.messagePublisher().subscribe(collector);
            collector.subscription.request(Long.MAX_VALUE);
            collector.subscription.request(5);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                said.add("m" + i);
                say("m" + i);
            }
            assertThat(collector.next(1000)).isEqualTo(said);
            transport.exit(0, "");
            assertThat(collector.next()).isEqualTo("complete");
        }
        assertThat(collector.heard).isEmpty();
    }

    @Test
    void anEndNeedsNoDemand() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            Collector collector = new Collector();
            session.messagePublisher().subscribe(collector);
            transport.exit(3, "");
            assertThat(collector.next()).isEqualTo("error");
            assertThat(collector.errors.remove()).isInstanceOf(CliExitedException.class);

            Collector late = new Collector();
            session.messagePublisher().subscribe(late);
            assertThat(late.next()).as("after the end").isEqualTo("error");
        }
    }

    @Test
    void aResponseEndsWithItsResultAndLeavesTheNextOneAlone() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            session.send("A");
            Collector collector = new Collector();
            session.responsePublisher().subscribe(collector);
            collector.subscription.request(Long.MAX_VALUE);
            say("a");
            result();
            say("b");
            result();
            assertThat(collector.next(3)).containsExactly("a", "result", "complete");
            assertThat(session.receiveResponse().stream().map(Message::type)).containsExactly("assistant", "result");
            assertThat(collector.heard).isEmpty();
        }
    }

    @Test
    void aQueryIsPublishedToItsLastResultAndThenEndsItsInput() throws Exception {
        try (AgentQuery query = AgentQuery.start(
                "q", AgentOptions.builder().transport(transport.factory()).build())) {
            Collector collector = new Collector();
            query.messagePublisher().subscribe(collector);
            collector.subscription.request(10);
            say("a");
            result();
            assertThat(collector.next(3)).containsExactly("a", "result", "complete");
            assertThat(query.exit()).succeedsWithin(Wire.PATIENCE);
        }
    }

    @Test
    void whoCancelsTakesNothingFromOthers() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            Collector collector = new Collector() {
                @Override
                public void onNext(Message message) {
                    super.onNext(message);
                    subscription.cancel();
                }
            };
            session.messagePublisher().subscribe(collector);
            collector.subscription.request(100);
            say("one");
            say("two");
            assertThat(collector.next()).isEqualTo("one");
            assertThat(((AssistantMessage) session.receiveMessages().iterator().next()).text())
                    .isEqualTo("two");
            transport.exit(0, "");
            assertThat(session.exit()).succeedsWithin(Wire.PATIENCE);
            assertThat(collector.heard).isEmpty();
        }
    }

    @Test
    void thereIsOneSubscriberAndAskingForNothingIsAnError() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            Flow.Publisher<Message> publisher = session.messagePublisher();
            Collector first = new Collector();
            Collector second = new Collector();
            publisher.subscribe(first);
            publisher.subscribe(second);
            assertThat(second.next()).isEqualTo("error");
            assertThat(second.errors.remove()).isInstanceOf(IllegalStateException.class);

            first.subscription.request(0);
            assertThat(first.next()).isEqualTo("error");
            assertThat(first.errors.remove()).isInstanceOf(IllegalArgumentException.class);
            say("one");
            assertThat(session.receiveMessages().iterator().next().type()).isEqualTo("assistant");
        }
    }

    @Test
    void aSubscriberThatThrowsGetsNothingMore() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            CountDownLatch thrown = new CountDownLatch(1);
            Collector collector = new Collector() {
                @Override
                public void onNext(Message message) {
                    thrown.countDown();
                    throw new IllegalStateException("broken");
                }
            };
            session.messagePublisher().subscribe(collector);
            collector.subscription.request(100);
            say("one");
            assertThat(thrown.await(5, TimeUnit.SECONDS)).isTrue();
            say("two");
            assertThat(((AssistantMessage) session.receiveMessages().iterator().next()).text())
                    .isEqualTo("two");
        }
    }

    @Test
    void closeEndsASubscriberAlsoOneThatBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        Collector collector = new Collector() {
            @Override
            public void onNext(Message message) {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    heard.add("interrupted");
                }
            }
        };
        AgentSession session = Wire.open(transport, AgentOptions.builder());
        session.send("A");
        session.responsePublisher().subscribe(collector);
        collector.subscription.request(100);
        say("one");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        session.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(2)));
        assertThat(collector.next()).isEqualTo("interrupted");
        assertThat(collector.next()).isEqualTo("error");
        assertThat(collector.errors.remove()).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void subscribersAreCalledOnTheApplicationsExecutor() throws Exception {
        ExecutorService application = Executors.newSingleThreadExecutor(work -> new Thread(work, "application"));
        try (AgentSession session = Wire.open(transport, AgentOptions.builder().callbackExecutor(application))) {
            Collector collector = new Collector() {
                @Override
                public void onNext(Message message) {
                    heard.add(Thread.currentThread().getName());
                }
            };
            session.messagePublisher().subscribe(collector);
            collector.subscription.request(100);
            say("one");
            assertThat(collector.next()).isEqualTo("application");
            application.shutdown();
            assertThat(application.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            say("two");
            assertThat(collector.next()).as("refused by the executor").isEqualTo("error");
        } finally {
            application.shutdownNow();
        }
    }

    @Test
    void aSlowSubscriberHoldsTheAgentBack() throws Exception {
        AgentOptions.Builder options = AgentOptions.builder()
                .limits(dev.agentsdk.options.SessionLimits.defaults().withBuffers(2000, 64 << 20));
        try (AgentSession session = Wire.open(transport, options)) {
            Collector collector = new Collector();
            session.messagePublisher().subscribe(collector);
            for (int i = 0; i < 100; i++) {
                say("m" + i);
            }
            long start = System.nanoTime();
            while (!transport.isPaused()) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
                Thread.onSpinWait();
            }
            collector.subscription.request(Long.MAX_VALUE);
            assertThat(collector.next(100)).contains("m0", "m99").doesNotHaveDuplicates();
            assertThat(session.statistics().messages()).isEqualTo(100);
        }
    }

    @Test
    void nothingComesBeforeOnSubscribeHasReturned() throws Exception {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
            result();
            session.messagePublisher().subscribe(new Collector() {
                private volatile boolean subscribing = true;

                @Override
                public void onSubscribe(Flow.Subscription given) {
                    given.request(Long.MAX_VALUE);
                    // Long enough for a publisher that does not wait until this returns.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    subscribing = false;
                }

                @Override
                public void onNext(Message message) {
                    assertThat(subscribing).isFalse();
                    messages.add(message);
                }
            });
            assertThat(messages.poll(5, TimeUnit.SECONDS)).isInstanceOf(ResultMessage.class);
        }
    }
}
