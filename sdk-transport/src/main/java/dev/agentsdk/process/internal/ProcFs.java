package dev.agentsdk.process.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads Linux's {@code /proc}. Whatever vanishes while it is read is simply not there: processes come and go.
 */
public final class ProcFs {

    private static final Path PROC = Path.of("/proc");

    /** Start times are counted in these, whatever the kernel's own clock does. */
    private static final long MILLIS_PER_TICK = 10;

    /** Whether the kernel lists the children of a thread (CONFIG_PROC_CHILDREN), which spares a scan of everything. */
    private static final boolean LISTS_CHILDREN =
            Files.exists(Path.of("/proc/self/task/" + ProcessHandle.current().pid() + "/children"));

    private ProcFs() {}

    /**
     * A line of {@code /proc/PID/stat}.
     *
     * @param pid the process
     * @param state R, S, D, T, Z, X …
     * @param parent the parent's process id
     * @param group the process group
     * @param session the session
     * @param startTime when it started, in clock ticks after boot; tells processes with the same id apart
     */
    public record Stat(long pid, char state, long parent, long group, long session, long startTime) {

        /** {@return whether it can still do anything: a zombie cannot} */
        public boolean isAlive() {
            return state != 'Z' && state != 'X';
        }

        /** {@return its identity} */
        public ProcessId id() {
            return new ProcessId(pid, startTime);
        }
    }

    /**
     * A process that no other one is taken for, though ids are used again.
     *
     * @param pid the process id
     * @param startTime when it started, in clock ticks after boot
     */
    public record ProcessId(long pid, long startTime) {}

    /**
     * Whether there is a {@code /proc} to read.
     *
     * @return true on Linux
     */
    public static boolean exists() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /**
     * What is known of a process.
     *
     * @param pid its id
     * @return empty if it does not exist (any more)
     */
    public static Optional<Stat> stat(long pid) {
        try {
            return parse(pid, Files.readAllBytes(PROC.resolve(pid + "/stat")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The name in brackets may hold anything, also brackets and blanks: count from the last one. */
    private static Optional<Stat> parse(long pid, byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int bracket = text.lastIndexOf(')');
        if (bracket < 0) {
            return Optional.empty();
        }
        String[] fields = text.substring(bracket + 2).split(" ", 21);
        if (fields.length < 21) {
            return Optional.empty();
        }
        return Optional.of(new Stat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19])));
    }

    /**
     * Whether a process is still the one that it was, and alive.
     *
     * @param id its identity
     * @return false for a zombie and for another process with the same number
     */
    public static boolean isAlive(ProcessId id) {
        return stat(id.pid())
                .filter(stat -> stat.startTime() == id.startTime() && stat.isAlive())
                .isPresent();
    }

    /**
     * All live descendants of a process.
     *
     * @param pid the process; itself not included
     * @return children before grandchildren
     */
    public static List<ProcessId> descendants(long pid) {
        List<ProcessId> found = new ArrayList<>();
        List<Long> parents = List.of(pid);
        List<Stat> all = LISTS_CHILDREN ? List.of() : scan(Stat::isAlive);
        while (!parents.isEmpty()) {
            List<Long> next = new ArrayList<>();
            for (long parent : parents) {
                for (Stat child : LISTS_CHILDREN ? children(parent) : childrenIn(all, parent)) {
                    ProcessId id = child.id();
                    // A list that is read while it changes may show a process twice.
                    if (child.isAlive() && !found.contains(id)) {
                        found.add(id);
                        next.add(child.pid());
                    }
                }
            }
            parents = next;
        }
        return found;
    }

    private static List<Stat> childrenIn(List<Stat> all, long parent) {
        return all.stream().filter(stat -> stat.parent() == parent).toList();
    }

    /**
     * The kernel lists children by the thread that started them. Those of a thread that ends are handed on to the first one
     * that lives, so that the first is read last: then they are seen in the one list or in the other.
     */
    private static List<Stat> children(long pid) {
        List<Path> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            tasks.forEach(threads::add);
        } catch (IOException | DirectoryIteratorException e) {
            // The process has ended: so have its threads.
            return List.of();
        }
        Collections.reverse(threads);
        List<Stat> children = new ArrayList<>();
        for (Path thread : threads) {
            for (long child : childrenOf(thread)) {
                stat(child).ifPresent(children::add);
            }
        }
        return children;
    }

    private static List<Long> childrenOf(Path thread) {
        try {
            return Arrays.stream(Files.readString(thread.resolve("children"), StandardCharsets.US_ASCII)
                            .split(" ", -1))
                    .filter(child -> !child.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            // It has ended, and the others have its children.
            return List.of();
        }
    }

    /**
     * What a process was started with: name and value pairs that end in NUL. No bytes at all mean that it is a zombie or a
     * kernel thread, has an empty environment, or is in the middle of an exec.
     *
     * @param pid its id
     * @return nothing if it does not exist or belongs to somebody else
     */
    public static Optional<byte[]> environment(long pid) {
        // In one piece: an exec between two reads looks like the end of the file. Nearly all fit the first buffer.
        for (int size = 32 << 10; ; size *= 4) {
            byte[] buffer = new byte[size];
            int length;
            try (InputStream in = Files.newInputStream(PROC.resolve(pid + "/environ"))) {
                length = Math.max(0, in.read(buffer));
            } catch (IOException e) {
                return Optional.empty();
            }
            if (length < size) {
                return Optional.of(Arrays.copyOf(buffer, length));
            }
        }
    }

    /**
     * The id that was given away last, which is not that of the newest process any more once ids start anew.
     *
     * @return the id; -1 if it is not known
     */
    public static long newestPid() {
        try {
            String[] fields = Files.readString(PROC.resolve("loadavg")).strip().split(" ", -1);
            return Long.parseLong(fields[fields.length - 1]);
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Whether a process has started within a time from now.
     *
     * @param stat the process
     * @param age the time
     * @return also true if it is a matter of ticks, or cannot be told
     */
    public static boolean isYounger(Stat stat, Duration age) {
        try {
            double uptimeSeconds =
                    Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ", 2)[0]);
            double startedSeconds = (stat.startTime() + 2) * MILLIS_PER_TICK / 1e3;
            return uptimeSeconds - startedSeconds <= age.toMillis() / 1e3;
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }

    /**
     * The ids of all processes.
     *
     * @return those that could be listed
     */
    public static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                pids.add(Long.parseLong(process.getFileName().toString()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return pids;
        }
        return pids;
    }

    /**
     * All processes that fit.
     *
     * @param wanted which ones
     * @return what was found
     */
    public static List<Stat> scan(Predicate<Stat> wanted) {
        List<Stat> found = new ArrayList<>();
        for (long pid : pids()) {
            stat(pid).filter(wanted).ifPresent(found::add);
        }
        return found;
    }
}
