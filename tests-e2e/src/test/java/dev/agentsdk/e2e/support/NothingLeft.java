package dev.agentsdk.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What a test has left is reported once, and ended: the tests after it have not failed. */
    private static final Set<Long> REPORTED = ConcurrentHashMap.newKeySet();

    private record Before(int descriptors, List<String> list) {}

    /** The id cannot have been given away while it is the id of our child. */
    private static void end(Procs.Stat child) {
        REPORTED.add(child.pid());
        ProcessHandle.current()
                .children()
                .filter(handle -> handle.pid() == child.pid())
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Warmth.warmUp();
        context.getStore(NAMESPACE).put("before", new Before(Procs.openDescriptors(), Procs.descriptors()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Before before = context.getStore(NAMESPACE).get("before", Before.class);
        // Children at once: close() has promised that.
        List<Procs.Stat> left = Procs.children().stream()
                .filter(child -> !REPORTED.contains(child.pid()))
                .toList();
        left.forEach(NothingLeft::end);
        assertThat(left).as("children of this JVM, zombies included").isEmpty();
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
