package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.agentsdk.message.SkippedLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.InOrder;

@Timeout(60)
class MessageQueueTest {

    /** With its overhead an entry of 36 bytes costs 100. */
    private static final int ENTRY_COST = 100;

    private final MessageQueue.Flow flow = mock(MessageQueue.Flow.class);
    private final MessageQueue queue = new MessageQueue(10 * ENTRY_COST, 20 * ENTRY_COST, flow);

    private static MessageQueue.Entry entry(int number) {
        return MessageQueue.Entry.line(new byte[36], "type-" + number);
    }

    /** {@return what the last add returned} */
    private boolean add(int count) {
        boolean added = true;
        for (int i = 0; i < count; i++) {
            added = queue.add(entry(i));
        }
        return added;
    }

    private void take(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(queue.take()).isNotNull();
        }
    }

    @Test
    void givesBackInOrderWhatWasAdded() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            queue.add(entry(i));
        }

        for (int i = 0; i < 5; i++) {
            assertThat(queue.take().type()).isEqualTo("type-" + i);
        }
    }

    @Test
    void anEntryIsALineOrANotice() {
        byte[] line = jsonBytes("{'type':'a'}");
        SkippedLine notice = new SkippedLine(SkippedLine.Reason.MALFORMED, 5, "{");

        assertThat(MessageQueue.Entry.line(line, "a").line()).isSameAs(line);
        assertThat(MessageQueue.Entry.line(line, "a").notice()).isNull();
        assertThat(MessageQueue.Entry.notice(notice).notice()).isSameAs(notice);
        assertThat(MessageQueue.Entry.notice(notice).line()).isEmpty();
    }

    @Test
    void evenAnEmptyLineCostsSomething() {
        for (int i = 0; i < 10 * ENTRY_COST; i++) {
            queue.add(MessageQueue.Entry.line(new byte[0], ""));
        }

        verify(flow).pauseReading();
    }

    @Test
    void pausesOnlyPastTheBound() {
        add(10);
        verifyNoInteractions(flow);

        add(1);
        verify(flow).pauseReading();
    }

    @Test
    void dropsNothingThatComesInSpiteOfThePause() throws InterruptedException {
        add(50);

        take(50);
        verify(flow).pauseReading();
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void resumesWhenHalfIsTaken() throws InterruptedException {
        add(11);

        take(5);
        verify(flow, never()).resumeReading();
        take(1);
        verify(flow).resumeReading();
    }

    @Test
    void pauseAndResumeAlternate() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            add(15);
            take(15);
        }

        InOrder order = inOrder(flow);
        for (int round = 0; round < 3; round++) {
            order.verify(flow).pauseReading();
            order.verify(flow).resumeReading();
        }
        verifyNoMoreInteractions(flow);
    }

    @Test
    void anEntryLargerThanTheBoundPassesAlone() throws InterruptedException {
        queue.add(MessageQueue.Entry.line(new byte[100 * ENTRY_COST], "big"));
        verify(flow).pauseReading();

        assertThat(queue.take().type()).isEqualTo("big");
        verify(flow).resumeReading();
    }

    @Test
    void readsOnToTheHardBoundWhileAnAnswerIsAwaited() {
        queue.answerAwaited();

        assertThat(add(20)).isTrue();
        verifyNoInteractions(flow);
        assertThat(add(1)).isFalse();
        verify(flow).pauseReading();
    }

    @Test
    void anAnswerThatIsAwaitedResumesThePausedReading() {
        add(11);

        queue.answerAwaited();
        verify(flow).resumeReading();

        queue.answerSettled();
        verify(flow, times(2)).pauseReading();
    }

    @Test
    void readingStaysPausedPastTheHardBoundAlsoForAnAnswer() {
        add(21);

        queue.answerAwaited();

        verify(flow, never()).resumeReading();
        assertThat(add(1)).isFalse();
    }

    @Test
    void theLastOfSeveralAwaitedAnswersEndsTheReadingOn() {
        queue.answerAwaited();
        queue.answerAwaited();
        add(15);

        queue.answerSettled();
        verifyNoInteractions(flow);
        queue.answerSettled();
        verify(flow).pauseReading();
    }

    @Test
    void afterTheLastAnswerTheHardBoundIsNoFailure() {
        queue.answerAwaited();
        queue.answerSettled();

        assertThat(add(30)).isTrue();
    }

    @Test
    void drainingResumesAndNeverPausesAgain() {
        add(11);

        queue.drain();
        verify(flow).resumeReading();
        add(100);

        verify(flow).pauseReading();
        verifyNoMoreInteractions(flow);
    }

    @Test
    void drainingDropsWhatIsBeyondTheBoundAndCountsIt() throws InterruptedException {
        add(5);
        queue.drain();

        assertThat(add(100)).isTrue();
        assertThat(queue.dropped()).isEqualTo(100 - 6);
        take(11);
        queue.end();
        assertThat(queue.take()).isNull();
    }

    @Test
    void drainingTakesWhatFitsAgainOnceSomethingWasTaken() throws InterruptedException {
        queue.drain();
        add(12);
        assertThat(queue.dropped()).isEqualTo(1);

        take(1);
        add(1);

        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void drainingFailsNobodyWhoAwaitsAnAnswer() {
        queue.answerAwaited();
        queue.drain();

        assertThat(add(100)).isTrue();
    }

    @Test
    void whatIsQueuedCanBeTakenAfterTheEndAndThenNothing() throws InterruptedException {
        add(2);
        queue.end();

        take(2);
        assertThat(queue.take()).isNull();
        assertThat(queue.take()).isNull();
    }

    @Test
    void nothingIsAddedAfterTheEnd() throws InterruptedException {
        queue.end();

        assertThat(add(100)).isTrue();
        assertThat(queue.take()).isNull();
        verifyNoInteractions(flow);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void theFirstTakeAfterTheEndOpensThePipe() throws InterruptedException {
        add(20);
        queue.end();

        take(1);

        verify(flow).resumeReading();
    }

    @Test
    @Tag("R-97")
    void theEndReachesAllWhoWaitWhateverAListenerThrows() {
        queue.addListener(() -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        AtomicInteger called = new AtomicInteger();
        queue.addListener(called::incrementAndGet);
        List<Background.Running<MessageQueue.Entry>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(Background.run(queue::take));
        }
        waiting.forEach(running -> Background.awaitWaiting(running.thread()));

        queue.end();
        queue.end();

        assertThat(waiting)
                .allSatisfy(running -> assertThat(running.outcome())
                        .succeedsWithin(Background.PATIENCE)
                        .isNull());
        assertThat(called).hasValue(2);
        assertThat(queue.isExhausted()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    @Test
    @Tag("R-97")
    void anEndBehindEntriesIsSeenByAnyNumberOfTakes() throws InterruptedException {
        add(2);
        queue.end();
        take(2);

        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.take()).isNull();
            assertThat(queue.poll()).isNull();
        }
    }
}
