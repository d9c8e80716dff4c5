package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.TeardownPlan.Descendants;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TeardownPlanTest {

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static TeardownPlan plan(long eof, long term, long kill, long budget, long leftover) {
        return new TeardownPlan(ms(eof), ms(term), ms(kill), ms(budget), ms(leftover), Descendants.END);
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(TeardownPlan.defaults()).isEqualTo(plan(1200, 400, 300, 2000, 0));
    }

    @Test
    void aBudgetThatIsExactlyTheSumIsEnough() {
        assertThat(plan(10, 20, 30, 60, 0).budget()).isEqualTo(ms(60));
    }

    @Test
    void aBudgetBelowTheSumIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> plan(10, 20, 30, 59, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0.059S")
                .hasMessageContaining("PT0.06S");
    }

    @Test
    void aPlanOfZerosEndsAtOnce() {
        assertThat(plan(0, 0, 0, 0, 0).budget()).isEqualTo(Duration.ZERO);
    }

    @Test
    void timesMustNotBeNegativeAndTheMessageNamesWhichOneIs() {
        assertThatThrownBy(() -> plan(-1, 0, 0, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eofGrace");
        assertThatThrownBy(() -> plan(0, -1, 0, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("termGrace");
        assertThatThrownBy(() -> plan(0, 0, -1, 10, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("killGrace");
        assertThatThrownBy(() -> plan(0, 0, 0, 10, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leftoverGrace");
        assertThatThrownBy(() -> plan(0, 0, 0, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budget");
    }

    @Test
    void theTreatmentOfDescendantsMustBeGiven() {
        assertThatNullPointerException()
                .isThrownBy(() -> new TeardownPlan(ms(1), ms(1), ms(1), ms(3), ms(0), null))
                .withMessageContaining("descendants");
    }

    @Test
    void anotherEofGraceMovesTheBudgetByAsMuch() {
        TeardownPlan plan = plan(100, 20, 30, 200, 5);

        assertThat(plan.withEofGrace(ms(1000))).isEqualTo(plan(1000, 20, 30, 1100, 5));
        assertThat(plan.withEofGrace(ms(0))).isEqualTo(plan(0, 20, 30, 100, 5));
        assertThat(plan).isEqualTo(plan(100, 20, 30, 200, 5));
    }

    @Test
    void anotherTermGraceMovesTheBudgetByAsMuch() {
        TeardownPlan plan = plan(100, 20, 30, 200, 5);

        assertThat(plan.withTermGrace(ms(120))).isEqualTo(plan(100, 120, 30, 300, 5));
        assertThat(plan.withTermGrace(ms(0))).isEqualTo(plan(100, 0, 30, 180, 5));
    }

    @Test
    void anotherLeftoverGraceLeavesTheBudgetAlone() {
        assertThat(plan(100, 20, 30, 200, 5).withLeftoverGrace(ms(5000))).isEqualTo(plan(100, 20, 30, 200, 5000));
    }

    @Test
    void anotherTreatmentOfDescendantsChangesNothingElse() {
        TeardownPlan changed = plan(100, 20, 30, 200, 5).withDescendants(Descendants.LEAVE);

        assertThat(changed.descendants()).isEqualTo(Descendants.LEAVE);
        assertThat(changed.withDescendants(Descendants.END)).isEqualTo(plan(100, 20, 30, 200, 5));
    }

    @Test
    void aNegativeGraceIsRefusedByTheChangedCopyToo() {
        assertThatThrownBy(() -> TeardownPlan.defaults().withEofGrace(ms(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eofGrace");
        assertThatThrownBy(() -> TeardownPlan.defaults().withTermGrace(ms(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("termGrace");
        assertThatThrownBy(() -> TeardownPlan.defaults().withLeftoverGrace(ms(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leftoverGrace");
    }
}
