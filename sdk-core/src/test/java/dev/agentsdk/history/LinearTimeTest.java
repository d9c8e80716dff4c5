package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.answer;
import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.link;
import static dev.agentsdk.history.Sessions.toolResult;
import static dev.agentsdk.history.Sessions.toolUse;
import static dev.agentsdk.history.Sessions.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transcripts that are made so that a naive reader does quadratic work. */
@Timeout(300)
@Tag("R-117")
class LinearTimeTest {

    private static final int SMALL = 1_500;
    private static final int FACTOR = 4;

    /** Linear work takes 4 times as long, quadratic 16 times. */
    private static final double MAX_RATIO = 9;

    /** Less is not measured: a collection of garbage or a compilation would decide. */
    private static final long FLOOR_NANOS = 20_000_000;

    private static final int ATTEMPTS = 4;

    @TempDir
    Path temp;

    /** What the lines of a transcript of some length are. */
    enum Shape {
        /** A long chain that only connects, and many messages at its end. */
        PROGRESS_CHAIN(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n / 2; i++) {
                lines.add(link("progress", uuid(i), i == 0 ? null : uuid(i - 1)));
            }
            for (int i = n / 2; i < n; i++) {
                lines.add(user(uuid(i), uuid(n / 2 - 1), "x"));
            }
            return lines;
        }),
        /** The same, but each message hangs on another place of the chain. */
        COMB(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                lines.add(
                        i % 2 == 0
                                ? link("progress", uuid(i), i == 0 ? null : uuid(i - 2))
                                : user(uuid(i), uuid(i - 1), "x"));
            }
            return lines;
        }),
        CIRCLE(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n / 2; i++) {
                lines.add(link("progress", uuid(i), uuid((i + 1) % (n / 2))));
            }
            for (int i = n / 2; i < n; i++) {
                lines.add(user(uuid(i), uuid(i % (n / 2)), "x"));
            }
            return lines;
        }),
        CONVERSATION(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                String parent = i == 0 ? null : uuid(i - 1);
                lines.add(i % 2 == 0 ? user(uuid(i), parent, "x") : assistant(uuid(i), parent, "x"));
            }
            return lines;
        }),
        /** Every entry is a leaf. */
        FAN(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                lines.add(user(uuid(i), i == 0 ? null : uuid(0), "x"));
            }
            return lines;
        }),
        /** One answer in many parts, with a result for each. */
        TOOL_CALLS(n -> {
            List<String> lines = new ArrayList<>();
            lines.add(user(uuid(0), null, "x"));
            for (int i = 1; i < n; i += 2) {
                lines.add(answer(uuid(i), uuid(0), "msg", toolUse("t" + i)));
                lines.add(toolResult(uuid(i + 1), uuid(i), "t" + i));
            }
            return lines;
        }),
        ONE_ID(n -> {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                lines.add(user(uuid(1), uuid(1), "x"));
            }
            return lines;
        }),
        /** A compaction that kept one progress entry, again and again. */
        KEPT_AGAIN(n -> List.of(
                user(uuid(0), null, "x"),
                link("progress", uuid(1), uuid(0)),
                ("{'type':'system','subtype':'compact_boundary','uuid':'" + uuid(2) + "','parentUuid':'" + uuid(1)
                                + "','compactMetadata':{'preservedMessages':{'anchorUuid':'" + uuid(0) + "','uuids':['"
                                + uuid(1) + "'" + (",'" + uuid(1) + "'").repeat(20 * n) + "]}}}")
                        .replace('\'', '"'))),
        /** A field with a long name and many values. */
        LONG_NAME(n -> List.of(
                user(uuid(0), null, "x"),
                ("{'type':'system','uuid':'" + uuid(1) + "','parentUuid':'" + uuid(0) + "','" + "x".repeat(200 * n)
                                + "':['y'" + ",'y'".repeat(n) + "]}")
                        .replace('\'', '"')));

        @SuppressWarnings("ImmutableEnumChecker") // they hold nothing
        private final IntFunction<List<String>> lines;

        Shape(IntFunction<List<String>> lines) {
            this.lines = lines;
        }
    }

    private static String uuid(int number) {
        return id(number);
    }

    /** What this thread has run: on a busy machine the time on the wall says little. */
    private static long cpuNanos() {
        try {
            String ran = Files.readString(Path.of("/proc/thread-self/schedstat"));
            return Long.parseLong(ran.substring(0, ran.indexOf(' ')));
        } catch (IOException e) {
            // Not Linux, or a kernel that does not count it.
            return System.nanoTime();
        }
    }

    private long work(int entries, Shape shape, int sessionNumber) {
        Sessions sessions = new Sessions(temp.resolve("config" + entries));
        sessions.write("-work", id(sessionNumber), shape.lines.apply(entries).toArray(String[]::new));
        SessionHistory history = sessions.history();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = cpuNanos();
            history.list();
            history.messages(id(sessionNumber));
            String fork = history.fork(id(sessionNumber));
            best = Math.min(best, cpuNanos() - start);
            history.delete(fork);
        }
        return best;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void fourTimesTheEntriesTakeAboutFourTimesTheTime(Shape shape) {
        work(SMALL / 3, shape, 1);
        double ratio = Double.MAX_VALUE;
        List<String> measured = new ArrayList<>();
        // Compiled code is thrown away and made anew now and then; quadratic work stays quadratic.
        for (int attempt = 0; attempt < ATTEMPTS && ratio >= MAX_RATIO; attempt++) {
            long small = Math.max(FLOOR_NANOS, work(SMALL, shape, 1));
            long big = work(FACTOR * SMALL, shape, 1);
            ratio = Math.min(ratio, (double) big / small);
            measured.add(SMALL + " entries: " + small / 1_000_000 + " ms, " + FACTOR * SMALL + ": " + big / 1_000_000
                    + " ms");
        }

        assertThat(ratio).as("%s", measured).isLessThan(MAX_RATIO);
    }
}
