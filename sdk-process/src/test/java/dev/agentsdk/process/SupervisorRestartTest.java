package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Children that fail and are started again. */
class SupervisorRestartTest extends SupervisorTestBase {

    private static RestartPolicy quickly(int restarts) {
        return RestartPolicy.onFailure(restarts).withBackoff(Duration.ofMillis(20), Duration.ofMillis(80));
    }

    @Test
    void aFailureIsTriedAgainUpToTheLimitWithGrowingWaits() {
        ProcessSupervisor supervisor = supervisor();
        long start = System.nanoTime();
        supervisor.start(child("bad", "echo try; exit 7").withRestart(quickly(4)));

        awaitState(supervisor, "bad", ChildState.FAILED);
        // 20 + 40 + 80 + 80
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(220))
                .is(under(Duration.ofSeconds(10)));
        ChildStatus status = supervisor.status("bad").orElseThrow();
        assertThat(status.restarts()).isEqualTo(4);
        assertThat(status.exits())
                .hasSize(5)
                .allSatisfy(
                        exit -> assertThat(exit.exit().orElseThrow().exitCode()).hasValue(7));
        assertThat(texts(supervisor, "bad")).containsExactly("try", "try", "try", "try", "try");
    }

    @Test
    void aSuccessIsNotTriedAgain() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("good", "exit 0").withRestart(quickly(4)));

        awaitState(supervisor, "good", ChildState.EXITED);
        assertThat(supervisor.status("good").orElseThrow().restarts()).isZero();
    }

    @Test
    void itIsWellAgainWhenItSucceeds() {
        Path file = dir.resolve("second");
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("flaky", "[ -e " + file + " ] && exec sleep 1000; touch " + file + "; exit 1")
                .withRestart(quickly(1)));

        Eventually.await("it runs for the second time", () -> {
            ChildStatus status = supervisor.status("flaky").orElseThrow();
            return status.restarts() == 1 && status.state() == ChildState.RUNNING;
        });
    }

    /** A run that lasts long enough forgives the failures before it. */
    @Test
    void aStableRunBeginsANewRow() {
        ProcessSupervisor supervisor = supervisor();
        RestartPolicy policy = new RestartPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(100));
        supervisor.start(child("slow", "sleep 0.15; exit 1").withRestart(policy));

        Eventually.await(
                "more restarts than are allowed in a row",
                () -> supervisor.status("slow").orElseThrow().restarts() > 3);
    }

    @Test
    void whileItWaitsItCountsAndCanBeStoppedAtOnce() {
        ProcessSupervisor supervisor = supervisor(1);
        supervisor.start(child("bad", "exit 1")
                .withRestart(RestartPolicy.onFailure(1).withBackoff(Duration.ofHours(1), Duration.ofHours(1))));
        awaitState(supervisor, "bad", ChildState.BACKOFF);
        assertThat(supervisor.status("bad").orElseThrow().restartIn().orElseThrow())
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThatThrownBy(() -> supervisor.start(child("other", "exit 0"))).isInstanceOf(SupervisorException.class);
        long start = System.nanoTime();

        ChildStatus stopped = supervisor.stop("bad");

        assertThat(stopped.state()).isEqualTo(ChildState.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(1)));
    }

    @Test
    void aStoppedChildIsNotTriedAgain() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("web", "trap 'exit 1' TERM; echo up; while :; do sleep 0.01; done")
                .withRestart(quickly(9)));
        awaitLine(supervisor, "web", "up");

        assertThat(supervisor.stop("web", hasty()).state()).isEqualTo(ChildState.STOPPED);
        assertThat(supervisor.status("web").orElseThrow().restarts()).isZero();
    }

    @Test
    void aProgramThatIsGoneIsAFailureOfTheRestart() throws IOException {
        Path script = Files.writeString(dir.resolve("program"), "#!/bin/sh\nrm \"$0\"\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(
                ChildSpec.of("vanishing", ProcessSpec.of(script.toString())).withRestart(quickly(2)));

        awaitState(supervisor, "vanishing", ChildState.FAILED);
        List<ChildExit> exits = supervisor.status("vanishing").orElseThrow().exits();
        assertThat(exits).hasSize(3);
        assertThat(exits.get(0).startError()).isEmpty();
        assertThat(exits.get(2).exit()).isEmpty();
        assertThat(exits.get(2).startError().orElseThrow())
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void onlyTheLastExitsAreKept() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("bad", "exit 1")
                .withRestart(RestartPolicy.onFailure(30).withBackoff(Duration.ZERO, Duration.ZERO)));

        awaitState(supervisor, "bad", ChildState.FAILED);
        assertThat(supervisor.status("bad").orElseThrow().restarts()).isEqualTo(30);
        assertThat(supervisor.status("bad").orElseThrow().exits()).hasSize(20);
    }

    @Test
    void aRestartByHandGoesOnWithLinesAndHistory() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("first", "exec sleep 1000"));
        long before =
                supervisor.start(child("web", "echo $$; exec sleep 1000")).pid().orElseThrow();
        supervisor.start(child("last", "exec sleep 1000"));
        awaitLine(supervisor, "web", Long.toString(before));

        ChildStatus after = supervisor.restart("web");

        assertThat(after.state()).isEqualTo(ChildState.RUNNING);
        assertThat(after.restarts()).isEqualTo(1);
        assertThat(after.exits()).hasSize(1);
        assertThat(isAlive(before)).isFalse();
        awaitLine(supervisor, "web", Long.toString(after.pid().orElseThrow()));
        assertThat(texts(supervisor, "web")).startsWith(Long.toString(before));
        assertThat(supervisor.statuses()).extracting(ChildStatus::name).containsExactly("first", "web", "last");
        supervisor.stop("web", hasty());
        assertThat(supervisor.restart("web").restarts()).isEqualTo(2);
    }

    @Test
    void aRestartByHandThatFailsKeepsTheHistory() throws IOException {
        Path script = Files.writeString(dir.resolve("program"), "#!/bin/sh\nrm \"$0\"\necho up; exec sleep 1000\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(ChildSpec.of("vanishing", ProcessSpec.of(script.toString())));
        awaitLine(supervisor, "vanishing", "up");

        assertThatThrownBy(() -> supervisor.restart("vanishing")).isInstanceOf(ProcessStartException.class);

        ChildStatus status = supervisor.status("vanishing").orElseThrow();
        assertThat(status.state()).isEqualTo(ChildState.STOPPED);
        assertThat(status.exits()).hasSize(1);
        assertThat(texts(supervisor, "vanishing")).containsExactly("up");
    }
}
