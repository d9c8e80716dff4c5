package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sessions side by side: what an idle one costs, and how a thousand end at once. */
final class ManySessions implements Benchmark {

    private static final int OPENERS = 8;

    @Override
    public void run(Context context) throws Exception {
        Path script = context.cli().smallTurn();
        Sdk.open(script).close();
        idle(context, script);
        atOnce(context, script);
    }

    private static void idle(Context context, Path script) {
        int count = context.sizes().idleSessions();
        int threadsBefore = Machine.sdkThreads();
        long heap;
        int threads;
        List<AgentSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sessions.add(Sdk.open(script));
            }
            heap = Machine.liveHeap();
            threads = Machine.sdkThreads();
        } finally {
            sessions.forEach(AgentSession::close);
        }
        sessions.clear();
        // Compared with afterwards: what ran before may leave caches that are dropped meanwhile.
        double kibibytes = (heap - Machine.liveHeap()) / 1024.0 / count;
        context.report()
                .add(Figure.alone(
                        "one idle open session: threads of the SDK",
                        (threads - threadsBefore) / (double) count,
                        "",
                        Goal.atMost(2, ""),
                        Goal.atMost(1, "")));
        context.report()
                .add(Figure.alone(
                        "one idle open session: heap",
                        kibibytes,
                        "KiB",
                        Goal.atMost(64, "KiB"),
                        Goal.atMost(32, "KiB")));
    }

    private static void atOnce(Context context, Path script) throws Exception {
        int count = context.sizes().manySessions();
        long heap = Machine.liveHeap();
        long resident = Machine.residentSet();
        List<AgentSession> sessions = new ArrayList<>();
        long start = System.nanoTime();
        openTo(sessions, count / 2, script);
        double halfHeap = (Machine.liveHeap() - heap) / 1024.0 / sessions.size();
        double halfResident = (Machine.residentSet() - resident) / 1024.0 / sessions.size();
        openTo(sessions, count, script);
        double opening = (System.nanoTime() - start) / 1e9;
        double fullHeap = (Machine.liveHeap() - heap) / 1024.0 / count;
        double fullResident = (Machine.residentSet() - resident) / 1024.0 / count;
        double closing = closeAll(sessions);
        String what = count + " sessions at once, a turn each: ";
        Report report = context.report();
        report.add(Figure.alone(what + "all opened", opening, "s", null, null));
        report.add(Figure.alone(what + "all closed in parallel", closing, "s", Goal.atMost(10, "s"), null));
        report.add(Figure.of(
                what + "heap each", "with half as many", halfHeap, fullHeap, "KiB", Goal.ratioAtMost(1.1), null));
        report.add(Figure.of(
                what + "resident memory each",
                "with half as many",
                halfResident,
                fullResident,
                "KiB",
                Goal.ratioAtMost(1.1),
                null));
    }

    private static void openTo(List<AgentSession> sessions, int count, Path script) throws Exception {
        ExecutorService openers = Executors.newFixedThreadPool(OPENERS);
        try {
            List<Future<AgentSession>> opening = new ArrayList<>();
            for (int i = sessions.size(); i < count; i++) {
                opening.add(openers.submit(() -> {
                    AgentSession session = Sdk.open(script);
                    session.send("go");
                    session.receiveResponse().result();
                    return session;
                }));
            }
            for (Future<AgentSession> session : opening) {
                sessions.add(session.get());
            }
        } finally {
            openers.shutdown();
        }
    }

    private static double closeAll(List<AgentSession> sessions) throws Exception {
        ExecutorService closers = Executors.newCachedThreadPool();
        try {
            long start = System.nanoTime();
            List<Future<?>> closes = new ArrayList<>();
            for (AgentSession session : sessions) {
                closes.add(closers.submit(session::close));
            }
            for (Future<?> close : closes) {
                close.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            closers.shutdown();
        }
    }
}
