package dev.agentsdk.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.AgentSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many messages in one turn: from the pipe to typed messages in the application's thread. */
final class Streams implements Benchmark {

    private static final String PIPE = "one thread: pipe, newline scan, readTree";
    private static final String MEMORY = "readTree(byte[]) in memory";
    private static final String SDK = "sdk";
    private static final long IN_MEMORY = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void run(Context context) throws Exception {
        Sizes sizes = context.sizes();
        ReplayCli cli = context.cli();
        int small = sizes.smallMessages();
        compare(context, small + " x 500 B", cli.assistantMessages("small", small, ReplayCli.SMALL), small, true);
        int large = sizes.largeMessages();
        compare(context, large + " x 1 MiB", cli.assistantMessages("large", large, ReplayCli.LARGE), large, true);
        compare(context, small + " partial messages", cli.partialMessages("partial", small), small, false);
    }

    /** With partial messages the rival has nothing to show: it skips them. */
    private static void compare(Context context, String what, Path file, int messages, boolean withRival)
            throws Exception {
        Path script = context.cli().replaying(what.replace(' ', '-'), file);
        double megabytes = Files.size(file) / 1e6;
        List<byte[]> lines = firstLines(file, messages);
        Rounds rounds = new Rounds()
                .with(SDK, () -> megabytes / Sdk.seconds(script, messages))
                .with(PIPE, () -> megabytes / pipe(script, messages))
                .with(MEMORY, () -> megabytes / memory(lines, messages));
        if (withRival) {
            rounds.with(Rival.NAME, () -> megabytes / Rival.seconds(script, context.directory(), messages));
        }
        rounds.run(context.sizes().rounds());
        processorTime(context, what, script, messages);
        add(context.report(), rounds, what, PIPE, Goal.ratioAtLeast(1), null);
        add(context.report(), rounds, what, MEMORY, null, withRival ? Goal.ratioAtLeast(1) : null);
        if (withRival) {
            add(context.report(), rounds, what, Rival.NAME, Goal.ratioAtLeast(2.5), Goal.ratioAtLeast(4));
        }
    }

    /**
     * What each thread works for a message. On two free cores the slower of the two makes the pace of the SDK; under
     * other load this says more than the time on the clock.
     */
    private static void processorTime(Context context, String what, Path script, int messages) throws Exception {
        double perMessage = 1e9 / messages;
        Rounds rounds = new Rounds()
                .with("application", () -> applicationWorks(script, messages) * perMessage)
                .with("sdk", () -> sdkWorks(script, messages) * perMessage)
                .with(PIPE, () -> pipeWorks(script, messages) * perMessage)
                .run(context.sizes().rounds());
        for (String thread : List.of("application", "sdk")) {
            context.report()
                    .add(new Figure(
                            what + ": work of the " + thread + "'s thread for a message",
                            PIPE,
                            rounds.median(PIPE),
                            rounds.median(thread),
                            "ns",
                            rounds.ratio(thread, PIPE),
                            null,
                            Goal.ratioAtMost(1)));
        }
    }

    private static double applicationWorks(Path script, int messages) {
        try (AgentSession session = Sdk.open(script)) {
            double before = Machine.ownProcessorTime();
            Sdk.turn(session, messages);
            return Machine.ownProcessorTime() - before;
        }
    }

    private static double sdkWorks(Path script, int messages) {
        try (AgentSession session = Sdk.open(script)) {
            double before = Machine.sdkProcessorTime();
            Sdk.turn(session, messages);
            return Machine.sdkProcessorTime() - before;
        }
    }

    private static double pipeWorks(Path script, int messages) throws IOException {
        try (RawPipe child = new RawPipe(script)) {
            double before = Machine.ownProcessorTime();
            child.write(RawPipe.USER);
            check(child.readToResult() - 1, messages);
            return Machine.ownProcessorTime() - before;
        }
    }

    private static void add(
            Report report, Rounds rounds, String what, String rival, @Nullable Goal must, @Nullable Goal aim) {
        report.add(new Figure(
                what, rival, rounds.median(rival), rounds.median(SDK), "MB/s", rounds.ratio(SDK, rival), must, aim));
    }

    private static double pipe(Path script, int messages) throws IOException {
        try (RawPipe child = new RawPipe(script)) {
            long start = System.nanoTime();
            child.write(RawPipe.USER);
            check(child.readToResult() - 1, messages);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** A part of the file again and again: all of it on the heap would be in the way of the others. */
    private static double memory(List<byte[]> lines, int messages) throws IOException {
        long start = System.nanoTime();
        int found = 0;
        for (int i = 0; i < messages; i++) {
            found += JSON.readTree(lines.get(i % lines.size())).isObject() ? 1 : 0;
        }
        check(found, messages);
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<byte[]> firstLines(Path file, int messages) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (long bytes = 0; lines.size() < messages && bytes < IN_MEMORY; ) {
                byte[] line = String.valueOf(reader.readLine()).getBytes(StandardCharsets.UTF_8);
                lines.add(line);
                bytes += line.length;
            }
        }
        return lines;
    }

    private static void check(int found, int messages) throws IOException {
        if (found != messages) {
            throw new IOException("Found " + found + " of " + messages + " messages.");
        }
    }
}
