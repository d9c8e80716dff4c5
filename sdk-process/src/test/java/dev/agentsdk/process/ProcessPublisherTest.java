package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentsdk.process.ProcessResult.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Output as a {@link Flow.Publisher}. */
class ProcessPublisherTest extends RunnerTestBase {

    /** Keeps what it is told, and lets a test wait for it. */
    private static class Subscriber implements Flow.Subscriber<ProcessEvent> {
        private static final Object COMPLETE = "complete";

        final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
        final AtomicInteger concurrent = new AtomicInteger();
        private final Consumer<Flow.Subscription> atStart;
        Flow.Subscription subscription;

        Subscriber(Consumer<Flow.Subscription> atStart) {
            this.atStart = atStart;
        }

        static Subscriber requesting(long n) {
            return new Subscriber(subscription -> subscription.request(n));
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            atStart.accept(newSubscription);
        }

        @Override
        public void onNext(ProcessEvent event) {
            assertThat(concurrent.incrementAndGet()).isEqualTo(1);
            told.add(event);
            concurrent.decrementAndGet();
        }

        @Override
        public void onError(Throwable problem) {
            told.add(problem);
        }

        @Override
        public void onComplete() {
            told.add(COMPLETE);
        }

        Object next() throws InterruptedException {
            return Objects.requireNonNull(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing was told");
        }

        void tellsNothing() throws InterruptedException {
            assertThat(told.poll(150, TimeUnit.MILLISECONDS)).isNull();
        }

        List<Object> all() throws InterruptedException {
            List<Object> all = new ArrayList<>();
            do {
                all.add(next());
            } while (all.get(all.size() - 1) instanceof ProcessEvent);
            return all;
        }
    }

    private static OutputLine line(String text) {
        return new OutputLine(OutputSource.STDOUT, text, true);
    }

    @Test
    void theLinesTheResultAndTheEndAreTold() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(Long.MAX_VALUE);
        runner().publishLines(shell("echo 1; echo 2; exit 5")).subscribe(subscriber);

        assertThat(subscriber.next()).isEqualTo(line("1"));
        assertThat(subscriber.next()).isEqualTo(line("2"));
        assertThat(((ProcessResult) subscriber.next()).exitCode()).hasValue(5);
        assertThat(subscriber.next()).isEqualTo(Subscriber.COMPLETE);
        subscriber.tellsNothing();
    }

