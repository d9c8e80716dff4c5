package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-99")
class JvmExitTest {

    @AfterEach
    void clear() {
        System.clearProperty(JvmExit.PROPERTY);
    }

    @Test
    void withoutThePropertyProcessesAreEndedAtOnce() {
        assertThat(JvmExit.ofProperty()).isEqualTo(JvmExit.endAtOnce());
    }

    @ParameterizedTest
    @CsvSource({
        "end, end",
        "'', end",
        "END, end",
        "application, application",
        "wait:25, wait:PT25S",
        "wait:PT1M30S, wait:PT1M30S",
        "wait:pt0.5s, wait:PT0.5S",
        "wait:0, end",
    })
    void thePropertyChooses(String value, String choice) {
        System.setProperty(JvmExit.PROPERTY, value);

        assertThat(JvmExit.ofProperty()).hasToString(choice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait:", "wait:soon", "wait:-1", "wait:PT25H", "wait:99999", "never"})
    void anotherValueIsRefusedWithTheChoices(String value) {
        System.setProperty(JvmExit.PROPERTY, value);

        assertThatIllegalStateException()
                .isThrownBy(JvmExit::ofProperty)
                .withMessageContainingAll(JvmExit.PROPERTY, value.toLowerCase(Locale.ROOT), "wait:SECONDS");
    }

    @Test
    void aTimeHasBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> JvmExit.waitUpTo(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> JvmExit.waitUpTo(Duration.ofDays(2)));
    }

    @Test
    void aValueIsEqualToAnotherLikeIt() {
        assertThat(JvmExit.waitUpTo(Duration.ofSeconds(60)))
                .isEqualTo(JvmExit.waitUpTo(Duration.ofMinutes(1)))
                .hasSameHashCodeAs(JvmExit.waitUpTo(Duration.ofMinutes(1)))
                .isNotEqualTo(JvmExit.endAtOnce());
    }
}
