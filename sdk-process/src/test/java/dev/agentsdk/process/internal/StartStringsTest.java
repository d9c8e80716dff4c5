package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments and variables that no process can be given: too long, or with a NUL; told without showing any value. */
class StartStringsTest {

    private static final int LONGEST = 131_071;
    private static final String SECRET = "s3cr3t";

    private static ProcessStartException refusal(ProcessSpec spec) {
        ProcessStartException refused =
                catchThrowableOfType(ProcessStartException.class, () -> StartChecks.check(spec));
        assertThat(refused).as("the refusal of %s", spec).isNotNull();
        return refused;
    }

    /** Texts of exactly the longest size, made of characters of one to four bytes. */
    static Stream<String> longestTexts() {
        return Stream.of(
                "x".repeat(LONGEST),
                "é".repeat(LONGEST / 2) + "x",
                "€".repeat(LONGEST / 3) + "x",
                "\ud83d\ude00".repeat(LONGEST / 4) + "xxx");
    }

    @ParameterizedTest
    @MethodSource("longestTexts")
    void anArgumentOfTheGreatestLengthIsAccepted(String text) {
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(LONGEST);
        assertThatCode(() -> StartChecks.check(ProcessSpec.of("/bin/sh", "--text", text)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("longestTexts")
    void anArgumentOneByteLongerIsRefusedByItsFlagAndLengths(String text) {
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/sh", "--text", text + "y"));

        assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_TOO_LONG);
        assertThat(refused)
                .hasMessageContaining("Argument 2 of /bin/sh (--text)")
                .hasMessageContaining("131072")
                .hasMessageContaining("131071")
                .hasMessageContaining("file");
        assertThat(refused.getMessage()).hasSizeLessThan(300);
    }

    @Test
    void aVariableCountsWithItsName() {
        String value = "v".repeat(LONGEST - "NAME=".length());
        ProcessSpec spec = ProcessSpec.of("/bin/sh");

        assertThatCode(() -> StartChecks.check(spec.withEnvironment(Map.of("NAME", value))))
                .doesNotThrowAnyException();
        ProcessStartException refused = refusal(spec.withEnvironment(Map.of("NAME", value + "v")));
        assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_TOO_LONG);
        assertThat(refused).hasMessageContaining("NAME").hasMessageContaining("131072");
        assertThat(refused.getMessage()).hasSizeLessThan(300);
    }

    @Test
    void aNulInAnArgumentIsToldByItsPlaceAndTheFlagBefore() {
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/sh", "--prompt", SECRET + "\0tail"));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refused)
                .hasMessageContaining("Argument 2 of /bin/sh (--prompt)")
                .hasMessageContaining("NUL")
                .hasMessageContaining("position 6")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aNulInAnArgumentWithItsOwnFlagIsToldByThatFlag() {
        assertThat(refusal(ProcessSpec.of("/bin/sh", "-v", "--prompt=" + SECRET + "\0")))
                .hasMessageContaining("(--prompt)")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void anArgumentBehindAnotherValueIsToldByItsNumberAlone() {
        assertThat(refusal(ProcessSpec.of("/bin/sh", "other-" + SECRET, SECRET + "\0")))
                .hasMessageContaining("Argument 2 of /bin/sh contains")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void theFirstArgumentIsNotToldByTheNameOfTheProgram() {
        assertThat(refusal(ProcessSpec.of("/bin/sh", SECRET + "\0")))
                .hasMessageContaining("Argument 1 of /bin/sh contains")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aLongFlagIsNotShown() {
        assertThat(refusal(ProcessSpec.of("/bin/sh", "--" + SECRET.repeat(20), "\0")))
                .hasMessageContaining("Argument 2")
                .hasMessageNotContaining(SECRET);
        assertThat(refusal(ProcessSpec.of("/bin/sh", "--" + SECRET + "\0")))
                .as("a word with a NUL in its flag")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aNulInTheNameOfTheProgramIsRefused() {
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/\0sh"));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("program's name").hasMessageContaining("NUL");
    }

    @Test
    void aNulInAVariableIsToldByItsName() {
        ProcessStartException refused =
                refusal(ProcessSpec.of("/bin/sh").withEnvironment(Map.of("TOKEN", SECRET + "\0")));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("TOKEN").hasMessageNotContaining(SECRET);
    }

    @Test
    @Tag("R-70")
    void aNulInTheNameOfAVariableIsRefused() {
        ProcessStartException refused = refusal(ProcessSpec.of("/bin/sh").withEnvironment(Map.of("TO\0KEN", SECRET)));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("TO?KEN").hasMessageNotContaining(SECRET);
    }

    @Test
    @Tag("R-70")
    void anEmptyNameAndOneWithAnEqualsSignAreNoNamesOfVariables() {
        ProcessStartException empty = refusal(ProcessSpec.of("/bin/sh").withEnvironment(Map.of("", SECRET)));
        ProcessStartException equals = refusal(ProcessSpec.of("/bin/sh").withEnvironment(Map.of("A=B", SECRET)));

        assertThat(empty.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(empty).hasMessageNotContaining(SECRET);
        assertThat(equals.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(equals).hasMessageContaining("environment variable").hasMessageNotContaining(SECRET);
    }

    @Test
    void emptyArgumentsAndValuesAreFine() {
        assertThatCode(() -> StartChecks.check(ProcessSpec.of("/bin/sh", "", "").withEnvironment(Map.of("EMPTY", ""))))
                .doesNotThrowAnyException();
    }
}
