package dev.agentsdk.process;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the supervisor share. */
abstract class SupervisorTestBase extends RunnerTestBase {

    private final List<ProcessSupervisor> made = new ArrayList<>();

    final ProcessSupervisor supervisor() {
        return supervisor(16);
    }

    final ProcessSupervisor supervisor(int limit) {
        ProcessSupervisor supervisor =
                ProcessSupervisor.builder().launcher(launcher).limit(limit).build();
        made.add(supervisor);
        return supervisor;
    }

    @AfterEach
    final void closeSupervisors() {
        made.forEach(ProcessSupervisor::close);
    }

    static ChildSpec child(String name, String script) {
        return ChildSpec.of(name, shell(script));
    }

    static void awaitState(ProcessSupervisor supervisor, String name, ChildState state) {
        Eventually.await(
                () -> name + " is " + state + ", but it is " + supervisor.status(name),
                () -> supervisor.status(name).orElseThrow().state() == state);
    }

    static void awaitLine(ProcessSupervisor supervisor, String name, String text) {
        Eventually.await(
                () -> name + " writes " + text + ", but it wrote " + texts(supervisor, name),
                () -> texts(supervisor, name).contains(text));
    }

    static List<String> texts(ProcessSupervisor supervisor, String name) {
        return supervisor.lines(name).stream().map(OutputLine::text).toList();
    }
}
