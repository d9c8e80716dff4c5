package dev.agentsdk.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * After every test: no child and no zombie of this JVM, no thread of the SDK, and as many descriptors as before. What a
 * child has left elsewhere is the test's own to check, since only that knows its id.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(NothingLeft.class);

    /** The JDK's own watcher of a child lets go of its descriptors a moment after the child's end. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Before(int descriptors, List<String> list) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        Warmth.warmUp();
        context.getStore(NAMESPACE).put("before", new Before(Procs.openDescriptors(), Procs.descriptors()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Before before = context.getStore(NAMESPACE).get("before", Before.class);
        // Children at once: close() has promised that.
        assertThat(Procs.children())
                .as("children of this JVM, zombies included")
                .isEmpty();
        Procs.await(
                "the SDK's threads to be gone: " + Procs.sdkThreads(),
                PATIENCE,
                () -> Procs.sdkThreads().isEmpty());
        Procs.await(
                "the descriptors to be as before: " + before.list() + " now " + Procs.descriptors(),
                PATIENCE,
                () -> Procs.openDescriptors() <= before.descriptors());
    }
}
