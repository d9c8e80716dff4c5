package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLimit() {
        RestartPolicy policy = RestartPolicy.onFailure(100);

        assertThat(policy.backoff(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(policy.backoff(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.backoff(6)).isEqualTo(Duration.ofSeconds(16));
        assertThat(policy.backoff(7)).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.backoff(64)).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.backoff(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void noWaitStaysNoWait() {
        RestartPolicy policy = RestartPolicy.onFailure(3).withBackoff(Duration.ZERO, Duration.ZERO);

        assertThat(policy.backoff(1)).isZero();
        assertThat(policy.backoff(50)).isZero();
    }

    @Test
    void neverIsNoRestart() {
        assertThat(RestartPolicy.never().maxRestarts()).isZero();
    }

    @Test
    void nonsenseIsRefused() {
        RestartPolicy policy = RestartPolicy.onFailure(1);
        assertThatIllegalArgumentException().isThrownBy(() -> RestartPolicy.onFailure(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withBackoff(Duration.ofSeconds(-2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withBackoff(Duration.ZERO, Duration.ofDays(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(-1)));
    }
}
