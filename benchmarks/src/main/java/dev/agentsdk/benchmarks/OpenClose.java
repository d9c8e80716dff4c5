package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.io.IOException;
import java.nio.file.Path;

/** The whole life of a small session. */
final class OpenClose implements Benchmark {

    private static final String BARE = "ProcessBuilder: start, EOF, wait for the same child";
    private static final String TALK = "ProcessBuilder: the same conversation by hand";

    @Override
    public void run(Context context) throws Exception {
        Path script = context.cli().smallTurn();
        Rounds rounds = new Rounds()
                .with("sdk", () -> sdk(script))
                .with(BARE, () -> bare(script))
                .with(TALK, () -> talk(script))
                .run(context.sizes().sessions());
        String what = "open, initialize, small turn, close; warm, p50";
        // Of many short rounds a ratio of medians is steadier than a median of ratios.
        context.report()
                .add(Figure.of(
                        what,
                        BARE,
                        rounds.median(BARE),
                        rounds.median("sdk"),
                        "ms",
                        Goal.ratioAtMost(1.3),
                        Goal.ratioAtMost(1)));
        context.report().add(Figure.of(what, TALK, rounds.median(TALK), rounds.median("sdk"), "ms", null, null));
    }

    private static double sdk(Path script) {
        long start = System.nanoTime();
        try (AgentSession session = Sdk.open(script)) {
            session.send("go");
            session.receiveResponse().result();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double bare(Path script) throws IOException {
        long start = System.nanoTime();
        new RawPipe(script).close();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double talk(Path script) throws IOException {
        long start = System.nanoTime();
        try (RawPipe pipe = new RawPipe(script)) {
            pipe.write(RawPipe.INITIALIZE);
            pipe.skipLine();
            pipe.write(RawPipe.USER);
            pipe.readToResult();
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
