package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An ending whose steps throw. */
class TeardownFaultsTest {

    private static final TeardownPlan PLAN = new TeardownPlan(
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ZERO,
            Descendants.END);

    /** The steps, in order, and the words of the report. */
    private static final List<String> STEPS = List.of(
            "refuseWrites: refusing writes",
            "noteDescendants: noting descendants",
            "closeStdin: closing stdin",
            "closeStdout: closing stdout",
            "awaitExit: waiting for the exit",
            "terminate: sending SIGTERM",
            "kill: sending SIGKILL",
            "endLeftovers: ending descendants",
            "exitCode: reading the exit status",
            "containment: reading how descendants are recognised",
            "release: releasing descriptors and threads");

    /** A process that ignores everything but SIGKILL, and throws at one step each time that it comes. */
    private static final class Thrower implements Teardown.Target {

        private final String at;
        private final Supplier<? extends Throwable> problem;
        private final List<String> calls = new ArrayList<>();
        private boolean killed;

        Thrower(String at, Supplier<? extends Throwable> problem) {
            this.at = at;
            this.problem = problem;
        }

        private void called(String step) {
            calls.add(step);
            if (step.equals(at)) {
                Throwable thrown = problem.get();
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        }

        @Override
        public void refuseWrites() {
            called("refuseWrites");
        }

        @Override
        public void noteDescendants() {
            called("noteDescendants");
        }

        @Override
        public void closeStdin() {
            called("closeStdin");
        }

        @Override
        public void closeStdout() {
            called("closeStdout");
        }

        @Override
        public boolean awaitExit(Deadline deadline) {
            called("awaitExit");
            return killed;
        }

        @Override
        public void terminate(Deadline deadline) {
            called("terminate");
        }

        @Override
        public void kill(Deadline deadline) {
            called("kill");
            killed = true;
        }

        @Override
        public void killNow() {
            called("killNow");
            killed = true;
        }

        @Override
        public Teardown.Leftovers endLeftovers(Deadline deadline) {
            called("endLeftovers");
            return Teardown.Leftovers.NONE;
        }

        @Override
        public Containment containment() {
            called("containment");
            return Containment.LIMITS;
        }

        @Override
        public OptionalInt exitCode() {
            called("exitCode");
            return killed ? OptionalInt.of(137) : OptionalInt.empty();
        }

        @Override
        public OptionalInt signal() {
            called("signal");
            return killed ? OptionalInt.of(9) : OptionalInt.empty();
        }

        @Override
        public int release(Deadline deadline) {
            called("release");
            return 0;
        }
    }

    static Stream<Arguments> faults() {
        List<Supplier<? extends Throwable>> problems = List.of(
                () -> new IllegalStateException("absurd data"),
                () -> new OutOfMemoryError("on purpose"),
                () -> new StackOverflowError("on purpose"),
                () -> new NoClassDefFoundError("on purpose"));
        return STEPS.stream().flatMap(step -> problems.stream().map(problem -> Arguments.of(step, problem)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Tag("R-81")
    void aStepThatThrowsStopsNoOtherAndIsNamed(String step, Supplier<? extends Throwable> problem) {
        String method = step.substring(0, step.indexOf(':'));
        Thrower target = new Thrower(method, problem);
        ProcessExit exit = new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), false);

        assertThat(target.killed).isTrue();
        assertThat(target.calls)
                .containsSubsequence(
                        "refuseWrites",
                        "noteDescendants",
                        "closeStdin",
                        "closeStdout",
                        "awaitExit",
                        "terminate",
                        "kill",
                        "endLeftovers",
                        "exitCode",
                        "signal",
                        "release");
        assertThat(exit.problems())
                .singleElement()
                .asString()
                .isEqualTo(step.substring(step.indexOf(':') + 2) + " failed: " + problem.get());
        assertThat(exit.exitCode()).isEqualTo(method.equals("exitCode") ? OptionalInt.empty() : OptionalInt.of(137));
        assertThat(exit.stage()).isIn(Stage.KILL, Stage.ABANDONED);
        assertThat(exit.unseen().isEmpty()).isEqualTo(!method.equals("endLeftovers"));
    }

    @Test
    @Tag("R-81")
    void aKillThatThrowsIsTriedOnceMoreWithoutASearch() {
        Thrower target = new Thrower("kill", () -> new OutOfMemoryError("on purpose"));
        new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), false);

        assertThat(target.calls).containsSubsequence("kill", "killNow", "endLeftovers");
    }

    /** It exited while its descendants were being ended. */
    @Test
    @Tag("R-93")
    void anExitWhoseCodeIsKnownIsNotAbandoned() {
        Thrower target = new Thrower("awaitExit", () -> new IllegalStateException("never seen to exit"));
        ProcessExit exit = new Teardown(target, PLAN).run(Deadline.in(PLAN.budget()), false);

        assertThat(exit.exitCode()).hasValue(137);
        assertThat(exit.stage()).isEqualTo(Stage.KILL);
    }
}
