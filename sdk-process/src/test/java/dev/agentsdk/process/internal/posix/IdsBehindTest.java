package dev.agentsdk.process.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-87")
class IdsBehindTest {

    private final IdsBehind ids = new IdsBehind(32_760, 32_768);

    @Test
    void belowTheHighestIdTheyAscend() {
        IdsBehind low = new IdsBehind(1_000, 32_768);
        assertThat(low.distanceTo(1_000)).isZero();
        assertThat(low.distanceTo(1_010)).isEqualTo(10);
        assertThat(low.at(10)).isEqualTo(1_010);
    }

    @Test
    void behindTheHighestIdTheyStartAnewAboveThoseThatTheKernelKeeps() {
        assertThat(ids.at(8)).isEqualTo(32_768);
        assertThat(ids.at(9)).isEqualTo(300);
        assertThat(ids.at(20)).isEqualTo(311);
        assertThat(ids.distanceTo(32_768)).isEqualTo(8);
        assertThat(ids.distanceTo(300)).isEqualTo(9);
        assertThat(ids.distanceTo(311)).isEqualTo(20);
    }

    @Test
    void everyIdUpToTheNewestIsReached() {
        for (long newest : new long[] {32_761, 32_768, 300, 301, 5_000}) {
            assertThat(ids.at(ids.distanceTo(newest))).isEqualTo(newest);
        }
    }

    @Test
    void anIdThatIsNotKnownIsFarAway() {
        assertThat(ids.distanceTo(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(ids.distanceTo(12)).isEqualTo(Long.MAX_VALUE);
    }
}
