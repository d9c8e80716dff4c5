package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit.Stage;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.internal.Teardown;

/**
 * Ends a process while it is still read from: the steps of {@link Teardown} but for the closing of stdout. For those who
 * read all the time anyway, so that a full pipe cannot hold the process back, and who want its last words.
 *
 * <p>It leaves the rest, ending what the process left behind, reaping and reading to the end, to what happens at any exit;
 * {@link ManagedProcess#close(Deadline)} must follow in any case.
 */
public final class DrainedEnding {

    private DrainedEnding() {}

    /**
     * Ends a process. May run on several threads at once: the most impatient one wins.
     *
     * @param process whom
     * @param plan the times
     * @param deadline bounds the whole; if it leaves less than the plan wants, the EOF grace is what shrinks
     * @return what ended it
     */
    public static Stage end(ManagedProcess process, TeardownPlan plan, Deadline deadline) {
        if (!(process instanceof Teardown.Target target)) {
            // Of a launcher that is not ours: all that can be asked of it.
            return process.close(deadline).stage();
        }
        return Teardown.endWhileReading(target, plan, deadline);
    }
}
