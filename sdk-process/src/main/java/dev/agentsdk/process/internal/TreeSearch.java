package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the processes of trees. One pass over all processes serves all endings that wait for one: a request that comes
 * while a pass is under way takes part in the next, which one of the waiting threads makes. So forty endings at once cost
 * two or three passes, and not forty.
 *
 * <p>Each waiting thread is bounded by its own deadline, and a pass by the latest of them. What could not be seen is said
 * in the result.
 */
final class TreeSearch {

    /** The searches of this JVM. */
    static final TreeSearch INSTANCE = new TreeSearch();

    /**
     * What is looked for.
     *
     * @param mark what all processes of the tree have
     * @param leader the process that was started with it, which is not looked for
     * @param isYoung whether the leader started so recently that ids cannot have been used up since
     * @param isLimited whether the mark is in the limits of the leader; else it is in its environment alone
     * @param remembered processes that were seen to belong to it before
     * @param sessions the sessions that were seen to belong to it before
     * @param killer reads limits
     */
    record Tree(
            ProcessMark mark,
            ProcessId leader,
            boolean isYoung,
            boolean isLimited,
            Set<ProcessId> remembered,
            Set<Long> sessions,
            TreeKiller killer) {}

    /**
     * What was found.
     *
     * @param alive the processes that are alive, without the leader
     * @param zombies children of this JVM that belong to the tree, have exited and wait to be reaped
     * @param unseen what could not be looked at, in words; empty if the search was complete
     * @param isCutShort whether another search may find more: the deadline has ended this one, or a process could not be
     *     read in time
     */
    record Found(List<ProcessId> alive, List<ProcessId> zombies, List<String> unseen, boolean isCutShort) {

        static Found nothingInTime() {
            return new Found(
                    List.of(),
                    List.of(),
                    List.of("descendants: the search did not end in time; it goes on in the background"),
                    true);
        }
    }

    /** A tree that a thread waits for. */
    static final class Request {
        final Tree tree;
        final Deadline deadline;

        /** Set by the pass; read under the lock, or by the thread that made the pass. */
        @Nullable
        Found found;

        Request(Tree tree, Deadline deadline) {
            this.tree = tree;
            this.deadline = deadline;
        }

        Found result() {
            Found known = found;
            return known != null ? known : Found.nothingInTime();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passEnded = lock.newCondition();

    // Guarded by lock.
    private List<Request> waiting = new ArrayList<>();
    private boolean passUnderWay;

    private TreeSearch() {}

    /**
     * Finds the processes of a tree.
     *
     * @param tree what is looked for
     * @param deadline bounds the search
     * @return what was found by then
     */
    Found find(Tree tree, Deadline deadline) {
        Request own = new Request(tree, deadline);
        if (tree.isLimited() && tree.isYoung() && tree.killer().readsLimitsWithoutFiles()) {
            // A few system calls: cheaper than the wait for another thread.
            new TreePass(List.of(own)).run();
            return own.result();
        }
        lock.lock();
        try {
            waiting.add(own);
            while (own.found == null && !deadline.hasPassed()) {
                if (passUnderWay) {
                    awaitPass(deadline);
                } else {
                    makePass();
                }
            }
            waiting.remove(own);
            return own.result();
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock, which is free during the pass. Whatever is thrown, the next pass can begin. */
    private void makePass() {
        List<Request> batch = waiting;
        waiting = new ArrayList<>();
        passUnderWay = true;
        lock.unlock();
        try {
            new TreePass(batch).run();
        } finally {
            lock.lock();
            passUnderWay = false;
            for (Request request : batch) {
                request.found = request.result();
            }
            passEnded.signalAll();
        }
    }

    private void awaitPass(Deadline deadline) {
        Waits.await(passEnded, deadline, () -> !passUnderWay);
    }
}
