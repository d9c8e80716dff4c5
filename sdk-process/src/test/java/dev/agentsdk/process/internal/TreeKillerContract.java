package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcFs.Stat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A signal is sent only to the process whose identity was found, not to one that has got its id since. */
@Timeout(60)
@Tag("R-96")
public abstract class TreeKillerContract {

    private final TreeKiller killer;
    private final ProcessMark mark = ProcessMark.in(Map.of());
    private Process process;
    private Stat stat;

    protected TreeKillerContract(TreeKiller killer) {
        this.killer = killer;
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(ProcFs.exists(), "needs Linux");
        process = new ProcessBuilder("/bin/sh", "-c", "exec cat").start();
        stat = ProcFs.stat(process.pid()).orElseThrow();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private List<ProcessId> kill(ProcessId victim) {
        return killer.kill(List.of(victim), mark, Deadline.in(Duration.ofSeconds(20)));
    }

    @Test
    void theProcessOfThatIdAndStartTimeIsKilled() throws InterruptedException {
        assertThat(kill(new ProcessId(process.pid(), stat.startTime()))).isEmpty();
        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void aProcessThatStartedLaterOrEarlierIsNotSignalled() throws IOException {
        for (long other : new long[] {stat.startTime() - 1, stat.startTime() + 1}) {
            assertThat(kill(new ProcessId(process.pid(), other))).isEmpty();
        }
        assertIsUnharmed();
    }

    @Test
    void aProcessWhoseStartTimeIsUnknownIsNotSignalledWithoutTheMark() throws IOException {
        assertThat(kill(new ProcessId(process.pid(), ProcessId.UNKNOWN_START))).isEmpty();
        assertIsUnharmed();
    }

    /** It still answers: a signal would have ended it before. */
    private void assertIsUnharmed() throws IOException {
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
        assertThat(process.getInputStream().read()).isEqualTo('x');
        assertThat(process.isAlive()).isTrue();
    }
}
