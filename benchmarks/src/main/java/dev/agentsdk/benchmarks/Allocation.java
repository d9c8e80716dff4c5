package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.nio.file.Path;

/** How much garbage a message makes, on all threads together. */
final class Allocation implements Benchmark {

    @Override
    public void run(Context context) throws Exception {
        int messages = context.sizes().smallMessages() / 4;
        Path file = context.cli().assistantMessages("allocation", messages, ReplayCli.SMALL);
        Path script = context.cli().replaying("allocation", file);
        try (AgentSession session = Sdk.open(script)) {
            // The session's own thread lives on between the turns, so that its share is counted too.
            Sdk.turn(session, messages);
            long before = Machine.allocatedBytes();
            Sdk.turn(session, messages);
            double each = (Machine.allocatedBytes() - before) / (double) messages;
            context.report()
                    .add(Figure.of(
                            "allocation for each 500 B message",
                            "its line",
                            ReplayCli.SMALL,
                            each,
                            "B",
                            Goal.ratioAtMost(3),
                            Goal.ratioAtMost(1.5)));
        }
    }
}
