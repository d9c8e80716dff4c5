package dev.agentsdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentsdk.spi.ExitReport.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitReportTest {

    private static ExitReport report(Stage stage, OptionalInt exitCode, OptionalInt signal, List<Long> left) {
        return ExitReport.builder(stage)
                .exitCode(exitCode)
                .signal(signal)
                .elapsed(Duration.ofMillis(3))
                .leftBehind(left)
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    NOT_STARTED    | never started, nothing left
                    ALREADY_EXITED | had already exited, nothing left
                    EOF            | ended by EOF after 3 ms, nothing left
                    TERM           | ended by SIGTERM after 3 ms, nothing left
                    KILL           | ended by SIGKILL after 3 ms, nothing left
                    ABANDONED      | abandoned alive after 3 ms, nothing left
                    """)
    void summarizesEachStage(Stage stage, String expected) {
        assertThat(report(stage, OptionalInt.empty(), OptionalInt.empty(), List.of())
                        .summary())
                .isEqualTo(expected);
    }

    @Test
    void summarizesTheExitCodeAndWhatIsLeft() {
        assertThat(report(Stage.EOF, OptionalInt.of(0), OptionalInt.empty(), List.of())
                        .summary())
                .isEqualTo("ended by EOF after 3 ms, exit code 0, nothing left");
        assertThat(report(Stage.ABANDONED, OptionalInt.empty(), OptionalInt.empty(), List.of(7L, 8L))
                        .summary())
                .isEqualTo("abandoned alive after 3 ms, left behind: pids [7, 8]");
    }

    @Test
    void summarizesTheSignalAndNotTheExitCodeThatItImplies() {
        assertThat(report(Stage.KILL, OptionalInt.of(137), OptionalInt.of(9), List.of())
                        .summary())
                .isEqualTo("ended by SIGKILL after 3 ms, killed by signal 9, nothing left");
    }

    @Test
    void doesNotSummarizeStderrWhichMayBeConfidential() {
        ExitReport report = ExitReport.builder(Stage.EOF)
                .exitCode(OptionalInt.of(1))
                .stderrTail("the secret")
                .build();

        assertThat(report.summary()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void forceBeginsWithTerm(Stage stage) {
        boolean forced = stage == Stage.TERM || stage == Stage.KILL || stage == Stage.ABANDONED;

        assertThat(report(stage, OptionalInt.empty(), OptionalInt.empty(), List.of())
                        .forced())
                .isEqualTo(forced);
    }

    @Test
    void aReportOnWhatWasNeverStartedIsEmpty() {
        ExitReport report = ExitReport.notStarted();

        assertThat(report.stage()).isEqualTo(Stage.NOT_STARTED);
        assertThat(report.exitCode()).isEmpty();
        assertThat(report.signal()).isEmpty();
        assertThat(report.elapsed()).isZero();
        assertThat(report.stderrTail()).isEmpty();
        assertThat(report.leftBehind()).isEmpty();
    }

    @Test
    void keepsItsOwnCopyOfThePids() {
        List<Long> pids = new ArrayList<>(List.of(7L));
        ExitReport report = report(Stage.ABANDONED, OptionalInt.empty(), OptionalInt.empty(), pids);

        pids.clear();

        assertThat(report.leftBehind()).containsExactly(7L);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> ExitReport.builder(Stage.EOF).stderrTail(null).build())
                .withMessage("stderrTail");
    }

    /** Reports are written to logs as they are. */
    @Test
    @Tag("R-118")
    void itsTextIsOneLineWithoutEscapesAndItsAccessorsAreUnchanged() {
        String stderr = "boom\u001b[2J\u009b8m\r\nERROR audit user admin logged in\u202e\u2028" + "x".repeat(70_000);
        ExitReport report = ExitReport.builder(Stage.EOF)
                .stderrTail(stderr)
                .problems(List.of("cut\noff"))
                .build();

        assertThat(report.stderrTail()).isEqualTo(stderr);
        assertThat(report.toString())
                .contains("stderrTail=boom\\u001b[2J\\u009b8m\\r\\nERROR audit user admin logged in\\u202e\\u2028xxx")
                .contains("problems=[cut\\noff]")
                .hasSizeLessThan(2_000);
        assertThat(report.toString().codePoints()).noneMatch(Character::isISOControl);
    }
}
