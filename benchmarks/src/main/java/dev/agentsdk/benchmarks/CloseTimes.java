package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@code close()} takes, as the child is when it is called. */
final class CloseTimes implements Benchmark {

    private static final String OWN_EXIT = "the idle child's own exit after EOF";
    private static final String FLOOD = "exec yes '{\"type\":\"assistant\",\"message\":{\"content\":[]}}'";

    @Override
    public void run(Context context) throws Exception {
        ReplayCli cli = context.cli();
        Path idle = cli.smallTurn();
        Path flood = cli.script("flood", FLOOD);
        Path stubborn = cli.script("stubborn-flood", "trap '' TERM; " + FLOOD);
        Path ending = cli.replaying("ending-flood", cli.assistantMessages("eight-mebibytes", 16_000, ReplayCli.SMALL));
        Path grandchild = cli.script("grandchild", "sleep 1000 & printf '%s\\n' '" + ReplayCli.RESULT + "'");
        Rounds rounds = new Rounds()
                .with(OWN_EXIT, () -> ownExit(idle))
                .with("close of a session: idle", () -> session(idle, true))
                .with("close of a session: grandchild on the pipes", () -> session(grandchild, true))
                .with("close of a session: full pipe, 8 MB still to come", () -> session(ending, false))
                .with("close of a transport: idle", () -> transport(idle, false))
                .with("close of a transport: full pipe, no end to come", () -> transport(flood, true))
                .with("close of a transport: the same with SIGTERM ignored", () -> transport(stubborn, true))
                .run(context.sizes().closes());
        for (String kind : new String[] {
            "close of a session: idle",
            "close of a session: full pipe, 8 MB still to come",
            "close of a session: grandchild on the pipes",
            "close of a transport: idle",
            "close of a transport: full pipe, no end to come",
            "close of a transport: the same with SIGTERM ignored"
        }) {
            add(context, rounds, kind, Goal.atMost(5, "ms"), Goal.atMost(2, "ms"));
        }
        // It takes a second by design, so that a few will do.
        Rounds drained = new Rounds()
                .with(OWN_EXIT, () -> ownExit(idle))
                .with("close of a session: full pipe, no end to come (drained for 1.1 s)", () -> session(flood, false))
                .run(Math.min(5, context.sizes().closes()));
        add(context, drained, "close of a session: full pipe, no end to come (drained for 1.1 s)", null, null);
    }

    private static void add(Context context, Rounds rounds, String kind, @Nullable Goal must, @Nullable Goal aim) {
        context.report()
                .add(Figure.of(
                        kind + ", p50", OWN_EXIT, rounds.median(OWN_EXIT), rounds.median(kind), "ms", must, aim));
    }

    private static double ownExit(Path script) throws IOException {
        RawPipe pipe = new RawPipe(script);
        pipe.write(RawPipe.INITIALIZE);
        pipe.skipLine();
        long start = System.nanoTime();
        pipe.close();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double session(Path script, boolean takeTheTurn) throws InterruptedException {
        AgentSession session = Sdk.open(script);
        session.send("go");
        if (takeTheTurn) {
            session.receiveResponse().result();
        } else {
            Machine.awaitBlockedInPipeWrite(writer(session.pid().orElseThrow()));
        }
        long start = System.nanoTime();
        session.close();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double transport(Path script, boolean fillThePipe) throws InterruptedException {
        Transport transport = new SubprocessCliTransportFactory()
                .create(AgentOptions.builder().cliPath(script).build());
        transport.open(new Ignoring());
        if (fillThePipe) {
            transport.pauseReading();
            transport.send(
                    new String(RawPipe.USER, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8),
                    Deadline.in(Duration.ofSeconds(5)));
            Machine.awaitBlockedInPipeWrite(transport.pid().orElseThrow());
        }
        long start = System.nanoTime();
        transport.close(Deadline.in(transport.closeLimits().total()));
        return (System.nanoTime() - start) / 1e6;
    }

    /** The process that writes: the script, or the {@code cat} that it runs. */
    private static long writer(long pid) throws InterruptedException {
        // The script needs a moment to start its cat; one that runs none has become the writer itself.
        for (int i = 0; i < 200; i++) {
            long child = ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::children)
                    .mapToLong(ProcessHandle::pid)
                    .findFirst()
                    .orElse(-1);
            if (child >= 0) {
                return child;
            }
            if (i > 20
                    && ProcessHandle.of(pid)
                            .flatMap(handle -> handle.info().command())
                            .filter(command -> command.endsWith("/yes"))
                            .isPresent()) {
                return pid;
            }
            Thread.sleep(1);
        }
        return pid;
    }

    private static final class Ignoring implements Transport.Listener {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {}

        @Override
        public void onUnterminatedLine(byte[] bytes) {}

        @Override
        public void onOversizeLine(long size, byte[] head) {}

        @Override
        public void onStderrLine(String line) {}

        @Override
        public void onEnd() {}
    }
}
