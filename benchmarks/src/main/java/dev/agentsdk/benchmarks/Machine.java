package dev.agentsdk.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongPredicate;

/** What the machine and this JVM hold at the moment. Linux. */
final class Machine {

    private Machine() {}

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static String describe() {
        return String.format(
                Locale.ROOT,
                "%s %s, %s %s, %d cores",
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors());
    }

    static int descriptors() {
        return count(Path.of("/proc/self/fd"), "*");
    }

    static int sdkThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("agent-sdk-"))
                .count();
    }

    /** The processor time of the calling thread so far, in seconds. Other load does not change it much. */
    static double ownProcessorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    /** The processor time of the live threads of the SDK so far, in seconds. */
    static double sdkProcessorTime() {
        long nanos = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("agent-sdk-")) {
                nanos += Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()));
            }
        }
        return nanos / 1e9;
    }

    static int threads() {
        return Thread.getAllStackTraces().size();
    }

    /** The files of the SDK that lie in the temporary directory. */
    static int temporaryFiles() {
        return count(Path.of(System.getProperty("java.io.tmpdir")), "agent-sdk-*");
    }

    private static int count(Path directory, String glob) {
        int found = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path ignored : entries) {
                found++;
            }
        } catch (IOException e) {
            return -1;
        }
        return found;
    }

    /** What lives on the heap, in bytes: after as many collections as it takes to find no more garbage. */
    static long liveHeap() {
        Runtime runtime = Runtime.getRuntime();
        long before;
        long now = Long.MAX_VALUE;
        int collections = 0;
        do {
            before = now;
            System.gc();
            now = runtime.totalMemory() - runtime.freeMemory();
        } while (++collections < 5 && now < before - (before >> 8));
        return now;
    }

    /** The resident set of this JVM in bytes. */
    static long residentSet() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            // Not Linux: there is no figure then.
            return -1;
        }
        return -1;
    }

    /** What all live threads together have allocated so far. A thread that ends takes its share along. */
    static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long allocated : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, allocated);
        }
        return sum;
    }

    /** Waits until a process sleeps in a write to a full pipe, for 5 s at the most. */
    static void awaitBlockedInPipeWrite(long pid) throws InterruptedException {
        await(5_000, pid, id -> {
            try {
                return Files.readString(Path.of("/proc/" + id + "/wchan")).contains("pipe_write");
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void await(long millis, long pid, LongPredicate condition) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!condition.test(pid) && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }
}
