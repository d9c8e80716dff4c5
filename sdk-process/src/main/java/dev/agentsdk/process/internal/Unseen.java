package dev.agentsdk.process.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects, in words for a person, what a search could not see. At most {@value #MAX} lines; more are counted. */
final class Unseen {

    static final int MAX = 16;

    private final Set<String> lines = new LinkedHashSet<>();
    private int more;

    void add(String line) {
        if (lines.size() < MAX || lines.contains(line)) {
            lines.add(line);
        } else {
            more++;
        }
    }

    void addAll(List<String> others) {
        others.forEach(this::add);
    }

    List<String> lines() {
        if (more == 0) {
            return List.copyOf(lines);
        }
        List<String> all = new ArrayList<>(lines);
        all.add("and " + more + " more");
        return List.copyOf(all);
    }
}
