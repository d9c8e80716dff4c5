package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@Tag("R-62")
class MessageQueueThreadsTest {

    private static final int ENTRIES = 100_000;

    private final MessageQueue unpaused = new MessageQueue(1_000, 2_000, mock(MessageQueue.Flow.class));

    private static MessageQueue.Entry entry(int number) {
        return MessageQueue.Entry.line(new byte[number % 7], Integer.toString(number));
    }

    /** Holds the producer back as a transport does, and notes whatever else a queue must not ask of it. */
    private static final class Gate implements MessageQueue.Flow {
        private final Semaphore open = new Semaphore(1);
        private final AtomicBoolean paused = new AtomicBoolean();
        private final AtomicInteger pauses = new AtomicInteger();
        private volatile boolean outOfTurn;

        @Override
        public void pauseReading() {
            outOfTurn |= !paused.compareAndSet(false, true) || !open.tryAcquire();
            pauses.incrementAndGet();
        }

        @Override
        public void resumeReading() {
            outOfTurn |= !paused.compareAndSet(true, false);
            open.release();
        }

        boolean passable() throws InterruptedException {
            if (!paused.get()) {
                return true;
            }
            boolean passed = open.tryAcquire(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (passed) {
                open.release();
            }
            return passed;
        }
    }

    @Test
    void keepsTheOrderBetweenAProducerAndAConsumerThatHoldsItBack() throws InterruptedException {
        Gate gate = new Gate();
        MessageQueue queue = new MessageQueue(2_000, 4_000, gate);
        Background.Running<Boolean> producing = Background.run(() -> {
            for (int i = 0; i < ENTRIES; i++) {
                if (!gate.passable()) {
                    return false;
                }
                queue.add(entry(i));
            }
            queue.end();
            return true;
        });

        int next = 0;
        for (MessageQueue.Entry taken = queue.take(); taken != null; taken = queue.take()) {
            assertThat(taken.type()).isEqualTo(Integer.toString(next));
            next++;
        }

        assertThat(next).isEqualTo(ENTRIES);
        assertThat(producing.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(true);
        assertThat(gate.outOfTurn).isFalse();
        assertThat(gate.pauses).hasPositiveValue();
    }

    @Test
    void awaitedAnswersThatComeAndGoDoNotDisturbTheOrderOfPauses() throws InterruptedException {
        Gate gate = new Gate();
        MessageQueue queue = new MessageQueue(2_000, 4_000, gate);
        AtomicBoolean done = new AtomicBoolean();
        Background.Running<Boolean> asking = Background.run(() -> {
            while (!done.get()) {
                queue.answerAwaited();
                queue.answerSettled();
            }
            return true;
        });
        Background.Running<Boolean> producing = Background.run(() -> {
            for (int i = 0; i < ENTRIES; i++) {
                queue.add(entry(i));
            }
            queue.end();
            return true;
        });

        int taken = 0;
        while (queue.take() != null) {
            taken++;
        }
        done.set(true);

        assertThat(taken).isEqualTo(ENTRIES);
        assertThat(producing.outcome()).succeedsWithin(Background.PATIENCE);
        assertThat(asking.outcome()).succeedsWithin(Background.PATIENCE);
        assertThat(gate.outOfTurn).isFalse();
    }

    @Test
    void eachEntryGoesToOneOfSeveralTakers() {
        List<Background.Running<List<String>>> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            takers.add(Background.run(() -> {
                List<String> taken = new ArrayList<>();
                for (MessageQueue.Entry next = unpaused.take(); next != null; next = unpaused.take()) {
                    taken.add(next.type());
                }
                return taken;
            }));
        }
        for (int i = 0; i < 10_000; i++) {
            unpaused.add(entry(i));
        }
        unpaused.end();

        List<String> all = new ArrayList<>();
        for (Background.Running<List<String>> taker : takers) {
            assertThat(taker.outcome()).succeedsWithin(Background.PATIENCE);
            all.addAll(taker.outcome().join());
        }
        assertThat(all).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void theEndWakesEveryTaker() {
        List<Background.Running<MessageQueue.Entry>> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Background.Running<MessageQueue.Entry> taker = Background.run(unpaused::take);
            Background.awaitWaiting(taker.thread());
            takers.add(taker);
        }

        unpaused.end();

        assertThat(takers)
                .allSatisfy(taker -> assertThat(taker.outcome())
                        .succeedsWithin(Background.PATIENCE)
                        .isNull());
    }

    @Test
    void anEntryWakesATaker() {
        Background.Running<MessageQueue.Entry> taker = Background.run(unpaused::take);
        Background.awaitWaiting(taker.thread());

        unpaused.add(entry(7));

        assertThat(taker.outcome())
                .succeedsWithin(Background.PATIENCE)
                .extracting(MessageQueue.Entry::type)
                .isEqualTo("7");
    }

    @Test
    void anInterruptEndsTheWaitAndLosesNothing() throws InterruptedException {
        Background.Running<MessageQueue.Entry> taker = Background.run(unpaused::take);
        Background.awaitWaiting(taker.thread());

        taker.thread().interrupt();

        assertThat(taker.outcome())
                .failsWithin(Background.PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
        unpaused.add(entry(7));
        assertThat(unpaused.take().type()).isEqualTo("7");
    }

    @Test
    void aThreadInterruptedBeforeItTakesIsToldSoAndLeavesTheEntry() throws InterruptedException {
        unpaused.add(entry(7));
        Thread.currentThread().interrupt();

        assertThatThrownBy(unpaused::take).isInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(unpaused.take().type()).isEqualTo("7");
    }
}
