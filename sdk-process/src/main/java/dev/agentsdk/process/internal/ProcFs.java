package dev.agentsdk.process.internal;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads Linux's {@code /proc}. Processes come and go: one that vanishes while it is read counts as absent.
 *
 * <p>Other processes decide what some of these files hold, and may be hostile. Each file is therefore read by one system
 * call into a buffer of a fixed size, and only files that the kernel itself writes are read without a further bound:
 * {@code stat}, {@code limits}, {@code children}. {@code environ} lies in the memory of the other process; reading it can
 * take as long as that process wants.
 */
// More than 400 lines: all reads of /proc, which share their bounds and their rules for what has gone or cannot be
// read.
public final class ProcFs {

    /** The most that is read of an environment; the kernel accepts up to 2 MiB by default at an exec. */
    static final int MAX_ENVIRONMENT_BYTES = 256 << 10;

    private static final int[] ENVIRONMENT_BUFFERS = {32 << 10, MAX_ENVIRONMENT_BYTES};

    private static final int STAT_BYTES = 2 << 10;
    private static final int LIMITS_BYTES = 4 << 10;

    /** Some 9,000 ids a thread. A list that is cut here misses children until the next search. */
    private static final int CHILDREN_BYTES = 64 << 10;

    /** More than all processes of a system take. */
    private static final int MAX_NUMBERS_BYTES = 32 << 20;

    /** The most threads of one process whose children are looked for. */
    private static final int MAX_THREADS = 4_096;

    private static final String LOCKS = "Max file locks";

    private static final int GONE = -1;
    private static final int UNREADABLE = -2;

    /** Whether the kernel lists the children of a thread (CONFIG_PROC_CHILDREN), which spares a scan of everything. */
    private static final boolean LISTS_CHILDREN =
            new File("/proc/self/task/" + ProcessHandle.current().pid() + "/children").exists();

    private static final boolean USABLE = isThisProcess();

    /** The default of the kernel, where the file cannot be read. */
    private static final long DEFAULT_HIGHEST_PID = 32_768;

    /** Read when the first process is started, since it is needed when no descriptor is left. */
    private static final long HIGHEST_PID = readHighestPid();

    private ProcFs() {}

    /**
     * A line of {@code /proc/PID/stat}.
     *
     * @param pid the process
     * @param state R, S, D, T, Z, X …
     * @param parent the parent's process id
     * @param group the process group
     * @param session the session
     * @param threads how many threads it has; a process whose first thread has exited shows state Z and more than one
     * @param startTime when it started, in clock ticks after boot; tells processes with the same id apart
     */
    public record Stat(long pid, char state, long parent, long group, long session, long threads, long startTime) {

        /** {@return whether it can still do anything: a zombie without other threads cannot} */
        public boolean isAlive() {
            return state != 'X' && (state != 'Z' || threads > 1);
        }

        /** {@return whether it has exited and waits to be reaped} */
        public boolean isZombie() {
            return state == 'Z' && threads <= 1;
        }

        /** {@return its identity} */
        public ProcessId id() {
            return new ProcessId(pid, startTime);
        }
    }

    /**
     * A process that is not confused with another one when its id is used again.
     *
     * @param pid the process id
     * @param startTime when it started, in clock ticks after boot
     */
    public record ProcessId(long pid, long startTime) {

        /** The start time of a process that was found by its mark, without a look at its files. */
        public static final long UNKNOWN_START = -1;
    }

