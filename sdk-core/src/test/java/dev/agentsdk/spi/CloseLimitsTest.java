package dev.agentsdk.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

class CloseLimitsTest {

    @Test
    void takesADrainFromZeroToTheTotal() {
        Duration total = Duration.ofSeconds(2);

        assertThat(new Transport.CloseLimits(total, Duration.ZERO).drain()).isZero();
        assertThat(new Transport.CloseLimits(total, total).drain()).isEqualTo(total);
    }

    @Test
    void refusesADrainThatIsNegativeOrOverTheTotal() {
        Duration total = Duration.ofSeconds(2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transport.CloseLimits(total, Duration.ofMillis(-1)))
                .withMessage("drain PT-0.001S must lie between zero and total PT2S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transport.CloseLimits(total, Duration.ofMillis(2001)))
                .withMessageContaining("PT2.001S");
    }

    @Test
    void aTransportClosesWithinItsOwnTotalByDefault() {
        Transport transport = mock(Transport.class);
        when(transport.closeLimits()).thenReturn(new Transport.CloseLimits(Duration.ofHours(1), Duration.ZERO));
        when(transport.close(any())).thenReturn(ExitReport.notStarted());
        doCallRealMethod().when(transport).close();

        transport.close();

        ArgumentCaptor<Deadline> deadline = ArgumentCaptor.forClass(Deadline.class);
        verify(transport).close(deadline.capture());
        assertThat(Duration.ofNanos(deadline.getValue().remainingNanos()))
                .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    }
}
