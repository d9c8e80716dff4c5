package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Transcripts that are damaged at random: whatever they hold, nothing but the documented exceptions is thrown, and what
 * is not damaged is read. A failure names its seed.
 */
@Timeout(120)
class RandomFilesTest {

    private static final int ROUNDS = 150;

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Tag("R-73")
    void anyDamageIsWithstood(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = damaged(transcript(random), random);
            use(bytes, "seed " + seed + ", round " + round);
        }
    }

    /** All that can be done with a session. */
    private void use(byte[] bytes, String which) {
        Path file = Sessions.writeBytes(sessions.file("-work", id(1)), bytes);
        SessionHistory history = sessions.history();
        try {
            List<SessionInfo> list = history.list();
            assertThat(list).as(which).hasSizeLessThanOrEqualTo(1);
            assertThat(history.info(id(1)).isPresent()).as(which).isEqualTo(!list.isEmpty());
            if (bytes.length == 0) {
                return;
            }
            Transcript transcript = history.transcript(id(1));
            assertThat(transcript.conversation())
                    .as(which)
                    .isSubsetOf(transcript.entries())
                    .doesNotHaveDuplicates();
            for (TranscriptEntry entry : transcript.entries()) {
                assertThat(entry.raw().tree().isObject()).as(which).isTrue();
            }
            history.rename(id(1), "a title");
            // Not shown is, also then, what begins as a subagent's.
            assertThat(history.list())
                    .as(which)
                    .hasSizeGreaterThanOrEqualTo(list.size())
                    .allSatisfy(info -> assertThat(info.title()).contains("a title"));
            assertThat(history.transcript(id(1)).entries())
                    .as(which)
                    .hasSizeGreaterThan(transcript.entries().size());
            InMemorySessionStore store = new InMemorySessionStore();
            history.copyTo(id(1), store);
            SessionHistory stored = SessionHistory.inStore(store, "-work");
            // A store leaves repeated entries out, the later ones, whereas a file has them; both without a crash.
            assertThat(stored.transcript(id(1)).entries()).as(which).isNotEmpty();
            stored.info(id(1));
            fork(history, which);
            fork(stored, which);
            history.delete(id(1));
            assertThat(file).as(which).doesNotExist();
        } catch (RuntimeException e) {
            throw new AssertionError(which + ": " + e, e);
        }
    }

    private static void fork(SessionHistory history, String which) {
        try {
            String fork = history.fork(id(1));
            assertThat(history.transcript(fork).skippedLines()).as(which).isZero();
            history.delete(fork);
        } catch (HistoryException e) {
            assertThat(e).as(which).hasMessageContaining("no messages");
        }
    }

    private static byte[] transcript(Random random) {
        List<String> lines = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            String uuid = "u" + random.nextInt(count);
            String parent = random.nextInt(5) == 0 ? null : "u" + random.nextInt(count);
            String text = text(random);
            lines.add(
                    switch (random.nextInt(9)) {
                        case 0, 1 -> Sessions.user(uuid, parent, text);
                        case 2 -> Sessions.assistant(uuid, parent, text);
                        case 3 -> Sessions.answer(uuid, parent, "m" + random.nextInt(3), Sessions.toolUse("t" + i % 4));
                        case 4 -> Sessions.toolResult(uuid, parent, "t" + random.nextInt(4));
                        case 5 -> Sessions.link("progress", uuid, parent);
                        case 6 -> "{'type':'custom-title','customTitle':'" + text + "'}";
                        case 7 -> "{'type':'content-replacement','sessionId':'" + id(1) + "','replacements':[1]}";
                        default -> "{'type':'tag','tag':'" + text + "','isSidechain':" + random.nextBoolean() + "}";
                    });
        }
        return jsonBytes(String.join("\n", lines) + "\n");
    }

    private static String text(Random random) {
        String[] texts = {
            "", "a", "\u20ac\ud83d\ude00", "\\n\\u0000", "<command-name>/x</command-name>", "<tick>", "x".repeat(40_000)
        };
        return texts[random.nextInt(texts.length)];
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        int blows = random.nextInt(4);
        for (int i = 0; i < blows && damaged.length > 0; i++) {
            int at = random.nextInt(damaged.length);
            int length = Math.min(damaged.length - at, 1 + random.nextInt(200));
            switch (random.nextInt(7)) {
                case 0 -> damaged = Arrays.copyOf(damaged, at);
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(damaged, at, at + length, (byte) 0);
                case 3 -> damaged = joined(damaged, at, new byte[0], at + length);
                case 4 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    damaged = joined(damaged, at, noise, at);
                }
                case 5 -> damaged = joined(damaged, at, Arrays.copyOfRange(damaged, at, at + length), at);
                default -> damaged = joined(damaged, at, "[".repeat(2_000).getBytes(StandardCharsets.UTF_8), at);
            }
        }
        return damaged;
    }

    /** The beginning up to {@code end}, something, and the rest from {@code rest}. */
    private static byte[] joined(byte[] bytes, int end, byte[] middle, int rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, end);
        all.writeBytes(middle);
        all.write(bytes, rest, bytes.length - rest);
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatIsNotDamagedIsReadAllTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<RawJson> good = new ArrayList<>();
            long bad = 0;
            for (int i = 0; i < 40; i++) {
                byte[] line = jsonBytes("{'type':'x','n':" + i + ",'text':'" + text(random) + "'}");
                if (random.nextInt(3) == 0) {
                    // Without its end it is no object, whatever else it is.
                    line = Arrays.copyOf(line, 1 + random.nextInt(line.length - 1));
                    bad++;
                } else {
                    good.add(RawJson.wrap(line, 0, line.length));
                }
                bytes.write(line);
                bytes.write('\n');
            }
            Sessions.writeBytes(sessions.file("-work", id(1)), bytes.toByteArray());

            Transcript transcript = sessions.history().transcript(id(1));

            assertThat(transcript.entries())
                    .as("seed " + seed)
                    .extracting(TranscriptEntry::raw)
                    .isEqualTo(good);
            assertThat(transcript.skippedLines()).as("seed " + seed).isEqualTo(bad);
        }
    }
}
