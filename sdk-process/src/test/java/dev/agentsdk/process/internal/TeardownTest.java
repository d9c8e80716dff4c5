package dev.agentsdk.process.internal;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-05")
class TeardownTest {

    private static final long EOF = 200;
    private static final long TERM = 60;
    private static final long KILL = 40;
    private static final long BUDGET = 330;

    /** A loaded machine may let a thread wait: a generous upper bound, where the lower one is exact. */
    private static final long SLACK = 2_000;

    private static final TeardownPlan PLAN = new TeardownPlan(
            Duration.ofMillis(EOF),
            Duration.ofMillis(TERM),
            Duration.ofMillis(KILL),
            Duration.ofMillis(BUDGET),
            Duration.ZERO,
            Descendants.END);

    private static final List<String> OPENING =
            List.of("awaitExit", "refuseWrites", "noteDescendants", "closeStdin", "closeStdout");
    private static final List<String> CLOSING = List.of("endLeftovers", "exitCode", "signal", "release");

    private static ProcessExit run(FakeTarget target) {
        return new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), false);
    }

    private static List<String> calls(String... between) {
        List<String> all = new ArrayList<>(OPENING);
        all.addAll(List.of(between));
        all.addAll(CLOSING);
        return all;
    }

    @Test
    void aProcessThatIsGoneIsReleasedWithoutAnyWaitOrSignal() {
        FakeTarget target = new FakeTarget("before");
        ProcessExit exit = run(target);

        assertThat(exit.stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(exit.exitCode()).hasValue(3);
        assertThat(target.calls()).isEqualTo(calls());
        assertThat(target.waitsMillis()).first().isEqualTo(0L);
    }

    @Test
    void aProcessThatIsGoneAfterItsStdinWasClosedHasEndedByEof() {
        FakeTarget target = new FakeTarget("before");
        ProcessExit exit = new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), true);

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(target.calls()).isEqualTo(calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuseWrites", "closeStdin", "closeStdout"})
    void aProcessThatEndsAtTheClosedPipesGetsNoSignalAndIsNotWaitedForLonger(String endsAt) {
        FakeTarget target = new FakeTarget(endsAt);
        ProcessExit exit = run(target);

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(Duration.ZERO).is(under(Duration.ofMillis(EOF - 1)));
        assertThat(target.calls()).isEqualTo(calls("awaitExit"));
    }

    @Test
    void aProcessThatIgnoresEofGetsTheWholeGraceAndThenTheSignal() {
        FakeTarget target = new FakeTarget("terminate");
        ProcessExit exit = run(target);

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(Duration.ofMillis(EOF))
                .is(under(Duration.ofMillis(EOF + SLACK)));
        assertThat(target.calls()).isEqualTo(calls("awaitExit", "terminate", "awaitExit"));
    }

    @Test
    void aProcessThatIgnoresTheSignalIsKilledAfterItsDescendantsWereNotedAgain() {
        FakeTarget target = new FakeTarget("kill");
        ProcessExit exit = run(target);

        assertThat(exit.stage()).isEqualTo(Stage.KILL);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(Duration.ofMillis(EOF + TERM))
                .is(under(Duration.ofMillis(EOF + TERM + SLACK)));
        assertThat(target.calls())
                .isEqualTo(calls("awaitExit", "terminate", "awaitExit", "noteDescendants", "kill", "awaitExit"));
    }

    @Test
    void aProcessThatOutlivesEverythingIsAbandonedAndReportedAsLeft() {
        FakeTarget target = new FakeTarget("never");
        ProcessExit exit = run(target);

        assertThat(exit.stage()).isEqualTo(Stage.ABANDONED);
        assertThat(exit.exitCode()).isEqualTo(OptionalInt.empty());
        assertThat(exit.leftBehind()).containsExactly(FakeTarget.PID);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(Duration.ofMillis(EOF + TERM + KILL))
                .is(under(Duration.ofMillis(EOF + TERM + KILL + SLACK)));
        assertThat(target.calls())
                .isEqualTo(calls("awaitExit", "terminate", "awaitExit", "noteDescendants", "kill", "awaitExit"));
    }

    @Test
    void aWholeBudgetGivesEachStepItsShare() {
        FakeTarget target = new FakeTarget("never");
        new Teardown(target, PLAN).run(Deadline.in(Duration.ofSeconds(3)), false);

        List<Long> waits = target.waitsMillis();
        assertThat(waits.get(0)).as("the first look").isZero();
        assertThat(waits.get(1)).as("EOF").isBetween(EOF / 2, EOF);
        assertThat(waits.get(2)).as("TERM").isBetween(TERM / 2, TERM);
        assertThat(waits.get(3)).as("KILL: all that is left but a little").isBetween(1_500L, 2_950L - EOF - TERM);
        assertThat(waits.get(4)).as("what is left").isBetween(1L, 60L);
        assertThat(waits.get(5)).as("the release").isBetween(1L, 60L);
    }

    @Test
    void aNearerDeadlineShrinksTheGraceForEofAndNothingElse() {
        long nearer = 280;
        FakeTarget target = new FakeTarget("never");
        new Teardown(target, PLAN).run(Deadline.in(Duration.ofMillis(nearer)), false);

        List<Long> waits = target.waitsMillis();
        assertThat(waits.get(1)).as("EOF").isBetween(1L, nearer - (BUDGET - EOF));
        assertThat(waits.get(2)).as("TERM").isBetween(TERM / 2, TERM);
        assertThat(waits.get(3)).as("KILL").isBetween(KILL / 2, BUDGET);
    }

    @Test
    void aDeadlineThatHasPassedStillSendsBothSignals() {
        FakeTarget target = new FakeTarget("never");
        ProcessExit exit = new Teardown(target, PLAN).run(Deadline.in(Duration.ZERO), false);

        assertThat(exit.stage()).isEqualTo(Stage.ABANDONED);
        assertThat(exit.elapsed()).is(under(Duration.ofMillis(EOF)));
        assertThat(target.waitsMillis()).containsOnly(0L);
        assertThat(target.calls()).containsSubsequence("closeStdout", "terminate", "kill", "release");
    }

    @Test
    void anInterruptedThreadWaitsAsLongAndKeepsItsFlag() {
        FakeTarget target = new FakeTarget("kill");
        Thread.currentThread().interrupt();
        ProcessExit exit = run(target);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(exit.stage()).isEqualTo(Stage.KILL);
        assertThat(exit.elapsed())
                .isGreaterThanOrEqualTo(Duration.ofMillis(EOF + TERM))
                .is(under(Duration.ofMillis(EOF + TERM + SLACK)));
    }

    /** The JVM was stopped during the first wait, until all of the time was over; its child stood still as well. */
    @Test
    @Tag("R-93")
    void afterAPauseOfTheJvmTheChildStillHasTimeToTakeTheSignal() {
        long pause = 2 * BUDGET;
        FakeTarget target = new FakeTarget("never") {
            @Override
            public boolean awaitExit(Deadline deadline) {
                boolean exited = super.awaitExit(deadline);
                if (calls().contains("closeStdout") && !calls().contains("terminate")) {
                    Waits.await(new CountDownLatch(1), Deadline.in(Duration.ofMillis(pause)));
                }
                return exited;
            }
        };
        new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), false);

        List<Long> waits = target.waitsMillis();
        assertThat(waits.get(2)).as("TERM").isBetween(TERM / 2, TERM);
        assertThat(waits.get(3)).as("KILL").isBetween(KILL / 2, KILL);
    }

    @Test
    @Tag("R-93")
    void theWaitAfterSigkillLastsUntilTheDeadline() {
        Duration ample = Duration.ofMillis(BUDGET + 500);
        FakeTarget target = new FakeTarget("never");
        ProcessExit exit = new Teardown(target, PLAN).run(Deadline.in(ample), false);

        assertThat(target.waitsMillis().get(3)).isGreaterThan(KILL);
        assertThat(exit.elapsed()).isBetween(ample.minusMillis(100), ample.plusMillis(SLACK));
    }
}
