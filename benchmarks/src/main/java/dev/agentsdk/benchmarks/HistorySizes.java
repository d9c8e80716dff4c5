package dev.agentsdk.benchmarks;

import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.SessionHistory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reading and forking a transcript over its size. Half of the entries are a chain that only connects, and the others hang
 * on its end: what a careless reader walks again for each of them.
 */
final class HistorySizes implements Benchmark {

    private static final int DOUBLINGS = 3;

    @Override
    public void run(Context context) throws Exception {
        int smallest = Math.max(10, context.sizes().roundTrips() / 10);
        SessionHistory history = SessionHistory.onDisk(HistoryLocation.of(context.directory()));
        Map<Integer, String> sessions = new LinkedHashMap<>();
        Rounds rounds = new Rounds();
        for (int i = 0; i <= DOUBLINGS; i++) {
            int entries = smallest << i;
            String id = uuid(entries);
            write(context.directory().resolve("projects/-work").resolve(id + ".jsonl"), entries);
            sessions.put(entries, id);
            rounds.with(id, () -> millis(history, id));
        }
        rounds.run(context.sizes().rounds());
        String first = uuid(smallest);
        for (Map.Entry<Integer, String> session : sessions.entrySet()) {
            int times = session.getKey() / smallest;
            String what = "read and fork a session of " + session.getKey() + " entries";
            context.report()
                    .add(
                            times == 1
                                    ? Figure.alone(what, rounds.median(first), "ms", null, null)
                                    : new Figure(
                                            what,
                                            "one of " + smallest,
                                            rounds.median(first),
                                            rounds.median(session.getValue()),
                                            "ms",
                                            rounds.ratio(session.getValue(), first),
                                            Goal.ratioAtMost(1.5 * times),
                                            Goal.ratioAtMost(1.1 * times)));
        }
    }

    private static double millis(SessionHistory history, String id) {
        long start = System.nanoTime();
        history.messages(id);
        String fork = history.fork(id);
        double millis = (System.nanoTime() - start) / 1e6;
        history.delete(fork);
        return millis;
    }

    private static void write(Path file, int entries) throws IOException {
        Files.createDirectories(file.getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < entries; i++) {
                boolean link = i < entries / 2;
                int parent = link ? i - 1 : entries / 2 - 1;
                out.write("{\"type\":\"" + (link ? "progress" : "user") + "\",\"uuid\":\"" + uuid(i)
                        + "\",\"parentUuid\":" + (parent < 0 ? "null" : "\"" + uuid(parent) + "\"")
                        + (link ? "" : ",\"message\":{\"role\":\"user\",\"content\":\"x\"}") + "}\n");
            }
        }
    }

    private static String uuid(int number) {
        return "%08x-0000-4000-8000-000000000000".formatted(number);
    }
}
