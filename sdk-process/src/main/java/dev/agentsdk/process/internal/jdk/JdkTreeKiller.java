package dev.agentsdk.process.internal.jdk;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.LockLimits;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.TreeKiller;
import dev.agentsdk.process.internal.posix.Reaper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills through {@link ProcessHandle}s, which compare the start time themselves. */
final class JdkTreeKiller implements TreeKiller {

    static final JdkTreeKiller INSTANCE = new JdkTreeKiller();

    private static final Logger log = LoggerFactory.getLogger(JdkTreeKiller.class);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicBoolean zombiesReported = new AtomicBoolean();

    private JdkTreeKiller() {}

    private record Victim(ProcessId id, ProcessHandle handle) {}

    /** A handle of just that process: the start time is compared after the handle is made. */
    static Optional<ProcessHandle> handle(ProcessId id) {
        return ProcessHandle.of(id.pid()).filter(handle -> ProcFs.isAlive(id));
    }

    @Override
    public List<ProcessId> kill(Collection<ProcessId> victims, ProcessMark mark, Deadline deadline) {
        List<Victim> left = new ArrayList<>();
        for (ProcessId id : victims) {
            handle(id).ifPresent(handle -> {
                handle.destroyForcibly();
                left.add(new Victim(id, handle));
            });
        }
        while (true) {
            left.removeIf(victim -> !isAlive(victim));
            if (left.isEmpty() || deadline.hasPassed()) {
                return left.stream().map(Victim::id).toList();
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** A zombie that waits for its new parent to reap it counts as alive for the handle, and not here. */
    private static boolean isAlive(Victim victim) {
        return victim.handle.isAlive() && ProcFs.isAlive(victim.id);
    }

    @Override
    public List<ProcessId> reap(Collection<ProcessId> zombies) {
        List<ProcessId> ours = zombies.stream()
                .filter(id -> ProcFs.stat(id.pid())
                        .filter(stat -> stat.startTime() == id.startTime()
                                && stat.isZombie()
                                && stat.parent() == ProcessHandle.current().pid())
                        .isPresent())
                .toList();
        if (ours.isEmpty()) {
            return ours;
        }
        if (Reaper.isPossible()) {
            // This launcher was chosen by hand: the system calls are there.
            return Reaper.reap(ours);
        }
        if (zombiesReported.compareAndSet(false, true)) {
            log.info(
                    "Background processes of a child became children of this JVM, which is the first process of its"
                            + " container; after their end they stay as zombies, since the jdk launcher cannot reap them."
                            + " Start the container with an init process (docker run --init). The first one is {}",
                    ours.get(0).pid());
        }
        return ours;
    }

    @Override
    public Optional<LockLimits> lockLimits(long pid) {
        return ProcFs.lockLimits(pid);
    }

    @Override
    public boolean isProcess(long pid) {
        return ProcFs.isProcess(pid);
    }

    @Override
    public boolean hasMemory(long pid) {
        return ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isPresent();
    }

    @Override
    public boolean readsLimitsWithoutFiles() {
        return false;
    }
}
