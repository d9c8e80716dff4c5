package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessStartException;
import dev.agentsdk.process.ProcessStartException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that threads can be created, before something is called that does not recover if it gets none: the static
 * initializer of a library, or the JDK's start of a process, which leaves the child alive.
 */
public final class FreeThreads {

    /** One would not do: its end is seen by Java a moment before the system counts it no more. */
    private static final int PROBES = 3;

    private static final Duration END = Duration.ofSeconds(10);

    private FreeThreads() {}

    /**
     * Creates a few threads and ends them again.
     *
     * @throws ProcessStartException if that is not possible
     */
    public static void require() {
        OutOfMemoryError none = probe(PROBES);
        if (none != null) {
            throw new ProcessStartException(
                    Reason.OUT_OF_PROCESSES,
                    "No thread can be created: a limit is reached (ulimit -u, or that of the container). A process needs"
                            + " threads of this JVM that read what it writes.",
                    none);
        }
    }

    /**
     * Whether a number of threads can be created.
     *
     * @param count how many
     * @return false if it was not possible a moment ago
     */
    static boolean areThere(int count) {
        return probe(count) == null;
    }

    private static @Nullable OutOfMemoryError probe(int count) {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> probes = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                Thread probe = DaemonThreads.create(() -> Waits.await(end, Deadline.in(END)), "agent-sdk-probe");
                probe.start();
                probes.add(probe);
            }
            return null;
        } catch (OutOfMemoryError e) {
            return e;
        } finally {
            end.countDown();
            probes.forEach(probe -> Waits.join(probe, Deadline.in(END)));
        }
    }
}
