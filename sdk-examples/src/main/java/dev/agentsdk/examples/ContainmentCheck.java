package dev.agentsdk.examples;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessStartException;
import java.time.Duration;

/** Finds out how the descendants of an agent are recognised on this machine, by starting a shell. */
final class ContainmentCheck {

    private static final String SUBJECT = "descendants";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private ContainmentCheck() {}

    static Finding of(ProcessLauncher launcher) {
        ProcessExit exit;
        try (ManagedProcess process =
                launcher.start(ProcessSpec.of("/bin/sh", "-c", "read line"), new ProcessListener() {})) {
            exit = process.close(Deadline.in(PATIENCE));
        } catch (ProcessStartException e) {
            return Finding.warning(SUBJECT, "not known, because /bin/sh could not be started: " + e.getMessage(), "");
        }
        return switch (exit.containment()) {
            case CGROUP -> Finding.ok(SUBJECT, "recognised by a cgroup of each agent's own, which they cannot leave");
            case LIMITS ->
                Finding.ok(
                        SUBJECT,
                        "recognised by a number in their resource limits. With a delegated cgroup"
                                + " (-Ddev.agentsdk.cgroup) they could not escape even as root");
            case ENVIRONMENT ->
                Finding.warning(
                        SUBJECT,
                        "recognised by a variable in their environment, so that a daemon that overwrites it is missed",
                        "Use the posix launcher, or install prlimit (package util-linux).");
            case ANCESTRY, NONE ->
                Finding.warning(
                        SUBJECT,
                        "recognised only while the agent lives, so that background jobs may outlive it",
                        "Run on Linux with a /proc of the JVM's own PID namespace.");
        };
    }
}
