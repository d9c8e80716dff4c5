package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcessMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has started and leaves behind. */
class LauncherLeftoversTest extends LauncherTestBase {

    private final Recording output = new Recording();
    private long grandchild = -1;

    @AfterEach
    void endTheGrandchild() {
        if (grandchild > 0 && isAlive()) {
            ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isAlive() {
        return ProcFs.stat(grandchild).filter(ProcFs.Stat::isAlive).isPresent();
    }

    /** Starts a script that says the id of its grandchild in the first line. */
    private ManagedProcess startWithGrandchild(String script, TeardownPlan plan) {
        ManagedProcess process = start(shell(script).withTeardown(plan), output);
        output.awaitStdout("\n");
        grandchild = Long.parseLong(output.stdout().lines().findFirst().orElseThrow());
        return process;
    }

    @Test
    void aGrandchildThatHoldsThePipesIsEndedWithTheProcessAndHoldsNothingUp() throws Exception {
        long start = System.nanoTime();
        ManagedProcess process = startWithGrandchild("sleep 1000 & echo $!; exit 3", TeardownPlan.defaults());
        ProcessExit exit = exitOf(process);
        output.awaitEnds();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(exit.stage()).isEqualTo(Stage.ALREADY_EXITED);
        assertThat(exit.exitCode()).hasValue(3);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(isAlive()).isFalse();
        assertThat(took).isGreaterThanOrEqualTo(Duration.ofNanos(1)).is(under(Duration.ofSeconds(3)));
    }

    @Test
    @Tag("R-13")
    void aGrandchildThatWritesWithoutEndIsEndedToo() throws Exception {
        ManagedProcess process =
                startWithGrandchild("sh -c 'echo $$; exec cat /dev/zero' & read x; exit 0", TeardownPlan.defaults());
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();

        assertThat(exitOf(process).isSuccess()).isTrue();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aTreeIsEndedByTheCloseThoughItIgnoresTheSignal() {
        ManagedProcess process = startWithGrandchild(
                "trap '' TERM; sh -c 'sleep 1000 & echo $!; wait' & while :; do sleep 1; done", merciless());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.KILL);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aGrandchildInASessionOfItsOwnIsEndedByTheClose() {
        ManagedProcess process = startWithGrandchild(
                "setsid sh -c 'echo $$; exec sleep 1000' & read x; exit 0", TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(isAlive()).isFalse();
    }

    @Test
    void aGrandchildThatIsToBeLeftSurvivesTheExitAndHoldsNothingUp() throws Exception {
        ManagedProcess process = startWithGrandchild(
                "sleep 1000 & echo $!; exit 0", TeardownPlan.defaults().withDescendants(Descendants.LEAVE));
        ProcessExit exit = exitOf(process);
        output.awaitEnds();

        assertThat(exit.isSuccess()).isTrue();
        assertThat(isAlive()).isTrue();
        assertThat(exit.leftBehind()).contains(grandchild);
    }

    /** The report is bounded by the deadline, the search is not. */
    @Test
    @Tag("R-123")
    void withoutTimeToLookADaemonIsEndedAfterTheClose() {
        ManagedProcess process =
                startWithGrandchild("setsid sh -c 'echo $$; exec sleep 1000' & exec sleep 1000", hasty());
        ProcessExit exit = process.close(Deadline.in(Duration.ZERO));

        assertThat(exit.alsoEnded().contains(grandchild) || !exit.unseen().isEmpty())
                .as(exit.toString())
                .isTrue();
        Eventually.await("the daemon to be ended", () -> !isAlive());
        Eventually.await("threads are gone", () -> NothingLeftBehind.threads().isEmpty());
    }

    @Test
    void aGrandchildThatIsToBeLeftSurvivesTheClose() {
        ManagedProcess process = startWithGrandchild(
                "sleep 1000 & echo $!; exec sleep 1000", hasty().withDescendants(Descendants.LEAVE));
        ProcessExit exit = process.close(soon());

        assertThat(exit.stage()).isEqualTo(Stage.TERM);
        assertThat(exit.elapsed()).isGreaterThanOrEqualTo(hasty().eofGrace()).is(under(Duration.ofSeconds(4)));
        assertThat(isAlive()).isTrue();
    }

    /** Its parent has gone, and so has the parent's session: neither group nor ancestry leads to it. */
    private static final String DAEMON = "setsid sh -c 'sh -c \"echo \\$\\$; exec sleep 1000\" &' ";

    @Test
    @Tag("R-15")
    void aBackgroundJobOfASessionThatHasGoneIsEndedAndReported() {
        ManagedProcess process = startWithGrandchild(DAEMON + "; read x", TeardownPlan.defaults());
        assertThat(ProcFs.descendants(process.pid()))
                .extracting(ProcFs.ProcessId::pid)
                .doesNotContain(grandchild);
        ProcessExit exit = process.close(soon());

        assertThat(isAlive()).isFalse();
        assertThat(exit.stage()).isEqualTo(Stage.EOF);
        assertThat(exit.alsoEnded()).contains(grandchild);
        assertThat(exit.leftBehind()).isEmpty();
    }

    @Test
    @Tag("R-15")
    void aBackgroundJobIsAlsoEndedAfterAnExitOfItsStartersOwn() throws Exception {
        ManagedProcess process = startWithGrandchild(DAEMON + "; read x; exit 0", TeardownPlan.defaults());
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();
        ProcessExit exit = exitOf(process);

        assertThat(isAlive()).isFalse();
        assertThat(exit.alsoEnded()).contains(grandchild);
    }

    @Test
    @Tag("R-11")
    @Tag("R-15")
    @Tag("R-87")
    void aDaemonThatCleanedItsEnvironmentIsEndedToo() {
        ManagedProcess process = startWithGrandchild(
                "setsid env -i /bin/sh -c '/bin/sh -c \"echo \\$\\$; exec sleep 1000\" &'; read x",
                TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(isAlive()).isFalse();
        assertThat(exit.alsoEnded()).contains(grandchild);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(exit.unseen()).isEmpty();
    }

    /** As redis, nginx and postgres do it, to show what they are doing in lists of processes. */
    @Test
    @Tag("R-87")
    void aDaemonThatOverwroteItsEnvironmentIsEndedToo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl to change a title with");
        ManagedProcess process = startWithGrandchild(
                "setsid /usr/bin/perl -e 'exit if fork; $0 = \"title \" x 1000; $| = 1; print \"$$\\n\"; sleep 1000' ;"
                        + " read x",
                TeardownPlan.defaults());
        String shown = new String(ProcFs.environment(grandchild).orElseThrow(), StandardCharsets.ISO_8859_1);
        assertThat(shown).doesNotContain(ProcessMark.VARIABLE);
        ProcessExit exit = process.close(soon());

        assertThat(isAlive()).isFalse();
        assertThat(exit.alsoEnded()).contains(grandchild);
    }

    /** Each generation has a session of its own, and is gone after 20 ms. */
    @Test
    @Tag("R-88")
    void aJobThatForksItselfAnewAllTheTimeIsEnded(@TempDir Path dir) throws Exception {
        Path beats = dir.resolve("beats");
        Path script = Files.writeString(
                dir.resolve("refork.sh"),
                "#!/bin/sh\necho x >> " + beats + "\nsleep 0.02\nsetsid \"$0\" < /dev/null > /dev/null 2>&1 &\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ManagedProcess process = start(shell("setsid " + script + " & read x"), output);
        Eventually.await("a few generations", () -> size(beats) > 10);
        ProcessExit exit = process.close(soon());

        assertThat(exit.leftBehind()).isEmpty();
        long atTheEnd = size(beats);
        Eventually.awaitUnchanged(Duration.ofMillis(300), () -> size(beats));
        assertThat(size(beats)).isEqualTo(atTheEnd);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Its first thread has exited, so that its state is Z; the others run. */
    @Test
    @Tag("R-89")
    void aDaemonWhoseFirstThreadHasExitedIsEndedAndItsThreadsAreNotReported() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no python3 to end a first thread with");
        ManagedProcess process = startWithGrandchild("""
                setsid /usr/bin/python3 -c '
                import ctypes, os, sys, threading, time
                if os.fork(): os._exit(0)
                for i in range(8): threading.Thread(target=time.sleep, args=(1000,)).start()
                print(os.getpid(), flush=True)
                ctypes.CDLL(None).pthread_exit(None)
                '; read x""", TeardownPlan.defaults());
        Eventually.await(
                "the first thread has exited",
                () -> ProcFs.stat(grandchild).map(ProcFs.Stat::state).orElse('?') == 'Z');
        assertThat(isAlive()).isTrue();
        ProcessExit exit = process.close(soon());

        assertThat(isAlive()).isFalse();
        assertThat(exit.alsoEnded()).containsExactly(grandchild);
        assertThat(exit.leftBehind()).isEmpty();
    }

    @Test
    @Tag("R-14")
    void aBackgroundJobThatIsToBeLeftIsReported() {
        ManagedProcess process =
                startWithGrandchild(DAEMON + "; read x", TeardownPlan.defaults().withDescendants(Descendants.LEAVE));
        ProcessExit exit = process.close(soon());

        assertThat(isAlive()).isTrue();
        assertThat(exit.leftBehind()).contains(grandchild);
        assertThat(exit.alsoEnded()).isEmpty();
    }

    @Test
    @Tag("R-14")
    void anotherProcessOfThisJvmIsNotTakenForADescendant() {
        ManagedProcess bystander = start(ProcessSpec.of("sleep", "1000"), new Recording());
        ManagedProcess process = startWithGrandchild(DAEMON + "; read x", TeardownPlan.defaults());
        ProcessExit exit = process.close(soon());

        assertThat(exit.alsoEnded()).doesNotContain(bystander.pid());
        assertThat(bystander.isAlive()).isTrue();
    }
}
