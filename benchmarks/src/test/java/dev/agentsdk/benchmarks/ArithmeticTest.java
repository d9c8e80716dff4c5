package dev.agentsdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void aRatioIsTheMedianOfTheRatiosOfTheRoundsAndTheFirstRoundWarmsUp() throws Exception {
        Iterator<Double> ours = List.of(99.0, 10.0, 30.0, 80.0).iterator();
        Iterator<Double> theirs = List.of(1.0, 10.0, 10.0, 20.0).iterator();
        Rounds rounds = new Rounds()
                .with("ours", ours::next)
                .with("theirs", theirs::next)
                .run(4);
        assertThat(rounds.ratio("ours", "theirs")).isEqualTo(3);
        assertThat(rounds.median("ours")).isEqualTo(30);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Rounds.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }

    @Test
    void theSlopeIsThatOfTheLine() {
        assertThat(Cycles.slope(new double[] {5, 7, 9, 11})).isCloseTo(2, within(1e-9));
        assertThat(Cycles.slope(new double[] {3, 3, 3})).isZero();
    }

    @Test
    void goalsBoundRatiosValuesAndDifferences() {
        assertThat(Goal.ratioAtLeast(2).isReached(1, 2, 2)).isTrue();
        assertThat(Goal.ratioAtLeast(2).isReached(1, 2, 1.9)).isFalse();
        assertThat(Goal.ratioAtMost(2).isReached(1, 2, 2.1)).isFalse();
        assertThat(Goal.atMost(5, "ms").isReached(1, 5, 5)).isTrue();
        assertThat(Goal.atMost(5, "ms").isReached(1, 5.1, 5.1)).isFalse();
        assertThat(Goal.atMostMore(100, "ms").isReached(50, 150, 3)).isTrue();
        assertThat(Goal.atMostMore(100, "ms").isReached(50, 151, 3)).isFalse();
    }

    @Test
    void aRowSaysWhetherItsGoalsAreReached() {
        Figure figure = Figure.of("open", "limit", 2, 3, "ms", Goal.ratioAtMost(1.3), Goal.ratioAtMost(1));
        assertThat(figure.markdown()).isEqualTo("| open | limit | 2 ms | ≤ 1.30 x | ≤ 1 x | 3 ms | 1.50 x | **no** |");
    }
}
