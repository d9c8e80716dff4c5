package dev.agentsdk.callback.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.internal.session.Background;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackThreadsTest {

    private final CallbackThreads callbacks = new CallbackThreads();

    @AfterEach
    void end() {
        callbacks.end();
    }

    @Test
    void runsOnADaemonThreadWithANameOfTheSdk() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();

        callbacks.execute(() -> thread.complete(Thread.currentThread()));

        assertThat(thread).succeedsWithin(Background.PATIENCE).satisfies(ran -> {
            assertThat(ran).isNotSameAs(Thread.currentThread());
            assertThat(ran.isDaemon()).isTrue();
            assertThat(ran.getName()).matches("agent-sdk-callback-\\d+");
        });
    }

    @Test
    void aCallbackThatBlocksHoldsUpNoOther() throws InterruptedException {
        CountDownLatch allRun = new CountDownLatch(20);

        for (int i = 0; i < 20; i++) {
            callbacks.execute(() -> {
                allRun.countDown();
                try {
                    allRun.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        assertThat(allRun.await(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void theEndInterruptsWhatRunsAndWaitsForNothing() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        callbacks.execute(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
        });
        assertThat(running.await(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        callbacks.end();

        assertThat(outcome).succeedsWithin(Background.PATIENCE).isEqualTo("interrupted");
    }

    @Test
    void nothingRunsAfterTheEnd() {
        AtomicInteger runs = new AtomicInteger();
        callbacks.end();

        callbacks.execute(runs::incrementAndGet);

        assertThat(runs).hasValue(0);
    }

    @Test
    void aCallbackThatEndsThemIsNotInterruptedItself() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        callbacks.execute(() -> {
            callbacks.end();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });

        assertThat(interrupted).succeedsWithin(Background.PATIENCE).isEqualTo(false);
    }

    @Test
    void aThreadThatWasInterruptedBeforeItEndsThemStaysSo() {
        Thread.currentThread().interrupt();

        callbacks.end();

        assertThat(Thread.interrupted()).isTrue();
    }
}
