package dev.agentsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.ChildExit;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessExit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class BoardViewTest {

    private static DaemonBoard.Daemon running(String name, String... lines) {
        List<OutputLine> output = new ArrayList<>();
        for (String line : lines) {
            output.add(new OutputLine(OutputSource.STDOUT, line, true));
        }
        ChildStatus status = new ChildStatus(
                name,
                ChildState.RUNNING,
                OptionalLong.of(4711),
                Duration.ofMillis(65_400),
                0,
                Optional.empty(),
                lines.length,
                100,
                List.of());
        return new DaemonBoard.Daemon(status, output, 2.5);
    }

    private static DaemonBoard.Daemon ended(String name, ChildState state, ChildExit exit) {
        ChildStatus status = new ChildStatus(
                name,
                state,
                OptionalLong.empty(),
                Duration.ZERO,
                3,
                state == ChildState.BACKOFF ? Optional.of(Duration.ofMillis(1500)) : Optional.empty(),
                7,
                100,
                List.of(exit));
        return new DaemonBoard.Daemon(status, List.of(), 0);
    }

    private static ChildExit exit(OptionalInt code, OptionalInt signal) {
        ProcessExit exit = ProcessExit.builder(ProcessExit.Stage.ALREADY_EXITED)
                .exitCode(code)
                .signal(signal)
                .build();
        return new ChildExit(Instant.EPOCH, Duration.ofSeconds(1), Optional.of(exit), Optional.empty());
    }

    private static List<String> rendered(List<DaemonBoard.Daemon> panels, int selected, int width, int height) {
        return BoardView.render(DaemonBoard.look(panels), selected, "", width, height).stream()
                .map(AttributedString::toString)
                .map(String::stripTrailing)
                .toList();
    }

    @Test
    void daemonsAreSideBySideWithTheirLastLines() {
        List<String> screen =
                rendered(List.of(running("web", "one", "two", "three", "four"), running("db", "ready")), 1, 82, 7);

        assertThat(screen)
                .containsExactly(
                        "  web RUNNING                           | ▶ db RUNNING",
                        "  pid 4711 · 1:05 · 2.5 lines/s         |   pid 4711 · 1:05 · 2.5 lines/s",
                        "  two                                   |   ready",
                        "  three                                 |",
                        "  four                                  |",
                        "2 of 2 running, 0 failed · 0 restarts · 5 lines, 5.0 lines/s",
                        "←↑↓→ select   s stop   r restart   q quit");
    }

    @Test
    void theyComeInRowsWhereTheScreenIsNarrow() {
        List<String> screen = rendered(List.of(running("web", "one", "two"), running("db", "ready")), 0, 45, 9);

        assertThat(screen)
                .startsWith(
                        "▶ web RUNNING",
                        "  pid 4711 · 1:05 · 2.5 lines/s",
                        "  one",
                        "  two",
                        "  db RUNNING",
                        "  pid 4711 · 1:05 · 2.5 lines/s",
                        "  ready");
    }

    @Test
    void theSelectedOneIsAlwaysOnTheScreen() {
        List<DaemonBoard.Daemon> many =
                IntStream.range(0, 30).mapToObj(i -> running("child-" + i)).toList();
        for (int selected = 0; selected < 30; selected++) {
            assertThat(rendered(many, selected, 100, 14)).anyMatch(line -> line.contains("▶ child-"));
            assertThat(String.join("\n", rendered(many, selected, 100, 14))).contains("▶ child-" + selected + " ");
        }
    }

    @Test
    void itSaysWhatBecameOfThoseThatDoNotRun() {
        ChildExit unstartable = new ChildExit(
                Instant.EPOCH, Duration.ZERO, Optional.empty(), Optional.of(new ProcessException("gone", null)));
        List<DaemonBoard.Daemon> panels = List.of(
                ended("a", ChildState.FAILED, exit(OptionalInt.of(7), OptionalInt.empty())),
                ended("b", ChildState.STOPPED, exit(OptionalInt.of(143), OptionalInt.of(15))),
                ended("c", ChildState.BACKOFF, exit(OptionalInt.of(1), OptionalInt.empty())),
                ended("d", ChildState.FAILED, unstartable));

        String screen = String.join("\n", rendered(panels, 0, 200, 8));

        assertThat(screen)
                .contains("▶ a FAILED", "exit code 7 · 3 restarts")
                .contains("b STOPPED", "ended by signal 15 · 3 restarts")
                .contains("c BACKOFF", "again in 1.5 s · exit code 1 · 3 restarts")
                .contains("d FAILED", "could not be started · 3 restarts")
                .contains("0 of 4 running, 2 failed · 12 restarts · 28 lines, 0.0 lines/s");
    }

    @Test
    void whatAProgramWritesDoesNotMoveTheCursor() {
        List<String> screen = rendered(
                List.of(running("web", "\u001b[31mred\u001b[0m\u001b[2J", "a\tb\rc\u0007", "日本語日本語日本語")), 0, 16, 9);

        assertThat(screen).contains("  red", "  a    bc", "  日本語日本語日");
        assertThat(String.join("", screen)).doesNotContain("\u001b");
    }

    @Test
    void anyScreenIsFilledExactly() {
        List<DaemonBoard.Daemon> panels = new ArrayList<>();
        for (int count = 0; count < 7; count++) {
            for (int width : new int[] {1, 2, 10, 37, 38, 39, 79, 80, 81, 200}) {
                for (int height : new int[] {1, 2, 3, 4, 5, 10, 24, 61}) {
                    List<AttributedString> screen =
                            BoardView.render(DaemonBoard.look(panels), count / 2, "", width, height);
                    assertThat(screen)
                            .as("%d panels, %dx%d", count, width, height)
                            .hasSize(height);
                    assertThat(screen).allMatch(line -> line.columnLength() <= width);
                }
            }
            panels.add(running("child-" + count, "日本語".repeat(50), "x".repeat(500), "short"));
        }
    }

    @Test
    void agesAreShort() {
        assertThat(BoardView.age(Duration.ofMillis(4200))).isEqualTo("4.2 s");
        assertThat(BoardView.age(Duration.ofSeconds(65))).isEqualTo("1:05");
        assertThat(BoardView.age(Duration.ofSeconds(7209))).isEqualTo("2:00:09");
    }
}
