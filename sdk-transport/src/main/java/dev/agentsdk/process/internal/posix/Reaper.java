package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.util.Collection;
import java.util.List;

/** Reaps children of this JVM that no launcher has started. Only where {@link PosixSupport#problem()} is empty. */
public final class Reaper {

    private Reaper() {}

    /**
     * Reaps processes that have exited, if they are children of this JVM.
     *
     * @param zombies the processes
     * @return those that could not be reaped
     */
    public static List<ProcessId> reap(Collection<ProcessId> zombies) {
        return PosixTreeKiller.INSTANCE.reap(zombies);
    }
}
