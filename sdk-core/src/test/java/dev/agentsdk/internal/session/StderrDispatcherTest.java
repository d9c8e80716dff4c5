package dev.agentsdk.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.spi.WarningLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StderrDispatcherTest {

    private final WarningLimit warnings = new WarningLimit("warnings about a test");

    private final ArrayDeque<Runnable> scheduled = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();

    private void runScheduled() {
        while (!scheduled.isEmpty()) {
            scheduled.remove().run();
        }
    }

    @Test
    void runsTheListenerOnTheExecutorOnly() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add, warnings);

        dispatcher.add("a");
        assertThat(heard).isEmpty();

        runScheduled();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void keepsTheOrderAndNeverRunsTwiceAtOnce() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add, warnings);

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
                scheduled::add,
                warnings);
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
                scheduled::add,
                warnings);

        dispatcher.add("a");
        dispatcher.add("b");
        runScheduled();
        dispatcher.add("c");
        runScheduled();

        assertThat(heard).containsExactly("a", "b", "c");
    }

    @Test
    @Tag("R-97")
    void ofMoreThanAMebibyteOfWaitingLinesTheOldestAreDroppedAndALineSaysHowMany() {
        StderrDispatcher dispatcher = new StderrDispatcher(heard::add, scheduled::add, warnings);

        String padding = "y".repeat(60_000 - 5);
        IntStream.range(10_000, 19_000).forEach(i -> dispatcher.add(i + padding));
        runScheduled();

        int kept = heard.size() - 1;
        assertThat(kept).isBetween(8, 17);
        assertThat(heard.get(0)).contains((9_000 - kept) + " lines", (9_000 - kept) * 60_000L + " characters");
        assertThat(heard.subList(1, heard.size())).first().asString().startsWith(Integer.toString(19_000 - kept));
        assertThat(heard).last().asString().startsWith("18999");
    }

    @Test
    @Tag("R-97")
    void anErrorOfTheListenerDoesNotSilenceIt() {
        StderrDispatcher dispatcher = new StderrDispatcher(
                line -> {
                    heard.add(line);
                    throw new AssertionError("thrown by a test");
                },
                scheduled::add,
                warnings);

        dispatcher.add("a");
        runScheduled();
        dispatcher.add("b");
        runScheduled();

        assertThat(heard).containsExactly("a", "b");
    }
}
