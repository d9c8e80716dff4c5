package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a launcher can do with processes that it did not start itself: the descendants of those that it started. */
public interface TreeKiller {

    /**
     * Sends SIGKILL to processes, each only while it is still the same process, and waits for their end.
     *
     * @param victims the processes
     * @param mark what all of them have, if that is known; used where {@code /proc} cannot be read
     * @param deadline bounds the wait
     * @return those that are alive when it has passed
     */
    List<ProcessId> kill(Collection<ProcessId> victims, ProcessMark mark, Deadline deadline);

    /**
     * Reaps processes that have exited, if they are children of this JVM: its own children, and those that the kernel gave
     * it because it is the first process of a container.
     *
     * @param zombies the processes
     * @return those that could not be reaped
     */
    List<ProcessId> reap(Collection<ProcessId> zombies);

    /**
     * The lock limits of a process.
     *
     * @param pid its id
     * @return empty if there is no such process, or if it does not show them
     */
    Optional<LockLimits> lockLimits(long pid);

    /**
     * Whether a number is a process and not a thread of one: the system answers for both.
     *
     * @param pid the number
     * @return false also if it does not exist
     */
    boolean isProcess(long pid);

    /**
     * Whether a process has memory. One that has exited has none while it waits to be reaped.
     *
     * @param pid its id
     * @return false also if it does not exist
     */
    boolean hasMemory(long pid);

    /**
     * Whether the three questions above need no file descriptor, and no {@code /proc}.
     *
     * @return true for system calls
     */
    boolean readsLimitsWithoutFiles();
}
