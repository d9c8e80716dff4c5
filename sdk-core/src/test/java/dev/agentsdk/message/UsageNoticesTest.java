package dev.agentsdk.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageNoticesTest {

    @Test
    void onlyAReachedLimitIsOne() {
        assertThat(UsageNotices.isLimitReached("You've hit your session limit \u00b7 resets 3pm"))
                .isTrue();
        assertThat(UsageNotices.isLimitReached("Your org is out of usage \u00b7 contact your admin"))
                .isTrue();
        assertThat(UsageNotices.isLimitReached("You've used 91% of your weekly limit"))
                .isFalse();
        assertThat(UsageNotices.isLimitReached("Now using credits")).isFalse();
        assertThat(UsageNotices.isLimitReached("This service is disabled for your org"))
                .isFalse();
        assertThat(UsageNotices.isLimitReached("")).isFalse();
    }
}
