package dev.agentsdk.process;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.Stat;
import dev.agentsdk.testsupport.StallMeter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test: no child of this JVM, not even a zombie, no descendant, and no thread of the process layer. */
final class NothingLeftBehind implements AfterEachCallback {

    private static final long SELF = ProcessHandle.current().pid();

    /** What a test has left is reported once, and ended: the tests after it have not failed. */
    private static final Set<Long> REPORTED = ConcurrentHashMap.newKeySet();

    @Override
    public void afterEach(ExtensionContext context) {
        // What has just ended is reaped, and its threads leave, a moment later.
        try {
            Eventually.await(
                    () -> "no process left, but there are " + processes(),
                    () -> processes().isEmpty());
        } catch (AssertionError e) {
            processes().forEach(NothingLeftBehind::end);
            throw e;
        }
        Eventually.await(
                () -> "no thread left, but there are " + threads(),
                () -> threads().isEmpty());
    }

    static List<Stat> processes() {
        return ProcFs.scan(stat -> stat.parent() == SELF && !REPORTED.contains(stat.pid()));
    }

    /** The id cannot have been given away while it is the id of our child. */
    private static void end(Stat child) {
        REPORTED.add(child.pid());
        ProcessHandle.current()
                .children()
                .filter(handle -> handle.pid() == child.pid())
                .forEach(ProcessHandle::destroyForcibly);
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("agent-sdk-"))
                .toList();
    }

    /** How many descriptors this JVM has open. */
    static int descriptors() {
        return StallMeter.still(() -> {
            String[] open = Path.of("/proc/self/fd").toFile().list();
            return open == null ? -1 : open.length;
        });
    }
}
