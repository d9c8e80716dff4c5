package dev.agentsdk.e2e.support;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import java.util.List;

/** Has the launchers load what they load once, which opens descriptors that stay, before any are counted. */
final class Warmth {

    private static boolean warm;

    private Warmth() {}

    static synchronized void warmUp() {
        if (!warm) {
            for (ProcessLauncher launcher : List.of(ProcessLauncher.posix(), ProcessLauncher.jdk())) {
                try (ManagedProcess process = launcher.start(ProcessSpec.of("true"), new ProcessListener() {})) {
                    process.exit().join();
                }
            }
            warm = true;
        }
    }
}
