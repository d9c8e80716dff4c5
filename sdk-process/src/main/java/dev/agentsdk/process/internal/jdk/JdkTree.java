package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessCgroup;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.ProcessTree;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A JDK process and what it has started. A {@link ProcessHandle} signals only the process that it was made for, by its
 * start time. Where there is a {@code /proc}, the descendants are found by the {@link ProcessTree}, also after the end of
 * the process; elsewhere only what was remembered while it lived.
 */
final class JdkTree {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ProcessHandle leader;
    private final boolean ownSession;
    private final boolean withDescendants;

    /** Null where there is no {@code /proc}. */
    private final @Nullable ProcessTree tree;

    private final Set<ProcessHandle> remembered = new LinkedHashSet<>();

    /**
     * The tree of a process that was just started.
     *
     * @param process the process
     * @param ownSession whether it leads a session
     * @param isLimited whether the mark is in its limits, too
     * @param cgroup what it was moved to; null if it has none of its own
     * @param mark what it was started with
     * @param descendants whether anything but the process itself is to be touched
     */
    JdkTree(
            Process process,
            boolean ownSession,
            boolean isLimited,
            @Nullable ProcessCgroup cgroup,
            ProcessMark mark,
            Descendants descendants) {
        this.leader = process.toHandle();
        this.ownSession = ownSession;
        this.withDescendants = descendants == Descendants.END;
        this.tree = ProcFs.exists()
                ? new ProcessTree(
                        mark, identity(process.pid()), isLimited, null, cgroup, descendants, JdkTreeKiller.INSTANCE)
                : null;
    }

    /** Without a start time every process counts as younger. */
    private static ProcessId identity(long pid) {
        try {
            return ProcFs.stat(pid).map(ProcFs.Stat::id).orElse(new ProcessId(pid, 0));
        } catch (ProcFs.OutOfDescriptorsException e) {
            return new ProcessId(pid, 0);
        }
    }

    Containment containment() {
        return tree == null ? Containment.ANCESTRY : tree.containment();
    }

    void remember() {
        if (!withDescendants || !leader.isAlive()) {
            return;
        }
        if (tree != null) {
            tree.remember();
            return;
        }
        List<ProcessHandle> found = leader.descendants().toList();
        synchronized (remembered) {
            remembered.addAll(found);
        }
    }

    private List<ProcessHandle> remembered() {
        synchronized (remembered) {
            return List.copyOf(remembered);
        }
    }

    /** Looked for first: what the leader's handler starts must not get the signal; a group signal would not reach it. */
    void terminate(Deadline deadline) {
        List<ProcessHandle> others = List.of();
        try {
            others = others(deadline);
        } finally {
            leader.destroy();
        }
        others.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
    }

    private List<ProcessHandle> others(Deadline deadline) {
        if (!withDescendants) {
            return List.of();
        }
        if (tree == null || !ownSession) {
            return remembered();
        }
        return tree.session(deadline.atMost(Duration.ofNanos(Math.max(0, deadline.remainingNanos()) / 2))).stream()
                .flatMap(id -> JdkTreeKiller.handle(id).stream())
                .toList();
    }

    void killLeader() {
        leader.destroyForcibly();
    }

    void kill(Deadline deadline) {
        killLeader();
        if (tree != null) {
            tree.kill(deadline);
        } else if (withDescendants) {
            remembered().stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Kills what is left and waits for it. */
    Leftovers end(Deadline deadline) {
        if (tree != null) {
            return tree.end(deadline, () -> {});
        }
        Set<ProcessHandle> left = new LinkedHashSet<>(withDescendants ? remembered() : List.of());
        left.removeIf(handle -> !handle.isAlive());
        Set<ProcessHandle> ended = new LinkedHashSet<>(left);
        left.forEach(ProcessHandle::destroyForcibly);
        while (!left.isEmpty() && !deadline.hasPassed()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            left.removeIf(handle -> !handle.isAlive());
        }
        ended.removeAll(left);
        return new Leftovers(
                pids(ended),
                pids(left),
                List.of("descendants that left their parents: this system has no /proc to find them with"));
    }

    private static List<Long> pids(Set<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).toList();
    }
}
