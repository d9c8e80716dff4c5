package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A control request of about 100 bytes and its answer. */
final class PingPong implements Benchmark {

    private static final int BLOCKS = 20;

    @Override
    public void run(Context context) throws Exception {
        Path agent = context.cli()
                .executable(
                        context.directory().resolve("echo-agent.sh"),
                        "#!/bin/sh\ncase $1 in -v) echo '2.1.0 (Echo)'; exit 0 ;; esac\nexec '" + Jvms.current()
                                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + Jvms.classPath() + "' "
                                + EchoAgent.class.getName() + "\n");
        int block = Math.max(1, context.sizes().roundTrips() / BLOCKS);
        try (AgentSession session = Sdk.open(agent);
                RawPipe pipe = new RawPipe(agent)) {
            pipe.write(RawPipe.INITIALIZE);
            pipe.skipLine();
            // Warms up both sides of both.
            sdk(session, block);
            raw(pipe, block);
            Rounds rounds = new Rounds()
                    .with("sdk", () -> sdk(session, block))
                    .with("raw", () -> raw(pipe, block))
                    .run(Math.min(BLOCKS, context.sizes().roundTrips()));
            context.report()
                    .add(new Figure(
                            "ping-pong of a 100-byte control request, p50",
                            "raw pipe round trip",
                            rounds.median("raw"),
                            rounds.median("sdk"),
                            "µs",
                            rounds.ratio("sdk", "raw"),
                            Goal.ratioAtMost(2),
                            Goal.ratioAtMost(1.3)));
        }
    }

    private static double sdk(AgentSession session, int count) {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            session.request("ping", Map.of("n", i));
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return Rounds.median(micros);
    }

    private static double raw(RawPipe pipe, int count) throws IOException {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            byte[] line = ("{\"type\":\"control_request\",\"request_id\":\"req_" + i
                            + "_0123abcd\",\"request\":{\"subtype\":\"ping\",\"n\":" + i + "}}\n")
                    .getBytes(StandardCharsets.UTF_8);
            long start = System.nanoTime();
            pipe.write(line);
            pipe.skipLine();
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return Rounds.median(micros);
    }
}
