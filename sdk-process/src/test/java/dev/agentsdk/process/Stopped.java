package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.internal.ProcFs;
import java.io.IOException;

/** Processes that stop themselves, so that they do nothing until they are told to go on. */
final class Stopped {

    private Stopped() {}

    static void awaitStopped(ManagedProcess process) {
        Eventually.await(
                "the process has stopped itself",
                () -> ProcFs.stat(process.pid())
                        .filter(stat -> stat.state() == 'T')
                        .isPresent());
    }

    /** Has it go on; only once it has stopped, since the signal would be lost on it before. */
    static void resume(ManagedProcess process) throws IOException, InterruptedException {
        awaitStopped(process);
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -CONT " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }
}
