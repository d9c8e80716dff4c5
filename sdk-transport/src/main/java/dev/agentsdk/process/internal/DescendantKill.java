package dev.agentsdk.process.internal;

import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.spi.Deadline;
import java.util.List;

/** Sends SIGKILL to processes that are not our children, only while they still are the same processes. */
public interface DescendantKill {

    /**
     * Kills processes and waits for their end.
     *
     * @param victims whom
     * @param deadline bounds the wait
     * @return those that are alive when the time is up
     */
    List<ProcessId> kill(List<ProcessId> victims, Deadline deadline);
}
