package dev.agentsdk.process.internal;

import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.ProcFs.OutOfDescriptorsException;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cgroup of one process: all that it starts is in it and cannot leave. Its removal succeeds only when it is empty, which
 * proves that nothing is left.
 *
 * <p>The process is moved into it right after its start, because {@code posix_spawn} of most systems cannot start one there.
 * What it has started before is found by its mark.
 */
public final class ProcessCgroup {

    private static final Logger log = LoggerFactory.getLogger(ProcessCgroup.class);

    private static final String PREFIX = "agent-sdk-";

    private static final long SELF = ProcessHandle.current().pid();

    private static final AtomicLong COUNT = new AtomicLong();

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    /** A descendant with the right to may make cgroups inside this one; deeper ones are killed, but not listed. */
    private static final int MAX_DEPTH = 4;

    /** Those that were not empty when they were to be removed; tried again with the next one. */
    private static final Queue<ProcessCgroup> KEPT = new ConcurrentLinkedQueue<>();

    private final Path directory;

    private ProcessCgroup(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a cgroup for a process that is about to be started.
     *
     * @param plan how the process will be ended
     * @return the cgroup; empty if there is none for this JVM, if the system refuses, or if descendants are to be left
     */
    public static Optional<ProcessCgroup> create(TeardownPlan plan) {
        return plan.descendants() == Descendants.END
                ? CgroupRoot.directory().flatMap(ProcessCgroup::below)
                : Optional.empty();
    }

    private static Optional<ProcessCgroup> below(Path root) {
        if (SWEPT.compareAndSet(false, true)) {
            sweep(root);
        }
        ProcessCgroup kept = KEPT.poll();
        if (kept != null) {
            kept.removeOrKeep();
        }
        ProcessCgroup cgroup = new ProcessCgroup(root.resolve(name(Long.toString(COUNT.incrementAndGet()))));
        try {
            Files.createDirectory(cgroup.directory);
            return Optional.of(cgroup);
        } catch (IOException | RuntimeException e) {
            log.debug("A process gets no cgroup of its own", e);
            return Optional.empty();
        }
    }

    /**
     * Moves a process into it; removes it if the system refuses.
     *
     * @param pid a child of this JVM
     * @return whether the process is in it
     */
    public boolean add(long pid) {
        try {
            write(directory.resolve("cgroup.procs"), Long.toString(pid));
            return true;
        } catch (IOException | RuntimeException e) {
            log.debug("Process {} gets no cgroup of its own", pid, e);
            removeOrKeep();
            return false;
        }
    }

    /** A name that no other process of this system uses, as long as this JVM lives. */
    static String name(String suffix) {
        return PREFIX + SELF + "-" + suffix;
    }

    /** Removes the empty cgroups of JVMs that were killed. One that is in use is not empty, and stays. */
    private static void sweep(Path root) {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(root, PREFIX + "*")) {
            for (Path directory : old) {
                String[] parts = String.valueOf(directory.getFileName()).split("-", -1);
                if (!parts[2].equals(Long.toString(SELF))
                        && ProcessHandle.of(Long.parseLong(parts[2])).isEmpty()) {
                    new ProcessCgroup(directory).remove();
                }
            }
        } catch (IOException | RuntimeException e) {
            log.debug("Cgroups of earlier JVMs could not be removed", e);
        }
    }

    /** In one write, as the kernel wants it. */
    private static void write(Path file, String text) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * The processes that are alive in it.
     *
     * @return their ids, with start times
     * @throws OutOfDescriptorsException if no descriptor is left to look with
     */
    List<ProcessId> members() {
        List<ProcessId> members = new ArrayList<>();
        for (Path inside : directories(directory, MAX_DEPTH)) {
            for (long pid : ProcFs.numbers(inside.resolve("cgroup.procs").toString())) {
                ProcFs.stat(pid)
                        .filter(ProcFs.Stat::isAlive)
                        .map(ProcFs.Stat::id)
                        .ifPresent(members::add);
            }
        }
        return members;
    }

    private static List<Path> directories(Path top, int depth) {
        List<Path> found = new ArrayList<>();
        found.add(top);
        if (depth > 0) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(top, Files::isDirectory)) {
                for (Path child : children) {
                    found.addAll(directories(child, depth - 1));
                }
            } catch (IOException e) {
                log.trace("{} cannot be listed", top, e);
            }
        }
        return found;
    }

    /** Sends SIGKILL to all processes in it at once, also to those that are just being made. */
    void kill() {
        try {
            write(directory.resolve("cgroup.kill"), "1");
        } catch (IOException e) {
            // The processes are killed one by one, too.
            log.debug("The cgroup {} could not be killed as a whole", directory, e);
        }
    }

    /** Removes it, now or with a later start. */
    public void removeOrKeep() {
        if (!remove()) {
            KEPT.add(this);
        }
    }

    /**
     * Removes it.
     *
     * @return false if a process is in it
     */
    boolean remove() {
        List<Path> inside = directories(directory, MAX_DEPTH);
        try {
            for (int i = inside.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(inside.get(i));
            }
            return true;
        } catch (IOException e) {
            log.trace("The cgroup {} is not empty", directory, e);
            return false;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
