package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.Interleavings.check;
import static dev.agentsdk.internal.session.Interleavings.require;
import static dev.agentsdk.internal.session.Interleavings.together;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queue between the reading thread and the application's, in every order that a model checker finds. */
@Tag("interleavings")
@Tag("R-62")
class MessageQueueInterleavingsTest {

    private static final int COST = 65;
    private static final long NEVER_FULL = 1_000_000;

    /** A transport's reading: what the queue asks of it must alternate. */
    private static final class Reading implements MessageQueue.Flow {
        private boolean paused;
        private boolean outOfTurn;

        @Override
        public synchronized void pauseReading() {
            outOfTurn |= paused;
            paused = true;
        }

        @Override
        public synchronized void resumeReading() {
            outOfTurn |= !paused;
            paused = false;
        }

        synchronized boolean isPaused() {
            return paused;
        }

        synchronized boolean isInTurn() {
            return !outOfTurn;
        }
    }

    private static MessageQueue.Entry entry(int number) {
        return MessageQueue.Entry.line(new byte[] {(byte) number}, "any");
    }

    /** The number of the next entry; 0 at the end. */
    private static int take(MessageQueue queue) throws InterruptedException {
        MessageQueue.@Nullable Entry taken = queue.take();
        return taken == null ? 0 : taken.line()[0];
    }

    @Test
    void entriesComeOnceAndInOrderWhileTheyAreAdded() {
        check(() -> {
            MessageQueue queue = new MessageQueue(NEVER_FULL, NEVER_FULL, new Reading());
            int[] taken = new int[3];
            together(
                    () -> {
                        queue.add(entry(1));
                        queue.add(entry(2));
                        queue.add(entry(3));
                    },
                    () -> {
                        for (int i = 0; i < taken.length; i++) {
                            taken[i] = take(queue);
                        }
                    });
            require(taken[0] == 1 && taken[1] == 2 && taken[2] == 3, "in order");
        });
    }

    @Test
    void eachOfTwoTakersGetsOneOfTwoEntriesAndNeitherSleepsOn() {
        check(() -> {
            MessageQueue queue = new MessageQueue(NEVER_FULL, NEVER_FULL, new Reading());
            int[] taken = new int[2];
            together(() -> taken[0] = take(queue), () -> taken[1] = take(queue), () -> {
                queue.add(entry(1));
                queue.add(entry(2));
            });
            require(taken[0] + taken[1] == 3 && taken[0] != taken[1], "one each");
        });
    }

    @Test
    void theEndLosesNothingThatCameBeforeIt() {
        check(() -> {
            MessageQueue queue = new MessageQueue(NEVER_FULL, NEVER_FULL, new Reading());
            int[] taken = new int[2];
            together(() -> taken[0] = take(queue), () -> taken[1] = take(queue), () -> {
                queue.add(entry(1));
                queue.end();
            });
            require(taken[0] + taken[1] == 1, "one gets the entry, the other the end");
        });
    }

    @Test
    void theEndFreesEveryTaker() {
        check(() -> {
            MessageQueue queue = new MessageQueue(NEVER_FULL, NEVER_FULL, new Reading());
            together(
                    () -> require(take(queue) == 0, "the end"), () -> require(take(queue) == 0, "the end"), queue::end);
        });
    }

    @Test
    void anEndAmidTheAddingIsAnEndForAll() {
        check(() -> {
            MessageQueue queue = new MessageQueue(NEVER_FULL, NEVER_FULL, new Reading());
            int[] taken = new int[3];
            together(() -> queue.add(entry(1)), queue::end, () -> {
                for (int i = 0; i < taken.length; i++) {
                    taken[i] = take(queue);
                }
            });
            require(taken[0] <= 1 && taken[1] == 0 && taken[2] == 0, "nothing behind the end");
        });
    }

    @Test
    void theReadingIsNeverLeftPausedOverAnEmptyQueue() {
        check(() -> {
            Reading reading = new Reading();
            MessageQueue queue = new MessageQueue(COST, NEVER_FULL, reading);
            queue.add(entry(1));
            queue.add(entry(2));
            require(reading.isPaused(), "past the bound");
            together(() -> take(queue), () -> take(queue));
            require(!reading.isPaused(), "resumed");
            require(reading.isInTurn(), "pauses and resumes alternate");
        });
    }

    @Test
    void aPauseAndAResumeReachTheReadingInTheOrderOfTheirReasons() {
        check(() -> {
            Reading reading = new Reading();
            MessageQueue queue = new MessageQueue(COST, NEVER_FULL, reading);
            queue.add(entry(1));
            together(() -> queue.add(entry(2)), () -> take(queue), () -> take(queue));
            require(!reading.isPaused(), "resumed");
            require(reading.isInTurn(), "pauses and resumes alternate");
        });
    }

    @Test
    void anAwaitedAnswerIsNeverLeftBehindAPausedReading() {
        check(() -> {
            Reading reading = new Reading();
            MessageQueue queue = new MessageQueue(COST, NEVER_FULL, reading);
            queue.add(entry(1));
            boolean[] pausedWhileAwaited = new boolean[1];
            together(() -> queue.add(entry(2)), () -> {
                queue.answerAwaited();
                pausedWhileAwaited[0] = reading.isPaused();
                queue.answerSettled();
            });
            require(!pausedWhileAwaited[0], "read on while an answer is awaited");
            require(reading.isPaused(), "paused again past the bound");
            require(reading.isInTurn(), "pauses and resumes alternate");
        });
    }

    @Test
    void theLastOfTwoAnswersPausesTheReadingAgain() {
        check(() -> {
            Reading reading = new Reading();
            MessageQueue queue = new MessageQueue(COST, NEVER_FULL, reading);
            queue.add(entry(1));
            queue.add(entry(2));
            queue.answerAwaited();
            queue.answerAwaited();
            require(!reading.isPaused(), "read on while an answer is awaited");
            together(queue::answerSettled, queue::answerSettled);
            require(reading.isPaused(), "paused again past the bound");
            require(reading.isInTurn(), "pauses and resumes alternate");
        });
    }

    @Test
    void onceItDrainsNothingPausesTheReadingAnyMore() {
        check(() -> {
            Reading reading = new Reading();
            MessageQueue queue = new MessageQueue(COST, NEVER_FULL, reading);
            int[] taken = new int[1];
            together(
                    () -> {
                        queue.add(entry(1));
                        queue.add(entry(2));
                        queue.add(entry(3));
                    },
                    queue::drain,
                    () -> taken[0] = take(queue));
            require(!reading.isPaused(), "resumed for good");
            require(reading.isInTurn(), "pauses and resumes alternate");
            require(taken[0] == 1, "what was taken is the oldest");
            int left = 0;
            queue.end();
            try {
                for (int number = take(queue); number != 0; number = take(queue)) {
                    left++;
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            require(left + queue.dropped() == 2, "what does not fit is dropped and counted, and nothing else is");
        });
    }
}
