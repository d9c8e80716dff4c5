package dev.agentsdk.process;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.Stat;
import dev.agentsdk.testsupport.StallMeter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test: no child of this JVM, not even a zombie, no descendant, and no thread of the process layer. */
final class NothingLeftBehind implements AfterEachCallback {

    private static final long SELF = ProcessHandle.current().pid();

    @Override
    public void afterEach(ExtensionContext context) {
        // What has just ended is reaped, and its threads leave, a moment later.
        Eventually.await(
                () -> "no process left, but there are " + processes(),
                () -> processes().isEmpty());
        Eventually.await(
                () -> "no thread left, but there are " + threads(),
                () -> threads().isEmpty());
    }

    static List<Stat> processes() {
        return ProcFs.scan(stat -> stat.parent() == SELF);
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
