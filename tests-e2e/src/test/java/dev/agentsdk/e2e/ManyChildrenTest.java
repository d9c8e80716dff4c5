package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** As many processes as a large server would have. */
@E2e
class ManyChildrenTest {

    /** Kept for endings at the limit, as long as a process runs. */
    private static final int DESCRIPTORS_IN_RESERVE = 4;

    @EveryLauncher
    @Tag("R-64")
    void areAllClosedAndLeaveNothing(ProcessLauncher launcher) {
        boolean posix = launcher.name().equals("posix");
        // The jdk launcher has three threads for each, and takes as long to start a hundred.
        int children = posix ? 1000 : 200;
        int descriptors = Procs.openDescriptors();
        List<ManagedProcess> all = new ArrayList<>();
        long start;
        try {
            for (int i = 0; i < children; i++) {
                all.add(launcher.start(ProcessSpec.of("cat"), new ProcessListener() {}));
            }
            assertThat(Procs.children()).hasSize(children);
            assertThat(Procs.openDescriptors() - descriptors)
                    .as("descriptors for %s children", children)
                    .isLessThanOrEqualTo(6 * children + DESCRIPTORS_IN_RESERVE);
            if (posix) {
                assertThat(Procs.sdkThreads()).as("one for each").hasSizeLessThan(children + 10);
            }
        } finally {
            start = System.nanoTime();
            all.forEach(ManagedProcess::close);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(10)));
        assertThat(all)
                .allSatisfy(process -> assertThat(process.exit().join().stage()).isEqualTo(ProcessExit.Stage.EOF));
    }
}
