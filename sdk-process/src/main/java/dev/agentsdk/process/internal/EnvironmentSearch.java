package dev.agentsdk.process.internal;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcFs.Stat;
import dev.agentsdk.process.internal.TreeSearch.Tree;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The search by environment, for trees whose mark is not in their limits: by the variable, by what was remembered, by
 * sessions and by ancestry. Only processes that started after the leader are looked at.
 *
 * <p>The environments are read by {@link EnvironmentReader}, which bounds the time; one that cannot be read, or is none, is
 * reported if its process may belong to the tree.
 */
final class EnvironmentSearch {

    /** For passes without such trees. */
    static final EnvironmentSearch NONE = new EnvironmentSearch(List.of(), Set.of(), Deadline.in(Duration.ZERO));

    /** The parent of kernel threads, which have no environment. */
    private static final long KTHREADD = 2;

    private final List<Tree> trees;
    private final Set<Long> leaders;
    private final Deadline deadline;
    private final long oldest;
    private final Map<Long, Stat> candidates = new LinkedHashMap<>();
    private Map<Long, EnvironmentReader.Answer> environments = Map.of();
    private boolean isRead;

    EnvironmentSearch(List<Tree> trees, Set<Long> leaders, Deadline deadline) {
        this.trees = trees;
        this.leaders = leaders;
        this.deadline = deadline;
        this.oldest = trees.stream()
                .mapToLong(tree -> tree.leader().startTime())
                .min()
                .orElse(0);
    }

    /** Adds a process, if it can belong to one of the trees by its age. */
    void candidate(long pid) {
        ProcFs.stat(pid)
                .filter(stat -> stat.startTime() >= oldest && stat.parent() != KTHREADD)
                .ifPresent(stat -> candidates.put(pid, stat));
    }

    private void readAll() {
        if (!isRead) {
            isRead = true;
            List<Long> alive = candidates.values().stream()
                    .filter(stat -> stat.isAlive() && !leaders.contains(stat.pid()))
                    .map(Stat::pid)
                    .toList();
            environments = EnvironmentReader.read(alive, deadline);
        }
    }

    /** The processes of a tree, zombies too. */
    List<Stat> found(int index) {
        readAll();
        Tree tree = trees.get(index);
        Map<Long, List<Stat>> children = new HashMap<>();
        for (Stat stat : candidates.values()) {
            children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(stat);
        }
        Set<ProcessId> belonging = new HashSet<>();
        Deque<Stat> open = new ArrayDeque<>();
        Stat leader = candidates.get(tree.leader().pid());
        if (leader != null && leader.id().equals(tree.leader())) {
            open.add(leader);
        }
        for (Stat stat : candidates.values()) {
            if (stat.startTime() >= tree.leader().startTime() && isMember(tree, stat)) {
                open.add(stat);
            }
        }
        List<Stat> found = new ArrayList<>();
        while (!open.isEmpty()) {
            Stat stat = open.remove();
            if (belonging.add(stat.id())) {
                found.add(stat);
                open.addAll(children.getOrDefault(stat.pid(), List.of()));
            }
        }
        // The stat was read before the environment: the id may have changed hands between the two.
        return found.stream()
                .filter(stat -> ProcFs.stat(stat.pid())
                        .filter(now -> now.startTime() == stat.startTime())
                        .isPresent())
                .toList();
    }

    private boolean isMember(Tree tree, Stat stat) {
        EnvironmentReader.Answer answer = environments.get(stat.pid());
        return tree.remembered().contains(stat.id())
                || tree.sessions().contains(stat.session())
                || stat.session() == tree.leader().pid()
                || (answer != null && answer.shows(tree.mark()));
    }

    /**
     * What may belong to a tree, and could not be looked at.
     *
     * @param lines one for each process
     * @param mayBeReadLater whether there was no time to read one of them
     */
    record Unread(List<String> lines, boolean mayBeReadLater) {}

    /** What may belong to a tree, and could not be looked at. */
    Unread unread(int index) {
        readAll();
        Tree tree = trees.get(index);
        List<String> lines = new ArrayList<>();
        boolean mayBeReadLater = false;
        for (Stat stat : candidates.values()) {
            EnvironmentReader.Answer answer = environments.get(stat.pid());
            if (answer != null
                    && stat.startTime() >= tree.leader().startTime()
                    && !leaders.contains(stat.pid())
                    && !answer.isPlausible()
                    && isOfOurUsers(tree, stat)
                    && ProcFs.isAlive(stat.id())) {
                lines.add("process " + stat.pid() + " may belong to it: " + answer.problem());
                mayBeReadLater |= !answer.isRead();
            }
        }
        return new Unread(lines, mayBeReadLater);
    }

    private static boolean isOfOurUsers(Tree tree, Stat stat) {
        Object owner = ProcFs.owner(stat.pid());
        return owner == null
                || owner.equals(ProcFs.owner(ProcessHandle.current().pid()))
                || Objects.equals(owner, ProcFs.owner(tree.leader().pid()));
    }
}
