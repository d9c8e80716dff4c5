package dev.agentsdk.testsupport;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Sums the time that the threads of this JVM and of its descendants were ready to run and waited for a processor: the
 * second field of {@code /proc/PID/task/TID/schedstat}, in nanoseconds. The compiler threads of JVMs are left out, because
 * no other thread waits for them. Zero on systems without that file. Not thread-safe.
 *
 * <p>What a thread or process waited between the last sample and its own end is not seen: the sum is a lower estimate.
 */
final class RunQueueWaits {

    private static final Path PROC = Path.of("/proc");
    private static final long SELF = ProcessHandle.current().pid();

    /** Process ids seen before; true for this JVM and its descendants, also for those that were orphaned since. */
    private Map<Long, Boolean> known = new HashMap<>();

    /** The last value of each thread. */
    private Map<Path, Long> waits = new HashMap<>();

    private final Set<Path> ignored = new HashSet<>();
    private long sum;

    /**
     * Takes a sample.
     *
     * @return the nanoseconds up to now, which never decrease
     */
    long sample() {
        Map<Path, Long> now = new HashMap<>();
        for (long pid : ours()) {
            Path tasks = PROC.resolve(pid + "/task");
            String[] threads = list(tasks);
            for (String task : threads) {
                Path file = tasks.resolve(task).resolve("schedstat");
                if (threads.length > 1 && isCompiler(tasks.resolve(task))) {
                    continue;
                }
                long wait = secondField(file);
                if (wait >= 0) {
                    now.put(file, wait);
                    long before = waits.getOrDefault(file, 0L);
                    // Less than before: the id was given to another thread.
                    sum += wait >= before ? wait - before : wait;
                }
            }
        }
        waits = now;
        return sum;
    }

    /** The name of a thread is read once. */
    private boolean isCompiler(Path task) {
        if (waits.containsKey(task.resolve("schedstat"))) {
            return false;
        }
        if (ignored.contains(task)) {
            return true;
        }
        boolean compiler = read(task.resolve("comm")).matches("C[12] Compiler.*\\s*");
        if (compiler) {
            ignored.add(task);
        }
        return compiler;
    }

    private Set<Long> ours() {
        Map<Long, Boolean> next = new HashMap<>();
        for (String name : list(PROC)) {
            if (Character.isDigit(name.charAt(0))) {
                long pid = Long.parseLong(name);
                Boolean before = known.get(pid);
                if (before != null) {
                    next.put(pid, before);
                }
            }
        }
        next.put(SELF, true);
        for (String name : list(PROC)) {
            if (Character.isDigit(name.charAt(0))) {
                isOurs(Long.parseLong(name), next, 0);
            }
        }
        known = next;
        Set<Long> ours = new HashSet<>();
        next.forEach((pid, yes) -> {
            if (yes) {
                ours.add(pid);
            }
        });
        return ours;
    }

    private static boolean isOurs(long pid, Map<Long, Boolean> known, int depth) {
        Boolean before = known.get(pid);
        if (before != null) {
            return before;
        }
        long parent = parent(pid);
        boolean ours = parent > 0 && depth < 64 && isOurs(parent, known, depth + 1);
        known.put(pid, ours);
        return ours;
    }

    private static long parent(long pid) {
        String stat = read(PROC.resolve(pid + "/stat"));
        // The name, in brackets, may contain anything.
        int end = stat.lastIndexOf(')');
        String[] fields =
                end < 0 ? new String[0] : stat.substring(end + 1).strip().split(" ", 3);
        return fields.length < 3 ? -1 : Long.parseLong(fields[1]);
    }

    private static long secondField(Path file) {
        String[] fields = read(file).split(" ", 3);
        return fields.length < 3 ? -1 : Long.parseLong(fields[1]);
    }

    private static String[] list(Path directory) {
        String[] names = new File(directory.toString()).list();
        return names == null ? new String[0] : names;
    }

    /** Empty for a thread that has gone, or that may not be looked at. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
