package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.SupervisorException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Children by name: starting, looking, stopping. */
class ProcessSupervisorTest extends SupervisorTestBase {

    private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(SupervisorException.class)
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(SupervisorException.class))
                .extracting(SupervisorException::reason)
                .isEqualTo(reason);
    }

    @Test
    void aChildRunsUntilItIsStopped() {
        ProcessSupervisor supervisor = supervisor();
        ChildStatus started = supervisor.start(child("web", "echo out; echo err >&2; exec cat"));

        assertThat(started.name()).isEqualTo("web");
        assertThat(started.state()).isEqualTo(ChildState.RUNNING);
        long pid = started.pid().orElseThrow();
        assertThat(isAlive(pid)).isTrue();
        awaitLine(supervisor, "web", "out");
        awaitLine(supervisor, "web", "err");
        ChildStatus running = supervisor.status("web").orElseThrow();
        assertThat(running.lines()).isEqualTo(2);
        assertThat(running.bytes()).isEqualTo(8);
        assertThat(running.uptime()).isPositive();
        assertThat(running.exits()).isEmpty();
        assertThat(supervisor.lines("web"))
                .containsExactlyInAnyOrder(
                        new OutputLine(OutputSource.STDOUT, "out", true),
                        new OutputLine(OutputSource.STDERR, "err", true));

        ChildStatus stopped = supervisor.stop("web");

        assertThat(isAlive(pid)).isFalse();
        assertThat(stopped.state()).isEqualTo(ChildState.STOPPED);
        assertThat(stopped.pid()).isEmpty();
        assertThat(stopped.uptime()).isZero();
        ProcessExit exit = stopped.lastExit().orElseThrow().exit().orElseThrow();
        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.exitCode()).hasValue(0);
        assertThat(supervisor.stop("web")).isEqualTo(stopped);
        assertThat(texts(supervisor, "web")).containsExactlyInAnyOrder("out", "err");
    }

    @Test
    void itIsStoppedByItsPlanAndItsLastLinesAreKept() {
        ProcessSupervisor supervisor = supervisor();
        TeardownPlan plan = hasty();
        supervisor.start(child("polite", "trap 'echo bye; exit 3' TERM; echo up; sleep 1000 & wait; exec sleep 1000"));
        supervisor.start(child("deaf", "trap '' TERM; echo up; while :; do sleep 0.01; done"));
        awaitLine(supervisor, "polite", "up");
        awaitLine(supervisor, "deaf", "up");

        ChildStatus polite = supervisor.stop("polite", plan);
        long start = System.nanoTime();
        ChildStatus deaf = supervisor.stop("deaf", merciless());

        assertThat(polite.lastExit().orElseThrow().exit().orElseThrow().stage()).isEqualTo(Stage.TERM);
        assertThat(polite.lastExit().orElseThrow().exit().orElseThrow().exitCode())
                .hasValue(3);
        assertThat(texts(supervisor, "polite")).contains("bye");
        assertThat(deaf.lastExit().orElseThrow().exit().orElseThrow().stage()).isEqualTo(Stage.KILL);
        assertThat(deaf.lastExit().orElseThrow().exit().orElseThrow().signal()).hasValue(9);
        // 80 ms for EOF and 80 ms for SIGTERM.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(160))
                .is(under(Duration.ofSeconds(3)));
    }

    @Test
    void itsChildrenAreGoneWithIt() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("parent", "sleep 1000 & echo $!; setsid sh -c 'echo $$; exec sleep 1000' & wait"));
        Eventually.await("two processes", () -> supervisor.lines("parent").size() == 2);

        supervisor.stop("parent", hasty());

        assertThat(texts(supervisor, "parent"))
                .hasSize(2)
                .allSatisfy(pid -> assertThat(isAlive(Long.parseLong(pid))).isFalse());
    }

    @Test
    void aChildThatEndsIsExitedOrFailed() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("good", "exit 0"));
        supervisor.start(child("bad", "exit 5"));

        awaitState(supervisor, "good", ChildState.EXITED);
        awaitState(supervisor, "bad", ChildState.FAILED);
        ChildExit exit = supervisor.status("bad").orElseThrow().lastExit().orElseThrow();
        assertThat(exit.exit().orElseThrow().exitCode()).hasValue(5);
        assertThat(exit.exit().orElseThrow().stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(exit.isSuccess()).isFalse();
        assertThat(supervisor.stop("bad").state()).isEqualTo(ChildState.FAILED);
    }

    @Test
    void theLastLinesAreKeptAndAllAreCounted() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("counter", "seq 1 10000").withBufferedLines(3));

        awaitState(supervisor, "counter", ChildState.EXITED);
        assertThat(texts(supervisor, "counter")).containsExactly("9998", "9999", "10000");
        assertThat(supervisor.status("counter").orElseThrow().lines()).isEqualTo(10_000);
        supervisor.start(child("silent", "seq 1 10").withBufferedLines(0));
        awaitState(supervisor, "silent", ChildState.EXITED);
        assertThat(supervisor.lines("silent")).isEmpty();
    }

    /** A flood is read all the time, in bounded memory: each piece of the endless line is 16 KiB. */
    @Test
    void anEndlessLineComesInPieces() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("flood", "head -c 100000 /dev/zero").withBufferedLines(2));

        awaitState(supervisor, "flood", ChildState.EXITED);
        assertThat(supervisor.lines("flood")).hasSize(2);
        assertThat(supervisor.lines("flood").get(0).complete()).isFalse();
        assertThat(supervisor.lines("flood").get(0).text()).hasSize(16 << 10);
        assertThat(supervisor.status("flood").orElseThrow().lines()).isEqualTo(1);
        assertThat(supervisor.status("flood").orElseThrow().bytes()).isEqualTo(100_000);
    }

    @Test
    void itsStdinIsOpenUnlessItHasAnInput() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(ChildSpec.of("cat", ProcessSpec.of("cat")));
        assertThat(supervisor.write("cat", soon(), utf8("one\n"), utf8("two\n")))
                .isTrue();
        awaitLine(supervisor, "cat", "two");
        supervisor.stop("cat");
        assertRefused(
                () -> supervisor.write("cat", soon(), utf8("three\n")),
                Reason.NOT_RUNNING,
                "Nothing can be written to the child cat");

        supervisor.start(ChildSpec.of("fed", ProcessSpec.of("cat").withStdin(ProcessInput.of("food\n"))));
        awaitState(supervisor, "fed", ChildState.EXITED);
        assertThat(texts(supervisor, "fed")).containsExactly("food");
    }

    @Test
    void interpretersAreToldToWriteAtOnce() {
        ProcessSupervisor supervisor = supervisor();
        String show = "echo $PYTHONUNBUFFERED,$GFORTRAN_UNBUFFERED_PRECONNECTED,$GIT_FLUSH,$KEPT";
        ProcessSpec own =
                shell(show).withEnvironment(Map.of("PATH", "/usr/bin:/bin", "PYTHONUNBUFFERED", "0", "KEPT", "k"));
        supervisor.start(child("inherits", show));
        supervisor.start(ChildSpec.of("own", own));
        supervisor.start(ChildSpec.of("off", own).withUnbufferedInterpreters(false));

        awaitLine(supervisor, "inherits", "1,y,1,");
        awaitLine(supervisor, "own", "0,y,1,k");
        awaitLine(supervisor, "off", "0,,,k");
    }

    @Test
    void mergedStderrIsStdout() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(
                ChildSpec.of("merged", shell("echo 1; echo 2 >&2; echo 3").withStderrMerged(true)));

        awaitState(supervisor, "merged", ChildState.EXITED);
        assertThat(supervisor.lines("merged"))
                .containsExactly(
                        new OutputLine(OutputSource.STDOUT, "1", true),
                        new OutputLine(OutputSource.STDOUT, "2", true),
                        new OutputLine(OutputSource.STDOUT, "3", true));
    }

    @Test
    void theLimitIsHard() {
        ProcessSupervisor supervisor = supervisor(2);
        supervisor.start(child("one", "exec sleep 1000"));
        supervisor.start(child("two", "exec sleep 1000"));

        assertRefused(
                () -> supervisor.start(child("three", "exec sleep 1000")),
                Reason.LIMIT_REACHED,
                "The child three cannot be started: 2 live, and no more than 2 may.");
        assertThat(supervisor.status("three")).isEmpty();
        supervisor.stop("one", hasty());
        assertThat(supervisor.start(child("three", "exec sleep 1000")).state()).isEqualTo(ChildState.RUNNING);
    }

    @Test
    void namesAreUniqueAmongTheLiving() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("web", "echo old; exec sleep 1000"));
        awaitLine(supervisor, "web", "old");

        assertRefused(
                () -> supervisor.start(child("web", "exec sleep 1000")),
                Reason.NAME_IN_USE,
                "A child named web lives: it is RUNNING.");
        supervisor.stop("web", hasty());
        supervisor.start(child("web", "echo new; exec sleep 1000"));
        awaitLine(supervisor, "web", "new");
        assertThat(texts(supervisor, "web")).containsExactly("new");
        assertThat(supervisor.status("web").orElseThrow().exits()).isEmpty();
    }

    @Test
    void unknownNamesAreErrorsThatNameTheKnown() {
        ProcessSupervisor supervisor = supervisor();
        assertRefused(
                () -> supervisor.stop("web"), Reason.UNKNOWN_NAME, "There is no child named web; there are none.");
        supervisor.start(child("db", "exec sleep 1000"));

        List<ThrowingCallable> calls = List.of(
                () -> supervisor.stop("web"),
                () -> supervisor.stop("web", hasty()),
                () -> supervisor.restart("web"),
                () -> supervisor.remove("web"),
                () -> supervisor.lines("web"),
                () -> supervisor.write("web", soon(), utf8("x")));
        for (ThrowingCallable call : calls) {
            assertRefused(call, Reason.UNKNOWN_NAME, "There is no child named web; there are db.");
        }
        assertThat(supervisor.status("web")).isEmpty();
    }

    @Test
    void whatCannotBeStartedLeavesNothing() {
        ProcessSupervisor supervisor = supervisor(1);
        List<ProcessSpec> wrong = List.of(
                ProcessSpec.of(),
                ProcessSpec.of("bin/tool"),
                ProcessSpec.of("no-such-program"),
                ProcessSpec.of("true").withCwd(dir.resolve("missing")));
        for (ProcessSpec spec : wrong) {
            assertThatThrownBy(() -> supervisor.start(ChildSpec.of("web", spec)))
                    .isInstanceOf(ProcessStartException.class);
        }
        assertThatThrownBy(() -> supervisor.start(
                        ChildSpec.of("web", ProcessSpec.of("cat").withStdin(ProcessInput.of(dir.resolve("missing"))))))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("The input of web cannot be opened");
        assertThat(supervisor.statuses()).isEmpty();
        assertThat(supervisor.start(child("web", "exit 0")).name()).isEqualTo("web");
    }

    @Test
    void badSettingsAreRefusedAtOnce() {
        for (String name : new String[] {"", " ", "a\nb", "x".repeat(101), "\u0007"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ChildSpec.of(name, ProcessSpec.of("true")));
        }
        ChildSpec spec = ChildSpec.of("web", ProcessSpec.of("true"));
        assertThatIllegalArgumentException().isThrownBy(() -> spec.withBufferedLines(-1));
        ProcessSupervisor.Builder builder = ProcessSupervisor.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.stopBudget(Duration.ofSeconds(-1)));
    }

    @Test
    void anEndedChildCanBeForgotten() {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("web", "exec sleep 1000"));
        assertRefused(() -> supervisor.remove("web"), Reason.STILL_LIVE, "cannot be removed, it is RUNNING");

        supervisor.stop("web", hasty());
        supervisor.remove("web");

        assertThat(supervisor.statuses()).isEmpty();
    }

    @Test
    void ofVeryManyEndedChildrenTheOldestAreForgotten() {
        ProcessSupervisor supervisor = supervisor(1);
        for (int i = 0; i < 110; i++) {
            supervisor.start(ChildSpec.of("child-" + i, ProcessSpec.of("true")));
            awaitState(supervisor, "child-" + i, ChildState.EXITED);
        }
        assertThat(supervisor.statuses())
                .hasSizeBetween(100, 101)
                .last()
                .extracting(ChildStatus::name)
                .isEqualTo("child-109");
        assertThat(supervisor.status("child-0")).isEmpty();
    }

    @Test
    void allAreStoppedAtTheSameTimeWithinOneBudget() {
        ProcessSupervisor supervisor = supervisor();
        for (int i = 0; i < 6; i++) {
            supervisor.start(child("deaf-" + i, "trap '' TERM; echo up; while :; do sleep 0.05; done"));
            awaitLine(supervisor, "deaf-" + i, "up");
        }
        supervisor.start(child("over", "exit 0"));
        awaitState(supervisor, "over", ChildState.EXITED);
        long start = System.nanoTime();

        // By its plan each would take 1.6 s.
        Map<String, ChildStatus> stopped = supervisor.stopAll(Duration.ofMillis(900));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(400))
                .is(under(Duration.ofMillis(1900)));
        assertThat(stopped.keySet())
                .containsExactly("deaf-0", "deaf-1", "deaf-2", "deaf-3", "deaf-4", "deaf-5", "over");
        stopped.forEach((name, status) -> {
            if (name.equals("over")) {
                assertThat(status.state()).isEqualTo(ChildState.EXITED);
            } else {
                assertThat(status.state()).isEqualTo(ChildState.STOPPED);
                assertThat(status.lastExit().orElseThrow().exit().orElseThrow().stage())
                        .isEqualTo(Stage.KILL);
            }
        });
    }

    @Test
    void closingStopsAllAndRefusesMore() {
        ProcessSupervisor supervisor = supervisor();
        long pid = supervisor.start(child("web", "exec sleep 1000")).pid().orElseThrow();

        supervisor.close();
        supervisor.close();

        assertThat(isAlive(pid)).isFalse();
        assertThat(supervisor.status("web").orElseThrow().state()).isEqualTo(ChildState.STOPPED);
        assertRefused(() -> supervisor.start(child("db", "exit 0")), Reason.CLOSED, "The supervisor is closed");
        assertRefused(() -> supervisor.restart("web"), Reason.CLOSED, "The supervisor is closed");
    }

    @Test
    void anInterruptionDoesNotShortenAStop() {
        ProcessSupervisor supervisor = supervisor();
        long pid = supervisor
                .start(child("deaf", "trap '' TERM; echo up; while :; do sleep 0.01; done"))
                .pid()
                .orElseThrow();
        awaitLine(supervisor, "deaf", "up");
        Thread.currentThread().interrupt();

        supervisor.stop("deaf", merciless());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(isAlive(pid)).isFalse();
        assertThat(supervisor.status("deaf").orElseThrow().state()).isEqualTo(ChildState.STOPPED);
    }

    @Test
    void anImpatientStopOvertakesAPatientOne() throws Exception {
        ProcessSupervisor supervisor = supervisor();
        supervisor.start(child("deaf", "trap '' TERM; echo up; while :; do sleep 0.01; done"));
        awaitLine(supervisor, "deaf", "up");
        TeardownPlan patient = TeardownPlan.defaults().withEofGrace(Duration.ofSeconds(60));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<ChildStatus> waiting = thread.submit(() -> supervisor.stop("deaf", patient));
            awaitState(supervisor, "deaf", ChildState.STOPPING);

            ChildStatus killed = supervisor.stop("deaf", merciless());

            assertThat(killed.state()).isEqualTo(ChildState.STOPPED);
            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).state())
                    .isEqualTo(ChildState.STOPPED);
            assertThat(killed.lastExit().orElseThrow().exit().orElseThrow().stage())
                    .isEqualTo(Stage.KILL);
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void manyThreadsAtOnceKeepTheLimitAndTheNames() throws Exception {
        ProcessSupervisor supervisor = supervisor(5);
        ExecutorService threads = Executors.newFixedThreadPool(12);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<List<String>>> all = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            int number = t;
            all.add(threads.submit(() -> {
                List<String> refused = new ArrayList<>();
                go.await();
                for (int i = 0; i < 15; i++) {
                    String name = "child-" + (number + i) % 8;
                    try {
                        supervisor.start(ChildSpec.of(name, ProcessSpec.of("sleep", "1000")));
                        assertThat(supervisor.statuses().stream()
                                        .filter(status -> status.state().isLive())
                                        .count())
                                .isLessThanOrEqualTo(5);
                        supervisor.stop(name, hasty());
                    } catch (SupervisorException e) {
                        refused.add(e.reason().name());
                    }
                }
                return refused;
            }));
        }
        go.countDown();
        List<String> refused = new ArrayList<>();
        for (Future<List<String>> each : all) {
            refused.addAll(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        threads.shutdown();

        assertThat(refused).isSubsetOf("LIMIT_REACHED", "NAME_IN_USE").isNotEmpty();
        assertThat(supervisor.statuses()).noneMatch(status -> status.state() == ChildState.FAILED);
        supervisor.stopAll();
        assertThat(supervisor.statuses()).noneMatch(status -> status.state().isLive());
    }

    @Test
    void stoppingWhileStartingLeavesNothing() throws Exception {
        ProcessSupervisor supervisor = supervisor();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int i : IntStream.range(0, 40).toArray()) {
                String name = "child-" + i % 3;
                Future<?> starting =
                        thread.submit(() -> supervisor.start(ChildSpec.of(name, ProcessSpec.of("sleep", "1000"))));
                Eventually.await(
                        "it is known",
                        () -> supervisor
                                .status(name)
                                .filter(status -> status.state().isLive())
                                .isPresent());

                ChildStatus stopped = supervisor.stop(name, hasty());

                starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(stopped.state()).isEqualTo(ChildState.STOPPED);
            }
        } finally {
            thread.shutdown();
        }
        assertThat(NothingLeftBehind.processes().stream().filter(stat -> stat.isAlive()))
                .isEmpty();
    }
}
