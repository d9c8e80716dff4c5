package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentsdk.process.ProcessExit.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProcessExitTest {

    private static ProcessExit exit(OptionalInt code, OptionalInt signal) {
        return ProcessExit.builder(Stage.EOF).exitCode(code).signal(signal).build();
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
        ProcessExit exit = ProcessExit.builder(Stage.KILL)
                .exitCode(OptionalInt.of(137))
                .signal(OptionalInt.of(9))
                .leftBehind(left)
                .build();
        left.add(8L);

        assertThat(exit.leftBehind()).containsExactly(7L);
    }

    @Test
    void itHasAStageAndATime() {
        assertThatNullPointerException()
                .isThrownBy(() -> ProcessExit.builder(null).build());
        assertThatNullPointerException()
                .isThrownBy(() -> ProcessExit.builder(Stage.EOF).elapsed(null).build());
    }

    @Test
    void theStagesGoFromTheMildestToTheLastResort() {
        assertThat(Stage.values())
                .containsExactly(Stage.ALREADY_EXITED, Stage.EOF, Stage.TERM, Stage.KILL, Stage.ABANDONED);
    }
}
