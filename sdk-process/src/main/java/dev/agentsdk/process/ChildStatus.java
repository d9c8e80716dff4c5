package dev.agentsdk.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a child of a {@link ProcessSupervisor} at a moment.
 *
 * @param name its name
 * @param state what it is about
 * @param pid the id of its process; empty while it has none
 * @param uptime how long this process has run; zero while there is none
 * @param restarts how often it was started again, by its policy or by {@link ProcessSupervisor#restart}
 * @param restartIn how long until it is started again, in {@link ChildState#BACKOFF}
 * @param lines how many lines it has written, all its processes together
 * @param bytes how many bytes it has written
 * @param exits its ends, the oldest first, the last 20 at the most
 */
public record ChildStatus(
        String name,
        ChildState state,
        OptionalLong pid,
        Duration uptime,
        int restarts,
        Optional<Duration> restartIn,
        long lines,
        long bytes,
        List<ChildExit> exits) {

    public ChildStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(uptime, "uptime");
        Objects.requireNonNull(restartIn, "restartIn");
        exits = List.copyOf(exits);
    }

    /**
     * Its last end.
     *
     * @return empty if it has not ended yet
     */
    public Optional<ChildExit> lastExit() {
        return exits.isEmpty() ? Optional.empty() : Optional.of(exits.get(exits.size() - 1));
    }
}
