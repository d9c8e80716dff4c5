package dev.agentsdk.examples;

import dev.agentsdk.process.ChildListener;
import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessSupervisor;
import dev.agentsdk.process.RestartPolicy;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps daemons running, and shows them side by side on a terminal, or their lines where there is none. */
@Command(
        name = "supervise",
        description = "Keeps daemons running and shows them side by side; without a terminal, their lines.",
        footer = {
            "",
            "Keys: arrows select, s stops, r restarts, q and Ctrl-C quit. The exit code is 0, 1 if one has failed at the"
                    + " end, 130 after Ctrl-C."
        })
final class SuperviseCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 128 + 2;

    /** A shell in a loop does not read its EOF: little time for that, and more for what it does about SIGTERM. */
    private static final TeardownPlan STOP =
            TeardownPlan.defaults().withEofGrace(Duration.ofMillis(200)).withTermGrace(Duration.ofSeconds(2));

    private static final List<String> DEMO = List.of(
            "clock=while :; do date; sleep 1; done",
            "web=n=0; while :; do n=$((n+1)); echo \"GET /item/$n 200\"; sleep 0.1; done",
            "flaky=echo working; sleep 4; echo 'out of luck' >&2; exit 1",
            "deaf=trap 'echo \"SIGTERM? never heard of it\"' TERM; while :; do sleep 1; done");

    @Option(
            names = "--restarts",
            paramLabel = "N",
            description = "How often in a row a daemon that fails is started again. Default: ${DEFAULT-VALUE}",
            defaultValue = "5")
    private int restarts;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = RunCommand.Time.class,
            description = "Quits after this time: 5s, 1.5m, 2h.")
    private @Nullable Duration duration;

    @Option(names = "--plain", description = "Only lines, also on a terminal.")
    private boolean plain;

    @Option(names = "--launcher", paramLabel = "NAME", description = "posix or jdk. Default: the best one here.")
    private ChosenCli.@Nullable Launcher launcher;

    @Parameters(
            paramLabel = "NAME=COMMAND",
            description = "The daemons; each command is run by sh -c. Default: some for a demonstration.")
    private List<String> daemons = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<ChildSpec> children =
                (daemons.isEmpty() ? DEMO : daemons).stream().map(this::child).toList();
        ProcessSupervisor.Builder builder = ProcessSupervisor.builder().limit(Math.max(1, children.size()));
        if (launcher != null) {
            builder.launcher(launcher.launcher());
        }
        Deadline until = duration == null ? Deadline.never() : Deadline.in(duration);
        PrintWriter out = spec.commandLine().getOut();
        boolean quit = true;
        ProcessSupervisor supervisor = builder.build();
        try (supervisor) {
            Terminal terminal = plain ? null : terminal();
            if (terminal == null) {
                showLines(supervisor, children, until, out);
            } else {
                try (terminal) {
                    children.forEach(supervisor::start);
                    quit = new DaemonScreen(terminal, supervisor).show(until);
                }
            }
        }
        for (ChildStatus status : supervisor.statuses()) {
            out.println(status.name() + ": " + status.state() + ", " + status.restarts() + " restarts, "
                    + status.lines() + " lines");
        }
        out.flush();
        boolean failed = supervisor.statuses().stream().anyMatch(status -> status.state() == ChildState.FAILED);
        return quit ? failed ? 1 : 0 : INTERRUPTED;
    }

    private ChildSpec child(String daemon) {
        int equals = daemon.indexOf('=');
        if (equals < 1 || equals == daemon.length() - 1) {
            throw new ParameterException(spec.commandLine(), "\"" + daemon + "\" is not of the form NAME=COMMAND.");
        }
        try {
            return ChildSpec.of(
                            daemon.substring(0, equals),
                            ProcessSpec.of("sh", "-c", daemon.substring(equals + 1))
                                    .withTeardown(STOP))
                    .withRestart(RestartPolicy.onFailure(restarts));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The terminal of this program; null if its input or output is none. */
    private static @Nullable Terminal terminal() {
        try {
            // By stty: it restores a terminal exactly, which the native provider of JLine 4.5.0 does not, and it needs
            // no
            // leave for native access.
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                    // Or it asks the terminal, and an answer that comes late is typed into the shell.
                    .graphemeCluster(false)
                    .build();
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    /** Until all have ended, or the time is up. */
    private static void showLines(
            ProcessSupervisor supervisor, List<ChildSpec> children, Deadline until, PrintWriter out) {
        ReentrantLock lock = new ReentrantLock();
        Condition changed = lock.newCondition();
        supervisor.addListener(new ChildListener() {
            @Override
            public void onLine(String child, OutputLine line) {
                out.println(child + " | " + line.text());
                out.flush();
            }

            @Override
            public void onState(ChildStatus status) {
                out.println(status.name() + " is " + status.state()
                        + (status.pid().isPresent() ? ", pid " + status.pid().getAsLong() : ""));
                out.flush();
                lock.lock();
                try {
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        });
        children.forEach(supervisor::start);
        lock.lock();
        try {
            while (supervisor.statuses().stream()
                            .anyMatch(status -> status.state().isLive())
                    && !until.hasPassed()) {
                // The change that it waits for may be told before the wait: it looks again once a second.
                changed.await(Math.min(until.remainingNanos(), TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
