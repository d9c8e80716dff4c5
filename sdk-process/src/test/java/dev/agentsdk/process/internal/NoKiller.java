package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks, and touches nothing. */
final class NoKiller implements TreeKiller {

    static final NoKiller INSTANCE = new NoKiller();

    private NoKiller() {}

    @Override
    public List<ProcessId> kill(Collection<ProcessId> victims, ProcessMark mark, Deadline deadline) {
        return List.copyOf(victims);
    }

    @Override
    public List<ProcessId> reap(Collection<ProcessId> zombies) {
        return List.copyOf(zombies);
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
