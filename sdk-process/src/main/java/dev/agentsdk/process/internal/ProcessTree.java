package dev.agentsdk.process.internal;

import dev.agentsdk.process.Containment;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.process.internal.ProcFs.OutOfDescriptorsException;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.Teardown.Leftovers;
import dev.agentsdk.process.internal.TreeSearch.Found;
import dev.agentsdk.process.internal.TreeSearch.Request;
import dev.agentsdk.process.internal.TreeSearch.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that a launcher has started, with all that it starts: remembers, finds, kills and reaps the descendants. The
 * process itself is the launcher's.
 */
public final class ProcessTree {

    /** So soon after a start ids have not been used up, even where there are only 32,768. */
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A search may use this part of the time that is left, so that there is some to act on what it finds. */
    private static final int SHARE_OF_A_SEARCH = 2;

    /** What the last look may take when the deadline has passed already. */
    private static final Duration LAST_LOOK = Duration.ofMillis(50);

    /** Of a search for what was started in the first moment; what it does not get to is left to {@link LateSearch}. */
    private static final Duration GAP_LIMIT = Duration.ofMillis(200);

    /** The time between the start of the process and the moment at which its limits hold the mark. */
    @FunctionalInterface
    public interface Gap {
        /**
         * Marks the descendants that were started in that time.
         *
         * @param deadline bounds the search for them
         * @return false if not all candidates could be looked at by then
         */
        boolean close(Deadline deadline);
    }

    /**
     * How descendants were ended.
     *
     * @param leftovers what was ended, what is alive, and what could not be seen
     * @param isComplete false if another search may find more
     */
    record Ended(Leftovers leftovers, boolean isComplete) {}

    private final ProcessMark mark;
    private final ProcessId leader;
    private final boolean isLimited;
    private final @Nullable Gap gap;
    private final boolean withDescendants;
    private final TreeKiller killer;

    /** Null without a cgroup, or if descendants are to be left. */
    private final @Nullable ProcessCgroup cgroup;

    private final long begun = System.nanoTime();

    // Guarded by themselves, one after the other.
    private final Set<ProcessId> remembered = new LinkedHashSet<>();
    private final Set<Long> sessions = new HashSet<>();

    /**
     * The tree of a process that was just started.
     *
     * @param mark what it was started with
     * @param leader the process
     * @param isLimited whether the mark is in its limits, too
     * @param gap null if there was no such time
     * @param cgroup what the process was moved to; null if it has none of its own
     * @param descendants whether descendants are ended or left
     * @param killer the launcher's
     */
    public ProcessTree(
            ProcessMark mark,
            ProcessId leader,
            boolean isLimited,
            @Nullable Gap gap,
            @Nullable ProcessCgroup cgroup,
            Descendants descendants,
            TreeKiller killer) {
        this.mark = mark;
        this.leader = leader;
        this.isLimited = isLimited;
        this.gap = gap;
        this.withDescendants = descendants == Descendants.END;
        this.killer = killer;
        this.cgroup = cgroup;
    }

    /** {@return how descendants are recognised} */
    public Containment containment() {
        if (cgroup != null) {
            return Containment.CGROUP;
        }
        return isLimited ? Containment.LIMITS : Containment.ENVIRONMENT;
    }

    /** {@return the process that was started} */
    public ProcessId leader() {
        return leader;
    }

    /** {@return what all processes of the tree have} */
    public ProcessMark mark() {
        return mark;
    }

    /** {@return whether descendants are to be ended} */
    public boolean withDescendants() {
        return withDescendants;
    }

    /** Remembers the descendants that are alive now, beside those remembered before. Call while the leader lives. */
    public void remember() {
        if (!withDescendants || !ProcFs.exists()) {
            return;
        }
        List<ProcessId> found;
        try {
            found = ProcFs.descendants(leader.pid());
        } catch (OutOfDescriptorsException e) {
            // The search at the end says what it could not see.
            return;
        }
        synchronized (remembered) {
            remembered.addAll(found);
        }
        if (!isLimited) {
            rememberSessions(found);
        }
    }

