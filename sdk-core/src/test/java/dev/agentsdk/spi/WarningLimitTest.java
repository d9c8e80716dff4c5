package dev.agentsdk.spi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("R-114")
class WarningLimitTest {

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(WarningLimitTest.class);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final WarningLimit limit = new WarningLimit("warnings about the agent", now::get);

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(logged);
    }

    private int allowedOf(int warnings) {
        int allowed = 0;
        for (int i = 0; i < warnings; i++) {
            allowed += limit.allows(logger::warn) ? 1 : 0;
        }
        return allowed;
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void someComeAtOnceThenOneInEachPeriodAndWhatIsMissingIsCounted() {
        assertThat(allowedOf(WarningLimit.AT_ONCE)).isEqualTo(WarningLimit.AT_ONCE);
        assertThat(lines()).isEmpty();

        assertThat(allowedOf(5_000)).isZero();
        assertThat(lines())
                .containsExactly("There are too many warnings about the agent: from now on one in 10 s is logged");

        now.addAndGet(WarningLimit.PERIOD.toNanos() - 1);
        assertThat(allowedOf(1)).isZero();
        now.addAndGet(1);
        assertThat(allowedOf(1)).isEqualTo(1);
        assertThat(lines()).hasSize(2).endsWith("5001 warnings about the agent were left out");
    }

    @Test
    void afterAQuietTimeAsManyMayComeAsInTheBeginning() {
        assertThat(allowedOf(1_000)).isEqualTo(WarningLimit.AT_ONCE);
        now.addAndGet(
                WarningLimit.PERIOD.multipliedBy(10L * WarningLimit.AT_ONCE).toNanos());
        assertThat(allowedOf(1_000)).isEqualTo(WarningLimit.AT_ONCE);
    }

    @Test
    void theEndCountsWhatWasLeftOutAndLogsNothingElse() {
        limit.end(logger::warn);
        allowedOf(WarningLimit.AT_ONCE + 3);
        assertThat(lines()).hasSize(1);

        limit.end(logger::warn);
        limit.end(logger::warn);

        assertThat(lines()).hasSize(2).endsWith("3 warnings about the agent were left out");
    }
}
