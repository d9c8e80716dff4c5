package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.OutOfDescriptorsException;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcFs.Stat;
import dev.agentsdk.process.internal.TreeSearch.Found;
import dev.agentsdk.process.internal.TreeSearch.Request;
import dev.agentsdk.process.internal.TreeSearch.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at all processes, for some trees.
 *
 * <p>It is complete: a process that lived at its begin is listed, and ids that are given away meanwhile are looked at too,
 * until none is new. That also finds the child of a process that forked and exited while it was looked at.
 */
final class TreePass {

    private static final Logger log = LoggerFactory.getLogger(TreePass.class);

    /** So many looks at single ids cost less than a listing of all processes. */
    private static final long FEW = 64;

    /** So many ids that are new since the begin are looked at one by one; with more, all processes are listed again. */
    private static final long MANY = 4_096;

    /** Bounds the looks at new ids on a machine where processes start all the time. */
    private static final int MAX_ROUNDS = 16;

    /** How many ids are tried between two looks at the clock. */
    private static final int IDS_A_LOOK = 1_024;

    /** How many ids are tried without files: a tenth of a second. */
    private static final long IDS_WITHOUT_FILES = 1 << 17;

    private static final long SELF = ProcessHandle.current().pid();

    /** A tree that is looked for, and what has been found of it. */
    private static final class Sought {
        final Request request;
        final Set<ProcessId> alive = new LinkedHashSet<>();
        final Set<ProcessId> zombies = new LinkedHashSet<>();
        final Unseen unseen = new Unseen();
        boolean isCutShort;

        Sought(Request request) {
            this.request = request;
        }

        Tree tree() {
            return request.tree;
        }

        void add(Stat stat) {
            if (stat.pid() == tree().leader().pid()) {
                return;
            }
            if (stat.isAlive()) {
                alive.add(stat.id());
            } else if (stat.isZombie() && stat.parent() == SELF) {
                zombies.add(stat.id());
            }
        }
    }

    private final List<Sought> all = new ArrayList<>();
    private final List<Sought> limited = new ArrayList<>();
    private final List<Sought> others = new ArrayList<>();
    private final Set<Long> leaders = LiveProcesses.pids();
    private final Deadline deadline;

    TreePass(List<Request> requests) {
        Deadline latest = Deadline.in(Duration.ZERO);
        for (Request request : requests) {
            Sought sought = new Sought(request);
            all.add(sought);
            (request.tree.isLimited() ? limited : others).add(sought);
            if (request.deadline.remainingNanos() > latest.remainingNanos()) {
                latest = request.deadline;
            }
        }
        this.deadline = latest;
    }

    /**
     * Sets the result of each request; what is thrown in between becomes a part of the results.
     *
     * @throws OutOfMemoryError if there was not enough memory; it may be tried again
     */
    void run() {
        try {
            lookWithFiles();
        } catch (OutOfDescriptorsException e) {
            lookWithoutFiles("no file descriptor was left to look at processes");
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            log.warn("The search for descendants has failed", e);
            all.forEach(sought -> sought.unseen.add("the search for descendants failed: " + e));
        } finally {
            for (Sought sought : all) {
                sought.request.found = new Found(
                        List.copyOf(sought.alive),
                        List.copyOf(sought.zombies),
                        sought.unseen.lines(),
                        sought.isCutShort);
            }
        }
    }

    private void lookWithFiles() {
        if (!ProcFs.exists()) {
            lookWithoutFiles("there is no /proc of this PID namespace");
            return;
        }
        try {
            look();
        } catch (OutOfDescriptorsException e) {
            if (!DescriptorReserve.spend()) {
                throw e;
            }
            look();
        }
    }

