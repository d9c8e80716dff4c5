package dev.agentsdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StderrDispatcherTest {

    private final ArrayDeque<Runnable> scheduled = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();

    private void runScheduled() {
        while (!scheduled.isEmpty()) {
            scheduled.remove().run();
        }
    }

    @Test
    void runsTheListenerOnTheExecutorOnly() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add);

        dispatcher.add("a");
        assertThat(heard).isEmpty();

        runScheduled();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void keepsTheOrderAndNeverRunsTwiceAtOnce() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add);

        dispatcher.add("a");
        dispatcher.add("b");
        dispatcher.add("c");
        assertThat(scheduled).hasSize(1);

        runScheduled();
        dispatcher.add("d");
        runScheduled();
        assertThat(heard).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aLineThatComesWhileTheListenerRunsIsHeardToo() {
        List<StderrDispatcher> self = new ArrayList<>();
        StderrDispatcher dispatcher = new StderrDispatcher(
                line -> {
                    heard.add(line);
                    if (line.equals("a")) {
                        self.get(0).add("b");
                    }
                },
                scheduled::add);
        self.add(dispatcher);

        dispatcher.add("a");
        runScheduled();

        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void aListenerThatThrowsHearsTheNextLines() {
        StderrDispatcher dispatcher = new StderrDispatcher(
                line -> {
                    heard.add(line);
                    throw new IllegalStateException("thrown by a test");
                },
                scheduled::add);

        dispatcher.add("a");
        dispatcher.add("b");
        runScheduled();
        dispatcher.add("c");
        runScheduled();

        assertThat(heard).containsExactly("a", "b", "c");
    }

    @Test
    void ofTooManyWaitingLinesTheOldestAreDropped() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add);

        IntStream.range(0, 10_003).forEach(i -> dispatcher.add("line " + i));
        runScheduled();

        assertThat(heard).hasSize(10_000).startsWith("line 3").endsWith("line 10002");
    }
}