    private void rememberSessions(List<ProcessId> found) {
        for (ProcessId id : found) {
            ProcFs.stat(id.pid())
                    .filter(stat -> stat.startTime() == id.startTime())
                    // One that the leader did not make is its parent's: the leader leads a session of its own.
                    .filter(stat -> stat.session() == leader.pid() || stat.session() == id.pid())
                    .ifPresent(stat -> {
                        synchronized (sessions) {
                            sessions.add(stat.session());
                        }
                    });
        }
    }

    /**
     * Looks for the descendants of processes that have ended, in one pass for all.
     *
     * @param trees theirs
     * @param deadline bounds the pass
     * @return those that have left something, or that could not be looked through; the others are done with
     */
    static List<ProcessTree> thatMayHaveLeftSomething(List<ProcessTree> trees, Deadline deadline) {
        List<ProcessTree> left = new ArrayList<>();
        List<ProcessTree> looked = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (ProcessTree tree : trees) {
            // A cgroup shows more than a pass.
            if (tree.cgroup == null && tree.closeGap(deadline, new Unseen())) {
                looked.add(tree);
                requests.add(new Request(tree.sought(), deadline));
            } else {
                left.add(tree);
            }
        }
        if (!requests.isEmpty()) {
            new TreePass(requests).run();
        }
        for (int i = 0; i < looked.size(); i++) {
            Found found = requests.get(i).result();
            if (found.alive().isEmpty() && !found.isCutShort()) {
                looked.get(i).killer.reap(found.zombies());
            } else {
                left.add(looked.get(i));
            }
        }
        return left;
    }

    private Found find(Deadline deadline) {
        Found found = TreeSearch.INSTANCE.find(sought(), deadline);
        return cgroup == null ? found : withMembers(cgroup, found);
    }

    private Tree sought() {
        Set<ProcessId> rememberedNow;
        synchronized (remembered) {
            rememberedNow = Set.copyOf(remembered);
        }
        Set<Long> sessionsNow;
        synchronized (sessions) {
            sessionsNow = Set.copyOf(sessions);
        }
        boolean isYoung = System.nanoTime() - begun < YOUNG_NANOS;
        return new Tree(mark, leader, isYoung, isLimited, rememberedNow, sessionsNow, killer);
    }

    private Found withMembers(ProcessCgroup group, Found found) {
        Set<ProcessId> alive = new LinkedHashSet<>(found.alive());
        try {
            for (ProcessId id : group.members()) {
                if (id.pid() != leader.pid()) {
                    alive.add(id);
                }
            }
        } catch (OutOfDescriptorsException e) {
            // The search says what it could not see.
            return found;
        }
        return new Found(List.copyOf(alive), found.zombies(), found.unseen(), found.isCutShort());
    }

    /**
     * The members of the leader's session, which a signal to it would reach.
     *
     * @param deadline bounds the search
     * @return those that are alive, without the leader
     */
    public List<ProcessId> session(Deadline deadline) {
        if (!withDescendants) {
            return List.of();
        }
        return find(deadline).alive().stream()
                .filter(id -> ProcFs.stat(id.pid())
                        .filter(stat -> stat.session() == leader.pid() && stat.startTime() == id.startTime())
                        .isPresent())
                .toList();
    }

    /**
     * Sends SIGKILL to all descendants that can be found, and does not wait for their end.
     *
     * @param deadline bounds the search
     */
    public void kill(Deadline deadline) {
        if (withDescendants) {
            if (cgroup != null) {
                cgroup.kill();
            }
            killer.kill(find(share(deadline)).alive(), mark, Deadline.in(Duration.ZERO));
        }
    }