    private void look() {
        EnvironmentSearch environments = others.isEmpty()
                ? EnvironmentSearch.NONE
                : new EnvironmentSearch(others.stream().map(Sought::tree).toList(), leaders, deadline);
        long newest = ProcFs.newestPid();
        if (isShort(newest)) {
            range(all.get(0).tree().leader().pid() + 1, newest, environments);
        } else {
            listing(environments);
        }
        for (int round = 0; round < MAX_ROUNDS && !deadline.hasPassed(); round++) {
            long now = ProcFs.newestPid();
            if (now == newest || now < 0) {
                break;
            }
            if (now > newest && now - newest <= MANY) {
                range(newest + 1, now, environments);
            } else {
                // Ids have started anew, or there are too many.
                listing(environments);
            }
            newest = now;
        }
        for (Sought sought : all) {
            remembered(sought);
        }
        for (int i = 0; i < others.size(); i++) {
            Sought sought = others.get(i);
            environments.found(i).forEach(sought::add);
            EnvironmentSearch.Unread unread = environments.unread(i);
            sought.unseen.addAll(unread.lines());
            sought.isCutShort = unread.mayBeReadLater();
        }
        if (deadline.hasPassed()) {
            all.forEach(sought -> {
                sought.isCutShort = true;
                sought.unseen.add(
                        "descendants: the search was cut short by its deadline; it goes on in the background");
            });
        }
    }

    private boolean isShort(long newest) {
        if (all.size() != 1 || !all.get(0).tree().isYoung()) {
            return false;
        }
        long leader = all.get(0).tree().leader().pid();
        return newest >= leader && newest - leader <= FEW;
    }

    private void listing(EnvironmentSearch environments) {
        List<Long> pids = ProcFs.pids();
        for (int i = 0; i < pids.size(); i++) {
            if (i % IDS_A_LOOK == 0 && deadline.hasPassed()) {
                return;
            }
            look(pids.get(i), false, environments);
        }
    }

    private void range(long from, long to, EnvironmentSearch environments) {
        for (long pid = from; pid <= to; pid++) {
            look(pid, true, environments);
        }
    }

    private void look(long pid, boolean mayBeThread, EnvironmentSearch environments) {
        // Each leader of this JVM has a mark of its own; where there are many, reading it costs more than all the rest.
        if (leaders.contains(pid)) {
            return;
        }
        if (!others.isEmpty() && (!mayBeThread || ProcFs.isProcess(pid))) {
            environments.candidate(pid);
        }
        if (limited.isEmpty()) {
            return;
        }
        Optional<LockLimits> limits = limited.get(0).tree().killer().lockLimits(pid);
        if (limits.isEmpty()) {
            return;
        }
        for (Sought sought : limited) {
            Tree tree = sought.tree();
            if (tree.mark().isIn(limits.get()) && (!mayBeThread || tree.killer().isProcess(pid))) {
                // Once more: the id may have changed hands between the two looks.
                ProcFs.stat(pid)
                        .filter(stat -> tree.killer()
                                .lockLimits(pid)
                                .filter(tree.mark()::isIn)
                                .isPresent())
                        .ifPresent(sought::add);
            }
        }
    }

    private static void remembered(Sought sought) {
        for (ProcessId id : sought.tree().remembered()) {
            if (!sought.alive.contains(id)) {
                ProcFs.stat(id.pid())
                        .filter(stat -> stat.startTime() == id.startTime())
                        .ifPresent(sought::add);
            }
        }
    }

    /** By system calls alone: tries the ids behind the leader's, which are those of its descendants. */
    private void lookWithoutFiles(String reason) {
        for (Sought sought : all) {
            sought.alive.clear();
            sought.zombies.clear();
            Tree tree = sought.tree();
            if (!tree.isLimited() || !tree.killer().readsLimitsWithoutFiles()) {
                sought.unseen.add(reason);
                continue;
            }
            long leader = tree.leader().pid();
            long tries = Math.min(IDS_WITHOUT_FILES, ProcFs.highestPid());
            long pid = leader;
            for (long i = 1; i < tries; i++) {
                // Behind the highest id they start anew.
                pid = pid < ProcFs.highestPid() ? pid + 1 : 1;
                if (i % IDS_A_LOOK == 0 && sought.request.deadline.hasPassed()) {
                    break;
                }
                if (tree.killer().lockLimits(pid).filter(tree.mark()::isIn).isPresent()
                        && tree.killer().isProcess(pid)
                        && tree.killer().hasMemory(pid)) {
                    sought.alive.add(new ProcessId(pid, ProcessId.UNKNOWN_START));
                }
            }
            sought.unseen.add(reason + ": only ids near that of the process were tried");
        }
    }
}
