package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentsdk.process.ProcessExit.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProcessExitTest {

    private static ProcessExit exit(OptionalInt code, OptionalInt signal) {
        return new ProcessExit(Stage.EOF, code, signal, Duration.ZERO, List.of());
    }

    @Test
    void onlyAnExitOfItsOwnWithCodeZeroIsASuccess() {
        assertThat(exit(OptionalInt.of(0), OptionalInt.empty()).isSuccess()).isTrue();
        assertThat(exit(OptionalInt.of(1), OptionalInt.empty()).isSuccess()).isFalse();
        assertThat(exit(OptionalInt.of(143), OptionalInt.of(15)).isSuccess()).isFalse();
        assertThat(exit(OptionalInt.empty(), OptionalInt.empty()).isSuccess()).isFalse();
    }

    @Test
    void theListOfWhatIsLeftIsItsOwn() {
        List<Long> left = new ArrayList<>(List.of(7L));
        ProcessExit exit = new ProcessExit(Stage.KILL, OptionalInt.of(137), OptionalInt.of(9), Duration.ZERO, left);
        left.add(8L);

        assertThat(exit.leftBehind()).containsExactly(7L);
    }

    @Test
    void itHasAStageAndATime() {
        assertThatNullPointerException()
                .isThrownBy(() ->
                        new ProcessExit(null, OptionalInt.empty(), OptionalInt.empty(), Duration.ZERO, List.of()));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> new ProcessExit(Stage.EOF, OptionalInt.empty(), OptionalInt.empty(), null, List.of()));
    }

    @Test
    void theStagesGoFromTheMildestToTheLastResort() {
        assertThat(Stage.values())
                .containsExactly(Stage.ALREADY_EXITED, Stage.EOF, Stage.TERM, Stage.KILL, Stage.ABANDONED);
    }
}
