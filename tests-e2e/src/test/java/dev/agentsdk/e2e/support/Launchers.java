package dev.agentsdk.e2e.support;

import dev.agentsdk.process.ProcessLauncher;
import java.util.stream.Stream;

/** The launchers that every end-to-end test runs on. */
public final class Launchers {

    private Launchers() {}

    /** {@return both; on this platform posix must work, or the test says why not} */
    public static Stream<ProcessLauncher> all() {
        return Stream.of(ProcessLauncher.posix(), ProcessLauncher.jdk());
    }
}
