package dev.agentsdk.process.internal.posix;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.LockLimits;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcessMark;
import dev.agentsdk.process.internal.TreeKiller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills through pidfds: a pidfd is opened first and the start time compared then, so that the signal cannot reach another
 * process that was given the same id in between; and the end of a process that is not our child can be waited for.
 */
final class PosixTreeKiller implements TreeKiller {

    static final PosixTreeKiller INSTANCE = new PosixTreeKiller();

    /** How many pidfds are open at the same time. */
    private static final int BATCH = 64;

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final long SELF = ProcessHandle.current().pid();

    private PosixTreeKiller() {}

    private record Victim(ProcessId id, int pidfd) {}

    @Override
    public List<ProcessId> kill(Collection<ProcessId> victims, ProcessMark mark, Deadline deadline) {
        List<Victim> open = new ArrayList<>();
        List<ProcessId> unwatched = new ArrayList<>();
        List<ProcessId> survivors = new ArrayList<>();
        Iterator<ProcessId> left = victims.iterator();
        while (left.hasNext()) {
            try {
                while (left.hasNext() && open.size() < BATCH) {
                    killOne(left.next(), mark, open, unwatched);
                }
                // Only the last batch is waited for at once; the others have died meanwhile.
                await(open, survivors, deadline);
            } finally {
                open.forEach(victim -> LibC.close(victim.pidfd));
                open.clear();
            }
        }
        awaitUnwatched(unwatched, mark, deadline);
        survivors.addAll(unwatched);
        return survivors;
    }

    private static void killOne(ProcessId id, ProcessMark mark, List<Victim> open, List<ProcessId> unwatched) {
        int pidfd = LibC.pidfdOpen((int) id.pid());
        if (pidfd >= 0) {
            // In the list first, so that it is closed whatever happens.
            open.add(new Victim(id, pidfd));
            if (isStill(id, mark)) {
                LibC.pidfdSendSignal(pidfd, LibC.SIGKILL);
            } else {
                // Another process has the id by now: its end is not waited for.
                LibC.close(open.remove(open.size() - 1).pidfd);
            }
        } else if (pidfd != -Errno.ESRCH && isStill(id, mark)) {
            // No descriptors left: the window between the look and the signal, some microseconds, is accepted.
            LibC.kill((int) id.pid(), LibC.SIGKILL);
            unwatched.add(id);
        }
    }

    /** By its start time; by its mark, which no other process has, where that cannot be read. */
    private static boolean isStill(ProcessId id, ProcessMark mark) {
        if (id.startTime() != ProcessId.UNKNOWN_START) {
            try {
                return ProcFs.isAlive(id);
            } catch (ProcFs.OutOfDescriptorsException e) {
                return isMarked(id, mark);
            }
        }
        return isMarked(id, mark);
    }

    private static boolean isMarked(ProcessId id, ProcessMark mark) {
        return limits(id.pid()).filter(mark::isIn).isPresent() && memoryOf(id.pid());
    }

    private static void await(List<Victim> open, List<ProcessId> survivors, Deadline deadline) {
        for (Victim victim : open) {
            if (!awaitEnd(victim.pidfd, deadline)) {
                survivors.add(victim.id);
            }
        }
    }

    private static boolean awaitEnd(int pidfd, Deadline deadline) {
        try (PollSet set = new PollSet(1)) {
            int slot = set.add(pidfd, LibC.POLLIN);
            do {
                set.poll(deadline.remainingMillis());
                if (set.isReady(slot)) {
                    return true;
                }
            } while (!deadline.hasPassed());
            return false;
        }
    }

    private static void awaitUnwatched(List<ProcessId> unwatched, ProcessMark mark, Deadline deadline) {
        while (true) {
            unwatched.removeIf(id -> !isStill(id, mark));
            if (unwatched.isEmpty() || deadline.hasPassed()) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    @Override
    public List<ProcessId> reap(Collection<ProcessId> zombies) {
        List<ProcessId> left = new ArrayList<>();
        for (ProcessId id : zombies) {
            Optional<ProcFs.Stat> stat = statOf(id);
            // A child's id cannot be another's while it has not been reaped, and only this JVM can reap it.
            if (stat.isPresent() && stat.get().isZombie() && stat.get().parent() == SELF) {
                if (ExitStatus.reap((int) id.pid(), LibC.WALL).isNotYet()) {
                    left.add(id);
                }
            }
        }
        return left;
    }

    private static Optional<ProcFs.Stat> statOf(ProcessId id) {
        try {
            return ProcFs.stat(id.pid()).filter(stat -> stat.startTime() == id.startTime());
        } catch (ProcFs.OutOfDescriptorsException e) {
            // It stays a zombie until the next look.
            return Optional.empty();
        }
    }

    @Override
    public Optional<LockLimits> lockLimits(long pid) {
        return limits(pid);
    }

    private static Optional<LockLimits> limits(long pid) {
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            int result = LibC.prlimit((int) pid, LibC.RLIMIT_LOCKS, 0, chunk.address);
            if (result == 0) {
                return Optional.of(new LockLimits(
                        NativeMemory.IO.getLong(chunk.address), NativeMemory.IO.getLong(chunk.address + 8)));
            }
            // The system call shows those of the same user, the file those of all.
            return result == -Errno.EPERM && ProcFs.exists() ? ProcFs.lockLimits(pid) : Optional.empty();
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }

    @Override
    public boolean isProcess(long pid) {
        // Looks for a thread of that number in the process of that number, and sends nothing.
        return LibC.tgkill((int) pid, (int) pid, 0) != -Errno.ESRCH;
    }

    @Override
    public boolean hasMemory(long pid) {
        return memoryOf(pid);
    }

    /** Reads a byte at address 0, which no process has: ESRCH means that there is no memory at all. */
    private static boolean memoryOf(long pid) {
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            long local = chunk.address;
            long remote = local + 16;
            NativeMemory.IO.putLong(local, local + 32);
            NativeMemory.IO.putLong(local + 8, 1);
            NativeMemory.IO.putLong(remote, 0);
            NativeMemory.IO.putLong(remote + 8, 1);
            return LibC.processVmReadv((int) pid, local, 1, remote, 1) != -Errno.ESRCH;
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }

    @Override
    public boolean readsLimitsWithoutFiles() {
        return true;
    }

    /** The limits of this JVM, which its children get if nothing is changed. */
    static LockLimits own() {
        return limits(0).orElse(new LockLimits(0, 0));
    }

    /** Sets the limits of a child; false if the system does not let us. */
    static boolean setLimits(int pid, LockLimits limits) {
        NativeMemory.Chunk chunk = NativeMemory.borrow();
        try {
            NativeMemory.IO.putLong(chunk.address, limits.soft());
            NativeMemory.IO.putLong(chunk.address + 8, limits.hard());
            return LibC.prlimit(pid, LibC.RLIMIT_LOCKS, chunk.address, 0) == 0;
        } finally {
            NativeMemory.giveBack(chunk);
        }
    }
}
