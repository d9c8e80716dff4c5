package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.EnvironmentReader;
import dev.agentsdk.process.internal.EnvironmentReader.Answer;
import dev.agentsdk.process.internal.LockLimits;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.ProcessTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Marks what a child has started before its own limits were set. {@code posix_spawn} cannot set limits, so that there is a
 * moment after the exec; on a busy machine this thread may wait for a processor just then, and the child not. A fork that
 * was under way when the limits were set has copied the old ones, and shows up later.
 *
 * <p>Such processes have ids that were given away soon after the child's. They are known by their ancestry, or by the
 * variable in their environment, which the child had from its exec on. They are looked for after the start and at the end.
 */
final class StartGap implements ProcessTree.Gap {

    private static final Duration BOUND = Duration.ofMillis(100);

    /** So many ids behind that of the child are looked at. */
    private static final long MANY = 1_024;

    private final ProcessId child;
    private final IdsBehind ids;

    private final ProcessMark mark;
    private final LockLimits limits;
    private final LockLimits before;

    /**
     * The gap of a child.
     *
     * @param child the child, which has its limits by now
     * @param mark the mark in them
     * @param limits those limits
     * @param before the limits that the child had before
     */
    StartGap(ProcessId child, ProcessMark mark, LockLimits limits, LockLimits before) {
        this.child = child;
        this.ids = new IdsBehind(child.pid(), ProcFs.highestPid());
        this.mark = mark;
        this.limits = limits;
        this.before = before;
    }

    /** Once after the start, within a bound of its own. What is not looked at in time is looked at again at the end. */
    void close() {
        close(Deadline.in(BOUND));
    }

    @Override
    public boolean close(Deadline deadline) {
        if (!ProcFs.exists()) {
            // Ids in the /proc of another namespace are other processes.
            return true;
        }
        try {
            long seen = 0;
            boolean allRead = true;
            while (seen < MANY) {
                if (deadline.hasPassed()) {
                    return false;
                }
                long to = Math.min(MANY, ids.distanceTo(ProcFs.newestPid()));
                if (to <= seen) {
                    return allRead;
                }
                // Until no id is new: one of them may have started another one, and be gone when it is looked at.
                allRead &= markAll(seen + 1, to, deadline);
                seen = to;
            }
            return allRead;
        } catch (ProcFs.OutOfDescriptorsException e) {
            // Nothing can be looked at now; the search at the end says so in its report.
            return true;
        }
    }

    /** False if the environment of a process was not read in time. */
    private boolean markAll(long from, long to, Deadline deadline) {
        Set<Long> descendants = new HashSet<>();
        for (ProcessId id : ProcFs.descendants(child.pid())) {
            descendants.add(id.pid());
        }
        List<Long> others = new ArrayList<>();
        for (long distance = from; distance <= to; distance++) {
            long pid = ids.at(distance);
            if (!descendants.contains(pid)
                    && isUnmarked(pid)
                    && PosixTreeKiller.INSTANCE.isProcess(pid)
                    // A kernel thread shows no environment, like a process in the middle of an exec, and would be
                    // waited for.
                    && PosixTreeKiller.INSTANCE.hasMemory(pid)
                    && isYounger(pid)) {
                others.add(pid);
            }
        }
        Map<Long, Answer> environments = others.isEmpty() ? Map.of() : EnvironmentReader.read(others, deadline);
        boolean allRead = true;
        for (Map.Entry<Long, Answer> entry : environments.entrySet()) {
            if (entry.getValue().shows(mark)) {
                descendants.add(entry.getKey());
            } else {
                allRead &= entry.getValue().isRead();
            }
        }
        for (long pid : descendants) {
            if (isUnmarked(pid)) {
                PosixTreeKiller.setLimits((int) pid, limits);
            }
        }
        return allRead;
    }

    private boolean isUnmarked(long pid) {
        return PosixTreeKiller.INSTANCE.lockLimits(pid).filter(before::equals).isPresent();
    }

    private boolean isYounger(long pid) {
        return ProcFs.stat(pid)
                .filter(stat -> stat.startTime() >= child.startTime())
                .isPresent();
    }
}
