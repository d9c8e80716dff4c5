package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.HangDump;
import dev.agentsdk.e2e.support.Procs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A test that hangs says where, while it does. */
@E2e
class HangDumpTest {

    private static final List<String> DUMPS = new CopyOnWriteArrayList<>();
    private static final List<Long> CHILDREN = new CopyOnWriteArrayList<>();

    @Test
    @Tag("R-80")
    void showsAllStacksAndAllChildren() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Hanging.class))
                                .build(),
                        summary);

        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
        assertThat(DUMPS)
                .singleElement()
                .satisfies(dump -> assertThat(dump)
                        .startsWith("HANGING: hangs()")
                        .contains("pid=" + CHILDREN.get(0) + ", name=sleep, state=S")
                        .contains(Hanging.class.getName() + ".hangs(HangDumpTest.java"));
    }

    /** Not found by the build, since it is a class in another. */
    static final class Hanging {

        @RegisterExtension
        final HangDump dump = new HangDump(Duration.ofMillis(300), DUMPS::add);

        @Test
        void hangs() throws IOException, InterruptedException {
            Process child = new ProcessBuilder("sleep", "100").start();
            try {
                CHILDREN.add(child.pid());
                Procs.await("the dump", Duration.ofSeconds(20), () -> !DUMPS.isEmpty());
            } finally {
                child.destroyForcibly().waitFor();
            }
        }

        @Test
        void doesNotHang() {}
    }
}
