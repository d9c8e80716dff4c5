package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import dev.agentsdk.spi.Deadline;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A JDK process and what it has started. A {@link ProcessHandle} signals only the process that it was made for, by its
 * start time. Where there is a {@code /proc}, the members of the process's session are found even after its end; elsewhere
 * only what was noted while it lived.
 */
final class ProcessTree {

    private final ProcessHandle leader;
    private final boolean ownSession;
    private final ProcessMark mark;
    private final boolean withDescendants;
    private final boolean procFs;
    private final Set<ProcessHandle> noted = new LinkedHashSet<>();

    private ProcessTree(ProcessHandle leader, boolean ownSession, ProcessMark mark, boolean withDescendants) {
        this.leader = leader;
        this.ownSession = ownSession;
        this.mark = mark;
        this.withDescendants = withDescendants;
        this.procFs = ProcFs.exists();
    }

    /**
     * The tree of a process.
     *
     * @param process the process
     * @param ownSession whether it leads a session
     * @param mark what it was started with
     * @param withDescendants whether anything but the process itself is to be touched
     */
    static ProcessTree of(Process process, boolean ownSession, ProcessMark mark, boolean withDescendants) {
        return new ProcessTree(process.toHandle(), ownSession, mark, withDescendants);
    }

    void note() {
        if (!withDescendants || !leader.isAlive()) {
            return;
        }
        List<ProcessHandle> found = procFs
                ? ProcFs.descendants(leader.pid()).stream()
                        .flatMap(id -> handle(id).stream())
                        .toList()
                : leader.descendants().toList();
        synchronized (noted) {
            noted.addAll(found);
        }
    }

    /** A handle of just that process: the start time is compared after the handle is made. */
    private static Optional<ProcessHandle> handle(ProcessId id) {
        return ProcessHandle.of(id.pid()).filter(handle -> ProcFs.isAlive(id));
    }

    private List<ProcessHandle> noted() {
        synchronized (noted) {
            return List.copyOf(noted);
        }
    }

    /** Those who share the session of the leader: they would get a signal to the group. */
    private List<ProcessHandle> session() {
        if (!procFs || !ownSession || !withDescendants) {
            return List.of();
        }
        long session = leader.pid();
        return ProcFs.scan(stat -> stat.session() == session && stat.pid() != session && stat.isAlive()).stream()
                .flatMap(stat -> handle(stat.id()).stream())
                .toList();
    }

    void terminate() {
        // Looked for first: what the leader's handler of the signal starts must not get the signal too. A signal to a
        // group
        // meets only those who are there.
        List<ProcessHandle> others = ownSession ? session() : noted();
        leader.destroy();
        others.forEach(ignoringTheGone(ProcessHandle::destroy));
    }

    void kill() {
        leader.destroyForcibly();
        Stream.concat(session().stream(), noted().stream()).forEach(ignoringTheGone(ProcessHandle::destroyForcibly));
    }

    private static Consumer<ProcessHandle> ignoringTheGone(Consumer<ProcessHandle> signal) {
        return handle -> {
            if (handle.isAlive()) {
                signal.accept(handle);
            }
        };
    }

    /** Who bears the mark of the leader, wherever it has gone. */
    private Set<ProcessHandle> marked() {
        Set<ProcessHandle> marked = new LinkedHashSet<>();
        if (procFs) {
            mark.bearers(leader.pid()).forEach(id -> handle(id).ifPresent(marked::add));
        }
        return marked;
    }

    /** Kills what is left and waits for it. */
    Leftovers endLeftovers(Deadline deadline) {
        if (!withDescendants) {
            return new Leftovers(List.of(), pids(marked()));
        }
        Set<ProcessHandle> ended = new LinkedHashSet<>();
        Set<ProcessHandle> left = new LinkedHashSet<>(noted());
        while (true) {
            // Looked for anew in each round: whoever is about to be killed may start another one.
            left.addAll(marked());
            left.addAll(session());
            left.removeIf(handle -> !isAlive(handle));
            if (left.isEmpty()) {
                return new Leftovers(pids(ended), List.of());
            }
            left.forEach(ProcessHandle::destroyForcibly);
            ended.addAll(left);
            while (!left.isEmpty()) {
                if (deadline.hasPassed()) {
                    ended.removeAll(left);
                    return new Leftovers(pids(ended), pids(left));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                left.removeIf(handle -> !isAlive(handle));
            }
        }
    }

    private static List<Long> pids(Set<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).toList();
    }

    /** A zombie that waits for its new parent to reap it counts as alive for the handle, and not here. */
    private boolean isAlive(ProcessHandle handle) {
        return handle.isAlive()
                && (!procFs
                        || ProcFs.stat(handle.pid())
                                .filter(ProcFs.Stat::isAlive)
                                .isPresent());
    }
}