    @Test
    void chunksAreToldToo() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(Long.MAX_VALUE);
        runner().publishChunks(ProcessSpec.of("printf", "\\001\\002")).subscribe(subscriber);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        subscriber.all().forEach(event -> {
            if (event instanceof OutputChunk chunk) {
                bytes.writeBytes(chunk.bytes());
            }
        });
        assertThat(bytes.toByteArray()).containsExactly(1, 2);
    }

    @Test
    void noMoreIsToldThanWasRequested() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(1);
        runner().publishLines(shell("seq 1 3")).subscribe(subscriber);

        assertThat(subscriber.next()).isEqualTo(line("1"));
        subscriber.tellsNothing();
        subscriber.subscription.request(2);
        assertThat(subscriber.next()).isEqualTo(line("2"));
        assertThat(subscriber.next()).isEqualTo(line("3"));
        subscriber.tellsNothing();
        subscriber.subscription.request(1);
        assertThat(subscriber.next()).isInstanceOf(ProcessResult.class);
        assertThat(subscriber.next()).isEqualTo(Subscriber.COMPLETE);
    }

    @Test
    void requestsAddUpAndDoNotOverflow() throws InterruptedException {
        Subscriber subscriber = new Subscriber(subscription -> {
            subscription.request(Long.MAX_VALUE - 1);
            subscription.request(Long.MAX_VALUE - 1);
        });
        runner().publishLines(shell("seq 1 1000")).subscribe(subscriber);

        assertThat(subscriber.all()).hasSize(1002);
    }

    @Test
    void everySubscriberHasItsOwnProcess() throws InterruptedException {
        Flow.Publisher<ProcessEvent> publisher = runner().publishLines(shell("echo $$"));
        Subscriber first = Subscriber.requesting(Long.MAX_VALUE);
        Subscriber second = Subscriber.requesting(Long.MAX_VALUE);
        publisher.subscribe(first);
        publisher.subscribe(second);

        assertThat(first.next()).isNotEqualTo(second.next());
        assertThat(first.all()).last().isEqualTo(Subscriber.COMPLETE);
        assertThat(second.all()).last().isEqualTo(Subscriber.COMPLETE);
    }

    @Test
    void cancellingEndsTheProcessAndNothingMoreIsTold() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(1);
        runner().publishLines(shell("echo $$; exec sleep 1000")).subscribe(subscriber);
        long pid = Long.parseLong(((OutputLine) subscriber.next()).text());

        subscriber.subscription.cancel();
        subscriber.subscription.cancel();
        subscriber.subscription.request(5);

        Eventually.await("the process has gone", () -> !isAlive(pid));
        subscriber.tellsNothing();
    }

    @Test
    void cancellingWithinOnNextEndsAFlood() throws InterruptedException {
        Subscriber subscriber = new Subscriber(subscription -> subscription.request(Long.MAX_VALUE)) {
            private int taken;

            @Override
            public void onNext(ProcessEvent event) {
                super.onNext(event);
                if (++taken == 3) {
                    subscription.cancel();
                }
            }
        };
        runner().publishLines(ProcessSpec.of("yes")).subscribe(subscriber);

        for (int i = 0; i < 3; i++) {
            assertThat(subscriber.next()).isEqualTo(line("y"));
        }
        subscriber.tellsNothing();
    }

    @Test
    void cancellingAtOnceStartsNothing() throws InterruptedException {
        Subscriber subscriber = new Subscriber(Flow.Subscription::cancel);
        runner().publishLines(shell("touch " + dir.resolve("ran"))).subscribe(subscriber);

        subscriber.tellsNothing();
        assertThat(dir.resolve("ran")).doesNotExist();
    }

    @Test
    void aSubscriberThatThrowsIsCancelled() {
        List<Long> pids = new ArrayList<>();
        Subscriber subscriber = new Subscriber(subscription -> subscription.request(Long.MAX_VALUE)) {
            @Override
            public void onNext(ProcessEvent event) {
                synchronized (pids) {
                    pids.add(Long.parseLong(((OutputLine) event).text()));
                }
                throw new IllegalStateException("enough");
            }
        };
        runner().publishLines(shell("echo $$; echo 2; exec sleep 1000")).subscribe(subscriber);

        Eventually.await("the process has gone", () -> {
            synchronized (pids) {
                return pids.size() == 1 && !isAlive(pids.get(0));
            }
        });
        assertThat(subscriber.told).isEmpty();
    }

    @Test
    void aRequestThatIsNotPositiveIsAnError() throws InterruptedException {
        Subscriber early = Subscriber.requesting(0);
        runner().publishLines(ProcessSpec.of("yes")).subscribe(early);
        Subscriber late = Subscriber.requesting(1);
        runner().publishLines(ProcessSpec.of("yes")).subscribe(late);

        assertThat(late.next()).isEqualTo(line("y"));
        late.subscription.request(-1);

        for (Subscriber subscriber : List.of(early, late)) {
            assertThat(subscriber.next())
                    .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must be positive");
            subscriber.tellsNothing();
        }
    }

    @Test
    void whatCannotBeStartedIsAnError() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(1);
        runner().publishLines(ProcessSpec.of("no-such-program")).subscribe(subscriber);

        assertThat(subscriber.next()).isInstanceOf(ProcessStartException.class);
        subscriber.tellsNothing();
    }

    @Test
    void anInputThatFailsIsAnError() throws InterruptedException {
        ProcessSpec spec = ProcessSpec.of("cat").withStdin(failingInput());
        Subscriber subscriber = Subscriber.requesting(9);
        runner().publishLines(spec).subscribe(subscriber);

        assertThat(subscriber.next()).isInstanceOf(ProcessFailedException.class);
    }

    @Test
    void aTimeOutIsAResult() throws InterruptedException {
        Subscriber subscriber = Subscriber.requesting(9);
        // The line has to come before it.
        runner().withTimeout(Duration.ofSeconds(2))
                .publishLines(shell("echo 1; exec sleep 1000"))
                .subscribe(subscriber);

        assertThat(subscriber.next()).isEqualTo(line("1"));
        assertThat(((ProcessResult) subscriber.next()).reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(subscriber.next()).isEqualTo(Subscriber.COMPLETE);
    }

    @Test
    void noSubscriberIsAnError() {
        assertThatNullPointerException()
                .isThrownBy(() -> runner().publishLines(ProcessSpec.of("yes")).subscribe(null));
    }
}
