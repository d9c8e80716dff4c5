package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.internal.DescendantKill;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.spi.Deadline;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills through pidfds: a pidfd is opened first and the start time compared then, so that the signal cannot reach another
 * process that was given the same id in between; and the end of somebody else's child can be waited for.
 */
final class PidfdKill implements DescendantKill {

    static final PidfdKill INSTANCE = new PidfdKill();

    private PidfdKill() {}

    private record Victim(ProcessId id, int pidfd) {}

    @Override
    public List<ProcessId> kill(List<ProcessId> victims, Deadline deadline) {
        List<Victim> open = new ArrayList<>();
        List<ProcessId> unwatched = new ArrayList<>();
        try {
            for (ProcessId id : victims) {
                int pidfd = LibC.pidfdOpen((int) id.pid());
                if (pidfd >= 0) {
                    open.add(new Victim(id, pidfd));
                    if (ProcFs.isAlive(id)) {
                        LibC.pidfdSendSignal(pidfd, LibC.SIGKILL);
                    }
                } else if (pidfd != -Errno.ESRCH && ProcFs.isAlive(id)) {
                    // No descriptors left: the window between the look and the signal is accepted, a leak is not.
                    LibC.kill((int) id.pid(), LibC.SIGKILL);
                    unwatched.add(id);
                }
            }
            List<ProcessId> survivors = new ArrayList<>();
            for (Victim victim : open) {
                if (!awaitEnd(victim.pidfd, deadline) && ProcFs.isAlive(victim.id)) {
                    survivors.add(victim.id);
                }
            }
            unwatched.removeIf(id -> !ProcFs.isAlive(id));
            survivors.addAll(unwatched);
            return survivors;
        } finally {
            open.forEach(victim -> LibC.close(victim.pidfd));
        }
    }

    private static boolean awaitEnd(int pidfd, Deadline deadline) {
        try (PollSet set = new PollSet(1)) {
            int place = set.add(pidfd, LibC.POLLIN);
            do {
                set.poll(deadline.remainingMillis());
                if (set.isReady(place)) {
                    return true;
                }
            } while (!deadline.hasPassed());
            return false;
        }
    }
}
