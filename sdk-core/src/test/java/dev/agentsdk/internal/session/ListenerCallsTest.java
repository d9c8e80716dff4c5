package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentsdk.spi.WarningLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Calls of a listener that is slow, throws, or gets no thread. */
@Tag("R-97")
class ListenerCallsTest {

    private static final int LARGE = 60_000;

    private final ArrayDeque<Runnable> scheduled = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ListenerCalls.class);

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(logged);
    }

    private final class Hearer implements ListenerCalls.Listener<String> {
        @Override
        public void accept(String item) {
            heard.add(item);
        }

        @Override
        public void onDropped(long items, long bytes) {
            heard.add("gap " + items + " " + bytes);
        }
    }

    private ListenerCalls<String> calls(Executor executor) {
        return new ListenerCalls<>(
                "listener of a test", new Hearer(), executor, new WarningLimit("warnings about a test"));
    }

    private void runScheduled() {
        while (!scheduled.isEmpty()) {
            scheduled.remove().run();
        }
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void largeItemsAreBoundedInBytesAndWhatIsMissingIsCounted() {
        ListenerCalls<String> calls = calls(scheduled::add);
        IntStream.range(0, 9_000).forEach(i -> calls.add("item " + i, LARGE));
        runScheduled();

        assertThat(heard.size() - 1L)
                .isBetween(
                        ListenerCalls.MAX_WAITING_BYTES / 2 / (LARGE + ListenerCalls.OVERHEAD_BYTES),
                        ListenerCalls.MAX_WAITING_BYTES / LARGE);
        int missing = 9_000 - (heard.size() - 1);
        assertThat(heard)
                .startsWith("gap " + missing + " " + (long) missing * LARGE, "item " + missing)
                .endsWith("item 8999");
    }

    @Test
    void smallItemsAreBoundedByWhatTheyTakeBesideTheirBytes() {
        ListenerCalls<String> calls = calls(scheduled::add);
        IntStream.range(0, 100_000).forEach(i -> calls.add("item " + i, 0));
        runScheduled();

        assertThat(heard).hasSizeBetween(4_096, 8_193).endsWith("item 99999");
    }

    @Test
    void oneItemIsCalledWithWhateverItsSize() {
        ListenerCalls<String> calls = calls(scheduled::add);
        calls.add("huge", 100 * ListenerCalls.MAX_WAITING_BYTES);
        runScheduled();
        calls.add("small", 1);
        runScheduled();

        assertThat(heard).containsExactly("huge", "small");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void droppingIsLoggedOnceAndAgainWithTheNumberWhenTheListenerKeepsUp() {
        ListenerCalls<String> calls = calls(scheduled::add);
        IntStream.range(0, 1_000).forEach(i -> calls.add("item " + i, LARGE));
        assertThat(warnings()).singleElement().asString().contains("listener of a test", "does not keep up", "1048576");

        runScheduled();
        int missing = 1_000 - (heard.size() - 1);
        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(1)).contains("keeps up again", missing + " calls", (long) missing * LARGE + " bytes");

        IntStream.range(0, 1_000).forEach(i -> calls.add("item " + i, LARGE));
        assertThat(warnings()).hasSize(3);
    }

    @Test
    void anErrorOfTheListenerIsLoggedAndTheNextItemsCome() {
        ListenerCalls<String> calls = new ListenerCalls<>(
                "listener of a test",
                item -> {
                    heard.add(item);
                    throw new StackOverflowError("thrown by a test");
                },
                scheduled::add,
                new WarningLimit("warnings about a test"));
        calls.add("a", 1);
        calls.add("b", 1);
        runScheduled();
        calls.add("c", 1);
        runScheduled();

        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(warnings()).hasSize(3);
    }

    @Test
    void withoutAThreadNothingIsThrownAndTheNextCallTriesAgain() {
        ArrayDeque<Error> missing = new ArrayDeque<>(List.of(
                new OutOfMemoryError("unable to create native thread"),
                new OutOfMemoryError("unable to create native thread")));
        ListenerCalls<String> calls = calls(work -> {
            Error error = missing.poll();
            if (error != null) {
                throw error;
            }
            scheduled.add(work);
        });

        assertThatCode(() -> {
                    calls.add("a", 1);
                    calls.add("b", 1);
                    calls.add("c", 1);
                })
                .doesNotThrowAnyException();
        runScheduled();

        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(warnings()).singleElement().asString().contains("native thread");
    }

    @Test
    void anExecutorThatRefusesIsNoReasonToThrow() {
        ListenerCalls<String> calls = calls(work -> {
            throw new RejectedExecutionException("closed");
        });

        assertThatCode(() -> IntStream.range(0, 10_000).forEach(i -> calls.add("item", LARGE)))
                .doesNotThrowAnyException();
    }

    @Test
    @Tag("R-114")
    void aListenerThatKeepsUpAndFallsBehindInTurnIsLoggedUpToABound() {
        ListenerCalls<String> calls = calls(scheduled::add);
        for (int i = 0; i < 1_000; i++) {
            for (int item = 0; item < 3; item++) {
                calls.add("item", ListenerCalls.MAX_WAITING_BYTES);
            }
            runScheduled();
        }

        assertThat(warnings()).hasSizeBetween(WarningLimit.AT_ONCE, WarningLimit.AT_ONCE + 20);
    }

    @Test
    @Tag("R-114")
    void anExecutorThatRefusesInTurnIsLoggedUpToABound() {
        AtomicBoolean refuses = new AtomicBoolean();
        ListenerCalls<String> calls = calls(work -> {
            if (refuses.getAndSet(!refuses.get())) {
                throw new RejectedExecutionException("thrown by a test");
            }
            work.run();
        });
        for (int i = 0; i < 1_000; i++) {
            calls.add("item", 1);
        }

        assertThat(heard).hasSizeGreaterThan(900);
        assertThat(warnings()).hasSizeBetween(WarningLimit.AT_ONCE, WarningLimit.AT_ONCE + 20);
    }
}