    private static Deadline share(Deadline deadline) {
        return deadline.atMost(Duration.ofNanos(Math.max(0, deadline.remainingNanos()) / SHARE_OF_A_SEARCH));
    }

    /**
     * Kills all descendants, waits for their end, and reaps those that are children of this JVM; or, if descendants are to
     * be left, only looks for them. A search that is not complete by then goes on afterwards, by {@link LateSearch}.
     *
     * @param deadline bounds all of it
     * @param killGroup signals the group as a whole; called after the first look, so that the report names its members,
     *     whatever that look has thrown, and not if descendants are to be left
     * @return what was ended, what is alive, and what could not be seen
     */
    public Leftovers end(Deadline deadline, Runnable killGroup) {
        Ended ended = end(deadline, killGroup, share(deadline).atMost(GAP_LIMIT));
        if (!ended.isComplete) {
            LateSearch.add(this);
        }
        return ended.leftovers;
    }

    /** The same after the process itself was reaped, so that there is no group to signal any more; once. */
    Ended endLate(Deadline deadline) {
        return end(deadline, () -> {}, share(deadline));
    }

    private Ended end(Deadline deadline, Runnable killGroup, Deadline gapDeadline) {
        Unseen unseen = new Unseen();
        if (!withDescendants) {
            Found found = find(share(deadline));
            unseen.addAll(found.unseen());
            return new Ended(new Leftovers(List.of(), pids(found.alive()), unseen.lines()), true);
        }
        boolean gapIsClosed = closeGap(gapDeadline, unseen);
        Set<Long> ended = new LinkedHashSet<>();
        // Round by round, since a process that is about to be killed may start another one. Usually the first finds
        // none.
        Found found;
        try {
            found = find(share(deadline));
        } finally {
            killGroup.run();
        }
        while (true) {
            if (found.alive().isEmpty()) {
                if (cgroup != null) {
                    cgroup.removeOrKeep();
                }
                killer.reap(found.zombies());
                unseen.addAll(found.unseen());
                return new Ended(
                        new Leftovers(List.copyOf(ended), List.of(), unseen.lines()),
                        gapIsClosed && !found.isCutShort());
            }
            if (cgroup != null) {
                cgroup.kill();
            }
            List<ProcessId> survivors = killer.kill(found.alive(), mark, deadline);
            ended.addAll(pids(found.alive()));
            ended.removeAll(pids(survivors));
            killer.reap(found.alive());
            killer.reap(found.zombies());
            if (deadline.hasPassed()) {
                return lastLook(ended, found, unseen, gapIsClosed);
            }
            found = find(share(deadline));
        }
    }

    private boolean closeGap(Deadline deadline, Unseen unseen) {
        if (gap == null) {
            return true;
        }
        boolean isClosed;
        try {
            isClosed = gap.close(deadline);
        } catch (RuntimeException | Error e) {
            unseen.add("descendants: the search for those started in the first moment has failed: " + e);
            return true;
        }
        if (!isClosed) {
            unseen.add(
                    "descendants: not all that may have been started in the first moment could be looked at in time");
        }
        return isClosed;
    }

    /** The time is up, maybe because killed processes have started new ones without end: what is alive now is reported. */
    private Ended lastLook(Set<Long> ended, Found before, Unseen unseen, boolean gapIsClosed) {
        Found last = find(Deadline.in(LAST_LOOK));
        killer.kill(last.alive(), mark, Deadline.in(Duration.ZERO));
        if (cgroup != null) {
            cgroup.removeOrKeep();
        }
        unseen.addAll(before.unseen());
        unseen.addAll(last.unseen());
        List<Long> alive = pids(last.alive());
        ended.removeAll(alive);
        return new Ended(
                new Leftovers(List.copyOf(ended), alive, unseen.lines()),
                gapIsClosed && alive.isEmpty() && !last.isCutShort());
    }

    private static List<Long> pids(List<ProcessId> processes) {
        return processes.stream().map(ProcessId::pid).toList();
    }
}
