package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Reaps children of this JVM that no launcher has started. */
public final class Reaper {

    private Reaper() {}

    /** {@return whether the system calls are there} */
    public static boolean isPossible() {
        try {
            return PosixSupport.problem().isEmpty();
        } catch (IOException e) {
            // The library cannot be unpacked now: the zombies stay until a later look.
            return false;
        }
    }

    /**
     * Reaps processes that have exited, if they are children of this JVM. Only where it {@link #isPossible}.
     *
     * @param zombies the processes
     * @return those that could not be reaped
     */
    public static List<ProcessId> reap(Collection<ProcessId> zombies) {
        return PosixTreeKiller.INSTANCE.reap(zombies);
    }
}
