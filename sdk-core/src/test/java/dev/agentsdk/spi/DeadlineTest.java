package dev.agentsdk.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private static final Duration HOUR = Duration.ofHours(1);

    /** More than any of these tests takes, and less than the spans that they tell apart. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(deadline.remainingNanos());
    }

    @Test
    void liesTheSpanFromNow() {
        Deadline deadline = Deadline.in(HOUR);

        assertThat(left(deadline)).isBetween(HOUR.minus(SLACK), HOUR);
        assertThat(deadline.hasPassed()).isFalse();
    }

    @Test
    void hasPassedAtOnceWhenTheSpanIsZeroOrNegative() {
        assertThat(Deadline.in(Duration.ZERO).hasPassed()).isTrue();
        assertThat(Deadline.in(Duration.ofSeconds(-1)).hasPassed()).isTrue();
        assertThat(left(Deadline.in(Duration.ofDays(-400)))).isBetween(SLACK.negated(), Duration.ZERO);
    }

    @Test
    @Tag("R-24")
    void doesNotOverflowOnTheLongestSpans() {
        for (Deadline far : new Deadline[] {
            Deadline.never(),
            Deadline.in(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
            Deadline.in(Duration.ofDays(40_000))
        }) {
            assertThat(far.hasPassed()).isFalse();
            assertThat(left(far)).isGreaterThan(Duration.ofDays(365 * 70));
        }
    }

    @Test
    void theEarlierOfTwoIsNotAfterEither() {
        Deadline hour = Deadline.in(HOUR);

        assertThat(left(hour.atMost(Duration.ofMinutes(10)))).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        assertThat(left(hour.atMost(Duration.ofHours(2)))).isBetween(HOUR.minus(SLACK), HOUR);
        assertThat(hour.atMost(Duration.ofSeconds(-1)).hasPassed()).isTrue();
        assertThat(left(hour)).isBetween(HOUR.minus(SLACK), HOUR);
    }

    @Test
    void theEarlierOfAPassedOneAndAnyOtherHasPassed() {
        assertThat(Deadline.in(Duration.ZERO).atMost(HOUR).hasPassed()).isTrue();
    }

    @Test
    void reservesASpanForTheRest() {
        Deadline hour = Deadline.in(HOUR);

        assertThat(left(hour.reserving(Duration.ofMinutes(20))))
                .isBetween(Duration.ofMinutes(35), Duration.ofMinutes(40));
        assertThat(hour.reserving(Duration.ofHours(2)).hasPassed()).isTrue();
        assertThat(hour.reserving(Duration.ofSeconds(Long.MAX_VALUE)).hasPassed())
                .isTrue();
    }

    @Test
    void reservingANegativeSpanDoesNotMoveItLater() {
        assertThat(left(Deadline.in(HOUR).reserving(HOUR.negated()))).isLessThanOrEqualTo(HOUR);
    }

    @Test
    void millisecondsAreRoundedUpAndNeverNegative() {
        assertThat(Deadline.in(Duration.ZERO).remainingMillis()).isZero();
        assertThat(Deadline.in(HOUR).remainingMillis()).isBetween(3_300_000, 3_600_000);
        assertThat(Deadline.never().remainingMillis()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theRoundedMillisecondsReachTheDeadline() {
        for (int nanos = 1; nanos < 3_000_000; nanos += 9_973) {
            Deadline deadline = Deadline.in(HOUR.plusNanos(nanos));
            long waited = TimeUnit.MILLISECONDS.toNanos(deadline.remainingMillis());

            assertThat(waited).isGreaterThanOrEqualTo(deadline.remainingNanos());
        }
    }

    @Test
    void tellsInMillisecondsHowFarItIs() {
        assertThat(Deadline.in(HOUR)).asString().matches("Deadline\\[in 3\\d{6} ms]");
    }
}
