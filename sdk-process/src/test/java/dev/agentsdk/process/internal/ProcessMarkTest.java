package dev.agentsdk.process.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.Eventually;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-14")
class ProcessMarkTest {

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    private long sleeper(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        // Between fork and exec it still has the environment of this JVM.
        Eventually.await(
                "exec is done",
                () -> new String(ProcFs.environment(process.pid()).orElseThrow(), ISO_8859_1)
                        .contains(environment.keySet().iterator().next()));
        return process.pid();
    }

    /** Found by their environment alone, as where the limits of a process cannot be set. */
    private static List<Long> bearers(ProcessMark mark, long leader) {
        TreeSearch.Tree tree = new TreeSearch.Tree(
                mark, new ProcessId(leader, 0), false, false, Set.of(), Set.of(), NoKiller.INSTANCE);
        TreeSearch.Found found = TreeSearch.INSTANCE.find(tree, Deadline.in(Duration.ofSeconds(20)));
        return found.alive().stream().map(ProcessId::pid).toList();
    }

    @Test
    void eachMarkIsAnother() {
        assertThat(ProcessMark.in(Map.of()).value())
                .isNotEqualTo(ProcessMark.in(Map.of()).value());
    }

    @Test
    void bearersAreFoundAndTheLeaderIsNotAmongThem() throws IOException {
        ProcessMark mark = ProcessMark.in(Map.of());
        Map<String, String> environment = Map.of(ProcessMark.VARIABLE, mark.value());
        long leader = sleeper(environment);
        long child = sleeper(environment);
        sleeper(Map.of(ProcessMark.VARIABLE, mark.value() + "0"));
        sleeper(Map.of("X" + ProcessMark.VARIABLE, mark.value()));

        assertThat(bearers(mark, leader)).containsExactly(child);
        // An id that is no leader's, far away: everything is looked at.
        assertThat(bearers(mark, 1)).containsExactlyInAnyOrder(leader, child);
    }

    @Test
    void aMarkInsideAnotherIsReachedByBoth() throws IOException {
        ProcessMark outer = ProcessMark.in(Map.of());
        ProcessMark inner = ProcessMark.in(Map.of(ProcessMark.VARIABLE, outer.value()));
        long inside = sleeper(Map.of(ProcessMark.VARIABLE, inner.value()));
        long outside = sleeper(Map.of(ProcessMark.VARIABLE, outer.value()));

        assertThat(bearers(inner, 1)).containsExactly(inside);
        assertThat(bearers(outer, 1)).containsExactlyInAnyOrder(inside, outside);
    }
}
