package dev.agentsdk.e2e.chaos;

import dev.agentsdk.AgentSession;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.message.Message;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.StallMeter;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread that opens a session, uses it for a moment, and closes it, again and again. */
final class ChaosWorker implements Runnable {

    /** The promise is 2 s on a machine that has processors to spare; fifty sessions leave it none. */
    private static final Duration LONGEST_CLOSE = Duration.ofMillis(3500);

    private static final int FLOODERS = 8;

    /** More than a pipe holds. A shell reads it by one system call a byte, so not more than that. */
    private static final String LONG_LINE = "x".repeat(100 << 10);

    private interface Mischief {
        void happen(AgentSession session);
    }

    private final int number;
    private final Random random;
    private final FakeCli cli;
    private final Faults faults;
    private final ProcessLauncher launcher;
    private final ScheduledExecutorService gremlins;
    private final ChaosLog log;
    private volatile boolean ending;
    private final AtomicInteger cycle = new AtomicInteger();

    /** Guards the interruption: what comes late must not meet the next session. */
    private final Object lock = new Object();

    private Thread thread = Thread.currentThread();
    private boolean interruptible;

    ChaosWorker(
            int number,
            long seed,
            FakeCli cli,
            Faults faults,
            ProcessLauncher launcher,
            ScheduledExecutorService gremlins,
            ChaosLog log) {
        this.number = number;
        this.random = new Random(seed * 31 + number);
        this.cli = cli;
        this.faults = faults;
        this.launcher = launcher;
        this.gremlins = gremlins;
        this.log = log;
    }

    void end() {
        ending = true;
    }

    /** Of its sessions only the last may still have processes. */
    int cycle() {
        return cycle.get();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!ending) {
            cycle.incrementAndGet();
            try {
                once();
            } catch (RuntimeException | Error e) {
                log.broken("in session " + number + "." + cycle.get(), e);
            }
            synchronized (lock) {
                interruptible = false;
            }
            // What was meant for the session that is closed now.
            boolean late = Thread.interrupted();
            log.cycle(late);
        }
        cycle.incrementAndGet();
    }

    private void once() {
        FakeCli agent = faults.on(cli, random, number < FLOODERS);
        AgentSession session;
        try {
            synchronized (lock) {
                interruptible = true;
            }
            if (random.nextInt(20) == 0) {
                interruptSoon();
            }
            session = AgentSession.open(options(agent));
        } catch (AgentException e) {
            log.typed(e);
            log.searchGoesOn(number, cycle.get());
            return;
        }
        long pid = session.pid().orElseThrow();
        try (session) {
            use(session);
        } catch (AgentException e) {
            log.typed(e);
        } catch (OnPurpose e) {
            // The application's own mistake.
        }
        check(session, pid, agent);
    }

    private AgentOptions options(FakeCli agent) {
        Random own = new Random(random.nextLong());
        return agent.options()
                .env(ChaosLog.VARIABLE, log.identity(number, cycle.get()))
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .versionCheck(false)
                .limits(SessionLimits.defaults()
                        .withInitializeTimeout(Duration.ofSeconds(5))
                        .withControlTimeout(Duration.ofMillis(1 + own.nextInt(1500)))
                        .withBuffers(64 << 10, 512 << 10))
                .stderrListener(line -> {
                    if (own.nextInt(50) == 0) {
                        throw new OnPurpose();
                    }
                })
                .permissionCallback((request, cancellation) -> {
                    switch (own.nextInt(4)) {
                        case 0 -> throw new OnPurpose();
                        case 1 -> new CountDownLatch(1).await();
                        case 2 -> deafSleep();
                        default -> Thread.onSpinWait();
                    }
                    return PermissionDecision.allow();
                })
                .build();
    }

    /** Takes no notice of its interruption for a while. */
    private static void deafSleep() {
        long start = System.nanoTime();
        boolean interrupted = false;
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(300)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void use(AgentSession session) {
        ProcessHandle handle = ProcessHandle.of(session.pid().orElseThrow()).orElse(null);
        List<Mischief> all = List.of(
                any -> interrupt(),
                AgentSession::close,
                any -> {
                    for (int i = 0; i < 3; i++) {
                        gremlins.execute(any::close);
                    }
                },
                any -> kill(handle),
                any -> kill(handle),
                any -> stop(handle),
                any -> log.quietly(any::interrupt),
                any -> log.quietly(() -> any.setModel("other")),
                any -> log.quietly(() -> any.requestAsync(ControlRequest.of("test_silence", Map.of()))
                        .isDone()),
                any -> log.quietly(() -> any.send("and another thing")));
        for (Mischief one : Faults.someOf(all, random)) {
            later(() -> one.happen(session), random.nextInt(200));
        }
        // The turns that hang are left by somebody.
        later(() -> log.quietly(session::interrupt), 300);
        int patience = random.nextInt(4);
        later(session::close, 400 + 200L * patience);
        session.send(random.nextInt(20) == 0 ? LONG_LINE : "hello");
        int taken = 0;
        int wanted = random.nextInt(5) == 0 ? random.nextInt(3) : Integer.MAX_VALUE;
        if (wanted == 0) {
            return;
        }
        for (Message message : session.receiveResponse()) {
            if (message.type().isEmpty() && random.nextInt(10) == 0) {
                throw new OnPurpose();
            }
            if (random.nextInt(200) == 0) {
                throw new OnPurpose();
            }
            if (++taken == wanted) {
                return;
            }
        }
    }

    private void kill(ProcessHandle handle) {
        if (handle != null) {
            handle.destroyForcibly();
        }
    }

    private void stop(ProcessHandle handle) {
        if (handle != null && handle.isAlive()) {
            try {
                new ProcessBuilder("kill", "-STOP", Long.toString(handle.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                log.broken("stopping a process", e);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // mischief is not waited for
    private void later(Runnable mischief, long millis) {
        gremlins.schedule(mischief, millis, TimeUnit.MILLISECONDS);
    }

    private void interruptSoon() {
        later(this::interrupt, random.nextInt(50));
    }

    private void interrupt() {
        synchronized (lock) {
            if (interruptible) {
                thread.interrupt();
            }
        }
    }

    private void check(AgentSession session, long pid, FakeCli agent) {
        ExitReport report = session.exitReport().orElse(null);
        if (report == null) {
            log.broken(agent.script() + ": there is no report after the close", null);
            return;
        }
        log.end(report);
        if (!report.unseen().isEmpty()) {
            log.searchGoesOn(number, cycle.get());
        }
        if (report.elapsed().compareTo(LONGEST_CLOSE) > 0) {
            // Not the waits for a processor: those of fifty sessions are summed in it.
            Duration late = StallMeter.since(
                            System.nanoTime() - report.elapsed().toNanos())
                    .late();
            if (report.elapsed().minus(late).compareTo(LONGEST_CLOSE) > 0) {
                log.broken(
                        "the close took " + report.elapsed() + ", the machine was late by " + late + ", with "
                                + agent.environment(),
                        null);
            }
        }
        // On a machine that is busy enough, a process that was killed takes longer to die than the SDK waits.
        report.leftBehind().forEach(left -> log.mustGo(left, report.summary()));
        if (report.stage() == ExitReport.Stage.ABANDONED) {
            log.mustGo(pid, report.summary());
        } else if (Procs.isAlive(pid)) {
            log.broken("process " + pid + " lives after: " + report.summary(), null);
        }
    }

    /** What applications throw in loops and callbacks. */
    private static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1;

        OnPurpose() {
            super("on purpose", null, false, false);
        }
    }
}
