package dev.agentsdk.process.internal.supervise;

import dev.agentsdk.process.ChildExit;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessException;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last ends of a child, and whether it is started again. Guarded by the lock of the child. */
final class ChildHistory {

    private static final int KEPT_EXITS = 20;

    private final RestartPolicy policy;
    private final ArrayDeque<ChildExit> exits = new ArrayDeque<>();
    private int restarts;
    private int failuresInRow;
    private @Nullable Deadline restartAt;

    /**
     * Begins a history, or continues one.
     *
     * @param policy decides on restarts
     * @param before the child that this one replaces, at its end; null if there is none
     */
    ChildHistory(RestartPolicy policy, @Nullable ChildStatus before) {
        this.policy = policy;
        if (before != null) {
            exits.addAll(before.exits());
            restarts = before.restarts() + 1;
        }
    }

    void ended(Duration ran, ProcessExit exit, Optional<ProcessException> failure) {
        note(new ChildExit(Instant.now(), ran, Optional.of(exit), Optional.empty(), failure));
    }

    void notStarted(ProcessException problem) {
        note(new ChildExit(Instant.now(), Duration.ZERO, Optional.empty(), Optional.of(problem)));
    }

    private void note(ChildExit exit) {
        if (exits.size() == KEPT_EXITS) {
            exits.remove();
        }
        exits.add(exit);
    }

    /**
     * The process has failed.
     *
     * @param stable whether it had run long enough for its failures to be counted anew
     * @return whether it is started again, at {@link #restartAt()}
     */
    boolean nextAttempt(boolean stable) {
        if (stable) {
            failuresInRow = 0;
        }
        failuresInRow++;
        if (failuresInRow > policy.maxRestarts()) {
            return false;
        }
        restarts++;
        restartAt = Deadline.in(policy.backoff(failuresInRow));
        return true;
    }

    /** When it is started again after its last failure; null before the first. */
    @Nullable
    Deadline restartAt() {
        return restartAt;
    }

    int restarts() {
        return restarts;
    }

    List<ChildExit> exits() {
        return List.copyOf(exits);
    }
}
