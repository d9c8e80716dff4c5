package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {

    private static final SessionLimits DEFAULTS = SessionLimits.defaults();

    @Test
    void hasTheDocumentedDefaults() {
        assertThat(DEFAULTS)
                .isEqualTo(new SessionLimits(
                        Duration.ofMinutes(1), Duration.ofMinutes(1), 16_777_216, false, 4_194_304, 67_108_864));
    }

    @Test
    void eachChangeChangesOneThing() {
        assertThat(DEFAULTS.withInitializeTimeout(Duration.ofSeconds(1)))
                .isEqualTo(new SessionLimits(
                        Duration.ofSeconds(1), Duration.ofMinutes(1), 16_777_216, false, 4_194_304, 67_108_864));
        assertThat(DEFAULTS.withControlTimeout(Duration.ofSeconds(2)))
                .isEqualTo(new SessionLimits(
                        Duration.ofMinutes(1), Duration.ofSeconds(2), 16_777_216, false, 4_194_304, 67_108_864));
        assertThat(DEFAULTS.withMaxLineBytes(1024))
                .isEqualTo(new SessionLimits(
                        Duration.ofMinutes(1), Duration.ofMinutes(1), 1024, false, 4_194_304, 67_108_864));
        assertThat(DEFAULTS.withFailOnOversizeLine(true))
                .isEqualTo(new SessionLimits(
                        Duration.ofMinutes(1), Duration.ofMinutes(1), 16_777_216, true, 4_194_304, 67_108_864));
        assertThat(DEFAULTS.withBuffers(1, 1))
                .isEqualTo(new SessionLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 16_777_216, false, 1, 1));
    }

    @Test
    void refusesTimesThatAreNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withInitializeTimeout(Duration.ZERO))
                .withMessage("initializeTimeout must be positive, not PT0S.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withControlTimeout(Duration.ofSeconds(-1)))
                .withMessage("controlTimeout must be positive, not PT-1S.");
    }

    @Test
    void refusesALineLimitThatNoMessageFits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withMaxLineBytes(1023))
                .withMessage("maxLineBytes must be at least 1024, not 1023.");
    }

    @Test
    void refusesBuffersThatAreEmptyOrTheWrongWayRound() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withBuffers(0, 10))
                .withMessage("bufferBytes must be positive, not 0.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withBuffers(10, 9))
                .withMessage("hardBufferBytes (9) must not be less than bufferBytes (10).");
    }
}
