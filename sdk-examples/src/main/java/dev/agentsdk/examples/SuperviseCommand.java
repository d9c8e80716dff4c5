package dev.agentsdk.examples;

import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.ProcessSupervisor;
import dev.agentsdk.process.RestartPolicy;
import dev.agentsdk.process.TeardownPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows daemons, or sessions of agents, side by side on a terminal, or their lines where there is none. */
@Command(
        name = "supervise",
        description = "Keeps daemons running, or sessions of agents, and shows them side by side; without a terminal,"
                + " their lines.",
        footer = {
            "",
            "Keys: arrows select, s stops, r restarts, q and Ctrl-C quit. The exit code is 0, 1 if one has failed at the"
                    + " end, 130 after Ctrl-C."
        })
final class SuperviseCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 128 + 2;

    /** Where there is a screen, it looks for itself. */
    private static final Board.Listener NOBODY = new Board.Listener() {
        @Override
        public void onLine(String name, String text) {}

        @Override
        public void onState(String name, String state) {}
    };

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

    @Option(
            names = "--sessions",
            paramLabel = "N",
            description = "Shows this many sessions of agents instead of daemons.")
    private int sessions;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "What each session says. Default: ${DEFAULT-VALUE}",
            defaultValue = "Which source files are there?")
    private String prompt = "";

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "How often a session says it. Default: without an end on the demo, once on a real CLI.")
    private @Nullable Integer turns;

    @Mixin
    private ChosenCli cli = new ChosenCli();

    @Parameters(
            paramLabel = "NAME=COMMAND",
            description = "The daemons; each command is run by sh -c. Default: some for a demonstration.")
    private List<String> daemons = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (sessions < 0 || (turns != null && turns < 1)) {
            throw new ParameterException(spec.commandLine(), "--sessions and --turns take positive numbers.");
        }
        return sessions > 0 ? showSessions() : showDaemons();
    }

    private int showDaemons() throws IOException {
        List<ChildSpec> children =
                (daemons.isEmpty() ? DEMO : daemons).stream().map(this::child).toList();
        ProcessSupervisor.Builder builder = ProcessSupervisor.builder().limit(Math.max(1, children.size()));
        cli.launcher().ifPresent(builder::launcher);
        return show(new DaemonBoard(builder.build(), children));
    }

    private int showSessions() {
        if (!daemons.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--sessions and daemons exclude each other.");
        }
        AtomicInteger exitCode = new AtomicInteger();
        int limit = turns != null ? turns : cli.isDemo() ? Integer.MAX_VALUE : 1;
        cli.use("demo", options -> {
            try {
                exitCode.set(show(
                        new SessionBoard(options.includePartialMessages(true).build(), prompt, sessions, limit)));
            } catch (IOException e) {
                throw new UncheckedIOException("The terminal failed", e);
            }
        });
        return exitCode.get();
    }

    private int show(Board board) throws IOException {
        Deadline until = duration == null ? Deadline.never() : Deadline.in(duration);
        PrintWriter out = TerminalText.out(spec);
        boolean quit = true;
        try (board) {
            Terminal terminal = plain ? null : terminal();
            if (terminal == null) {
                showLines(board, until, out);
            } else {
                try (terminal) {
                    board.start(NOBODY);
                    quit = new BoardScreen(terminal, board).show(until);
                }
            }
        }
        board.summary().forEach(out::println);
        out.flush();
        return quit ? board.hasFailed() ? 1 : 0 : INTERRUPTED;
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
    private static void showLines(Board board, Deadline until, PrintWriter out) {
        ReentrantLock lock = new ReentrantLock();
        Condition changed = lock.newCondition();
        board.start(new Board.Listener() {
            @Override
            public void onLine(String name, String text) {
                out.println(name + " | " + TerminalText.line(text));
                out.flush();
            }

            @Override
            public void onState(String name, String state) {
                out.println(name + " is " + state);
                out.flush();
                lock.lock();
                try {
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        });
        lock.lock();
        try {
            while (board.isLive() && !until.hasPassed()) {
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