    /** Thrown when a file could not be opened because this JVM has no descriptor left, so that nothing is known. */
    public static final class OutOfDescriptorsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfDescriptorsException() {
            super("No file descriptor is left to read /proc with.", null, false, false);
        }
    }

    /**
     * Whether there is a {@code /proc} that shows this JVM's processes. In a PID namespace that was made without mounting
     * {@code /proc} anew it shows those of the outer namespace, whose ids mean other processes here.
     *
     * @return true on Linux with a {@code /proc} of the right namespace
     */
    public static boolean exists() {
        return USABLE;
    }

    private static boolean isThisProcess() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/self"));
            return self.toString().equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Reads at most a buffer of a file, in one system call: between two of them an exec would look like the end of it.
     *
     * @return the number of bytes, or {@link #GONE} or {@link #UNREADABLE}
     * @throws OutOfDescriptorsException if it cannot be opened for want of a descriptor
     */
    private static int read(String path, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(path)) {
            return Math.max(0, in.read(buffer));
        } catch (FileNotFoundException e) {
            // The message is in the language of the system; what is wrong is found out by looking.
            if (!new File(path).exists()) {
                return GONE;
            }
            if (!FreeDescriptors.isOneLeft()) {
                throw new OutOfDescriptorsException();
            }
            return new File(path).exists() ? UNREADABLE : GONE;
        } catch (IOException e) {
            // It was there when it was opened: ESRCH for a process that has gone, EACCES or EIO for one that hides.
            return new File(path).exists() ? UNREADABLE : GONE;
        }
    }

    private static String[] list(String directory) {
        String[] names = new File(directory).list();
        if (names != null) {
            return names;
        }
        if (!FreeDescriptors.isOneLeft()) {
            throw new OutOfDescriptorsException();
        }
        return new String[0];
    }

    /**
     * What is known of a process.
     *
     * @param pid its id
     * @return empty if it does not exist (any more)
     */
    public static Optional<Stat> stat(long pid) {
        byte[] buffer = new byte[STAT_BYTES];
        int length = read("/proc/" + pid + "/stat", buffer);
        return length < 0 ? Optional.empty() : parse(pid, buffer, length);
    }

    /** The name in brackets may hold anything, also brackets and blanks: count from the last one. */
    private static Optional<Stat> parse(long pid, byte[] line, int length) {
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        int bracket = text.lastIndexOf(')');
        if (bracket < 0 || bracket + 2 > text.length()) {
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
                Long.parseLong(fields[17]),
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
     * Whether a number is a process and not a thread of one; {@code /proc} answers for both.
     *
     * @param pid the number
     * @return false also if it does not exist
     */
    public static boolean isProcess(long pid) {
        byte[] buffer = new byte[LIMITS_BYTES];
        int length = read("/proc/" + pid + "/status", buffer);
        if (length < 0) {
            return false;
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        // The name in the first line cannot hold a line feed: the kernel escapes it here.
        return text.contains("\nTgid:\t" + pid + "\n");
    }

    /**
     * The limits on file locks of a process, which the kernel inherits to its children and does not enforce. They can be
     * read of every process, also of another user's.
     *
     * @param pid its id
     * @return empty if it does not exist or does not show them
     */
    public static Optional<LockLimits> lockLimits(long pid) {
        byte[] buffer = new byte[LIMITS_BYTES];
        int length = read("/proc/" + pid + "/limits", buffer);
        if (length < 0) {
            return Optional.empty();
        }
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(LOCKS);
        int end = start < 0 ? -1 : text.indexOf('\n', start);
        if (end < 0) {
            return Optional.empty();
        }
        String[] values = text.substring(start + LOCKS.length(), end).strip().split(" +", 3);
        return values.length < 2
                ? Optional.empty()
                : Optional.of(new LockLimits(LockLimits.parse(values[0]), LockLimits.parse(values[1])));
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
        String[] threads = list("/proc/" + pid + "/task");
        List<Stat> children = new ArrayList<>();
        for (int i = Math.min(threads.length, MAX_THREADS) - 1; i >= 0; i--) {
            for (long child : childrenOf("/proc/" + pid + "/task/" + threads[i])) {
                stat(child).ifPresent(children::add);
            }
        }
        return children;
    }

    private static List<Long> childrenOf(String thread) {
        byte[] buffer = new byte[CHILDREN_BYTES];
        int length = read(thread + "/children", buffer);
        if (length <= 0) {
            // It has ended, and the others have its children; or it has none.
            return List.of();
        }
        String text = new String(buffer, 0, length, StandardCharsets.US_ASCII);
        // Each id is followed by a blank: what stands behind the last one is empty, or cut in two by the buffer.
        String[] ids = text.split(" ", -1);
        List<Long> children = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length - 1; i++) {
            children.add(Long.valueOf(ids[i]));
        }
        return children;
    }

    /**
     * The numbers in a file that has one on each line.
     *
     * @return an empty list if it cannot be read
     * @throws OutOfDescriptorsException if it cannot be opened for want of a descriptor
     */
    static List<Long> numbers(String path) {
        try (FileInputStream in = new FileInputStream(path)) {
            return new String(in.readNBytes(MAX_NUMBERS_BYTES), StandardCharsets.US_ASCII)
                    .lines()
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException | NumberFormatException e) {
            if (!FreeDescriptors.isOneLeft()) {
                throw new OutOfDescriptorsException();
            }
            return List.of();
        }
    }

    /**
     * What a process was started with: name and value pairs that end in NUL, up to {@link #MAX_ENVIRONMENT_BYTES}. No bytes
     * at all mean that it is a zombie or a kernel thread, has an empty environment, or is in the middle of an exec. The
     * process decides how long this takes.
     *
     * @param pid its id
     * @return empty if it does not exist or cannot be read
     */
    public static Optional<byte[]> environment(long pid) {
        // In one piece: an exec between two reads looks like the end of the file. Nearly all fit the first buffer.
        for (int size : ENVIRONMENT_BUFFERS) {
            byte[] buffer = new byte[size];
            int length = read("/proc/" + pid + "/environ", buffer);
            if (length < size) {
                return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
            }
            if (size == MAX_ENVIRONMENT_BYTES) {
                return Optional.of(buffer);
            }
        }
        throw new AssertionError("The last buffer is the largest.");
    }

    /**
     * The id that was given away last, which is not that of the newest process any more once ids start anew.
     *
     * @return the id; -1 if it is not known
     */
    public static long newestPid() {
        return lastNumber("/proc/loadavg", -1);
    }

    /** {@return the highest process id that this system gives away} */
    public static long highestPid() {
        return HIGHEST_PID;
    }

    private static long readHighestPid() {
        try {
            return lastNumber("/proc/sys/kernel/pid_max", DEFAULT_HIGHEST_PID);
        } catch (OutOfDescriptorsException e) {
            return DEFAULT_HIGHEST_PID;
        }
    }

    /** The last word of a file with one short line. */
    private static long lastNumber(String path, long otherwise) {
        byte[] buffer = new byte[128];
        int length = read(path, buffer);
        if (length <= 0) {
            return otherwise;
        }
        String text = new String(buffer, 0, length, StandardCharsets.US_ASCII).strip();
        try {
            return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /**
     * The user whose rights a process has.
     *
     * @param pid its id
     * @return the numeric id; null if it cannot be read
     */
    static @Nullable Object owner(long pid) {
        try {
            return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /**
     * The ids of all processes.
     *
     * @return those that could be listed
     */
    public static List<Long> pids() {
        String[] names = list("/proc");
        List<Long> pids = new ArrayList<>(names.length);
        for (String name : names) {
            if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
                pids.add(Long.valueOf(name));
            }
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
