package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with searches for descendants that were not complete, on a machine that has more to do than it can: what they
 * would have found is ended all the same, after the report. A search that is not complete again, because processes could
 * not be looked at, is repeated up to {@value #MAX_TRIES} times. One thread does it for all processes of this JVM, and ends
 * when there is nothing to do.
 */
final class LateSearch {

    private static final Logger log = LoggerFactory.getLogger(LateSearch.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Beyond this the machine has other problems; each takes less than a kilobyte. */
    private static final int MAX_WAITING = 10_000;

    static final int MAX_TRIES = 20;

    /** Before the searches that were tried before are tried again; those that are added meanwhile wait as long. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Object LOCK = new Object();

    // Guarded by LOCK.
    private static final Deque<Search> WAITING = new ArrayDeque<>();
    private static @Nullable Thread thread;

    private record Search(ProcessTree tree, int tries) {
        Search again() {
            return new Search(tree, tries + 1);
        }
    }

    private LateSearch() {}

    /** Adds a tree whose process has ended. Does not wait. */
    static void add(ProcessTree tree) {
        add(new Search(tree, 0));
    }

    private static void add(Search search) {
        ProcessTree tree = search.tree;
        synchronized (LOCK) {
            if (WAITING.size() >= MAX_WAITING) {
                log.warn("Descendants of {} may be left: too many searches wait", tree.leader());
                return;
            }
            WAITING.add(search);
            if (thread == null) {
                Thread created = DaemonThreads.create(LateSearch::run, "agent-sdk-leftovers");
                try {
                    created.start();
                    thread = created;
                } catch (OutOfMemoryError e) {
                    // No thread can be created: the next one that is added tries again.
                    log.debug("The search for descendants of {} waits for a thread", tree.leader(), e);
                }
            }
        }
    }

    private static void run() {
        try {
            for (List<Search> batch = next(); !batch.isEmpty(); batch = next()) {
                if (batch.stream().allMatch(search -> search.tries > 0)) {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
                end(batch);
            }
        } finally {
            synchronized (LOCK) {
                // Whatever has ended this thread: the next tree that is added gets another one.
                if (thread == Thread.currentThread()) {
                    thread = null;
                }
            }
        }
    }

    /** All that wait; empty if there is nothing to do, and then this thread counts as ended. */
    private static List<Search> next() {
        synchronized (LOCK) {
            List<Search> batch = List.copyOf(WAITING);
            WAITING.clear();
            if (batch.isEmpty()) {
                thread = null;
            }
            return batch;
        }
    }

    private static void end(List<Search> batch) {
        try {
            // One pass for all of them; most have left nothing.
            Set<ProcessTree> left = Set.copyOf(ProcessTree.thatMayHaveLeftSomething(
                    batch.stream().map(Search::tree).toList(), Deadline.in(LIMIT)));
            batch.stream().filter(search -> left.contains(search.tree)).forEach(LateSearch::end);
        } catch (RuntimeException | Error e) {
            log.warn("Descendants of {} processes could not be looked for again", batch.size(), e);
        }
    }

    private static void end(Search search) {
        ProcessTree tree = search.tree;
        try {
            ProcessTree.Ended result = tree.endLate(Deadline.in(LIMIT));
            boolean goesOn = !result.isComplete() && search.tries + 1 < MAX_TRIES;
            if (goesOn) {
                add(search.again());
            }
            Leftovers left = result.leftovers();
            if (!left.ended().isEmpty()
                    || (!goesOn && !(left.alive().isEmpty() && left.unseen().isEmpty()))) {
                log.info(
                        "After the report on {}: descendants ended {}, alive {}, not seen {}",
                        tree.leader(),
                        left.ended(),
                        left.alive(),
                        left.unseen());
            }
        } catch (RuntimeException | Error e) {
            log.warn("The descendants of {} could not be looked for again", tree.leader(), e);
        }
    }
}
