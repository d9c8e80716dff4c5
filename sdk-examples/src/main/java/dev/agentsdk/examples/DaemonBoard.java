package dev.agentsdk.examples;

import dev.agentsdk.process.ChildExit;
import dev.agentsdk.process.ChildListener;
import dev.agentsdk.process.ChildSpec;
import dev.agentsdk.process.ChildState;
import dev.agentsdk.process.ChildStatus;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import dev.agentsdk.process.ProcessSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The children of a {@link ProcessSupervisor}. */
final class DaemonBoard implements Board {

    /** What a rate forgets at each look. */
    private static final double SMOOTHING = 0.2;

    private final ProcessSupervisor supervisor;
    private final List<ChildSpec> specs;
    private final Map<String, Rate> rates = new HashMap<>();

    DaemonBoard(ProcessSupervisor supervisor, List<ChildSpec> specs) {
        this.supervisor = supervisor;
        this.specs = specs;
    }

    /**
     * A daemon as it is known.
     *
     * @param status what the supervisor says
     * @param lines its last lines
     * @param linesPerSecond how fast it writes
     */
    record Daemon(ChildStatus status, List<OutputLine> lines, double linesPerSecond) {}

    /** How fast a child writes, smoothed. */
    private static final class Rate {
        private long lines;
        private long at;
        private double perSecond;

        double update(long linesNow) {
            long now = System.nanoTime();
            if (at != 0) {
                double latest = (linesNow - lines) / Math.max(1e-3, (now - at) / 1e9);
                perSecond += SMOOTHING * (latest - perSecond);
            }
            lines = linesNow;
            at = now;
            return perSecond;
        }
    }

    @Override
    public void start(Listener listener) {
        supervisor.addListener(new ChildListener() {
            @Override
            public void onLine(String child, OutputLine line) {
                listener.onLine(child, line.text());
            }

            @Override
            public void onState(ChildStatus status) {
                listener.onState(
                        status.name(),
                        status.state()
                                + (status.pid().isPresent()
                                        ? ", pid " + status.pid().getAsLong()
                                        : ""));
            }
        });
        specs.forEach(supervisor::start);
    }

    @Override
    public synchronized Look look() {
        List<Daemon> daemons = new ArrayList<>();
        for (ChildStatus status : supervisor.statuses()) {
            double rate =
                    rates.computeIfAbsent(status.name(), name -> new Rate()).update(status.lines());
            daemons.add(new Daemon(status, supervisor.lines(status.name()), rate));
        }
        return look(daemons);
    }

    static Look look(List<Daemon> daemons) {
        return new Look(daemons.stream().map(DaemonBoard::panel).toList(), totals(daemons));
    }

    private static Panel panel(Daemon daemon) {
        ChildStatus status = daemon.status();
        return new Panel(
                status.name(),
                status.state().toString(),
                mood(status.state()),
                facts(daemon),
                daemon.lines().stream()
                        .map(line -> new Line(line.text(), line.source() == OutputSource.STDERR))
                        .toList());
    }

    private static Mood mood(ChildState state) {
        return switch (state) {
            case RUNNING -> Mood.GOOD;
            case STARTING, STOPPING, BACKOFF -> Mood.BUSY;
            case FAILED -> Mood.BAD;
            case EXITED, STOPPED -> Mood.OVER;
        };
    }

    private static List<String> facts(Daemon daemon) {
        ChildStatus status = daemon.status();
        List<String> facts = new ArrayList<>();
        if (status.pid().isPresent()) {
            facts.add("pid " + status.pid().getAsLong());
            facts.add(BoardView.age(status.uptime()));
            facts.add(String.format(Locale.ROOT, "%.1f lines/s", daemon.linesPerSecond()));
        }
        status.restartIn().ifPresent(time -> facts.add("again in " + BoardView.age(time)));
        if (status.pid().isEmpty()) {
            status.lastExit().ifPresent(exit -> facts.add(ending(exit)));
        }
        if (status.restarts() > 0) {
            facts.add(status.restarts() + " restarts");
        }
        return facts;
    }

    private static String ending(ChildExit exit) {
        if (exit.startError().isPresent()) {
            return "could not be started";
        }
        return exit.exit()
                .map(end -> end.signal().isPresent()
                        ? "ended by signal " + end.signal().getAsInt()
                        : "exit code " + end.exitCode().orElse(-1))
                .orElse("");
    }

    private static String totals(List<Daemon> daemons) {
        long running = daemons.stream()
                .filter(daemon -> daemon.status().state() == ChildState.RUNNING)
                .count();
        long failed = daemons.stream()
                .filter(daemon -> daemon.status().state() == ChildState.FAILED)
                .count();
        long lines =
                daemons.stream().mapToLong(daemon -> daemon.status().lines()).sum();
        int restarts =
                daemons.stream().mapToInt(daemon -> daemon.status().restarts()).sum();
        double rate = daemons.stream().mapToDouble(Daemon::linesPerSecond).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d running, %d failed · %d restarts · %d lines, %.1f lines/s",
                running,
                daemons.size(),
                failed,
                restarts,
                lines,
                rate);
    }

    @Override
    public boolean isLive() {
        return supervisor.statuses().stream().anyMatch(status -> status.state().isLive());
    }

    @Override
    public boolean hasFailed() {
        return supervisor.statuses().stream().anyMatch(status -> status.state() == ChildState.FAILED);
    }

    @Override
    public List<String> summary() {
        return supervisor.statuses().stream()
                .map(status -> status.name() + ": " + status.state() + ", " + status.restarts() + " restarts, "
                        + status.lines() + " lines")
                .toList();
    }

    @Override
    public String stop(String name) {
        long start = System.nanoTime();
        return outcome(supervisor.stop(name), start);
    }

    @Override
    public String restart(String name) {
        long start = System.nanoTime();
        return outcome(supervisor.restart(name), start);
    }

    private static String outcome(ChildStatus status, long start) {
        return status.name() + " is " + status.state() + ", after "
                + BoardView.age(Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
