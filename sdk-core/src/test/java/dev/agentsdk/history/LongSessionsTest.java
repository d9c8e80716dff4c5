package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Lists of sessions that are longer than their beginnings and ends: twice 64 KiB. */
@Timeout(120)
class LongSessionsTest {

    private static final String KEY = "-work";
    private static final int PART = 64 * 1024;

    /** What a list may read between the beginnings and the ends of all files together. */
    private static final long BETWEEN = 256L << 20;

    private static final String FILLER = "{'type':'attachment','pad':'" + "x".repeat(1_000) + "'}";

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    private SessionInfo info(String... lines) {
        sessions.write(KEY, id(1), lines);
        return sessions.history().info(id(1)).orElseThrow();
    }

    private static String[] with(String first, int fillers, String last) {
        String[] lines = new String[fillers + 2];
        Arrays.fill(lines, FILLER);
        lines[0] = first;
        lines[fillers + 1] = last;
        return lines;
    }

    @Test
    void theBeginningAndTheEndCount() {
        SessionInfo info = info(with(
                user("u", null, "first"),
                300,
                "{'type':'custom-title','customTitle':'late','gitBranch':'new','cwd':'/late'}"));

        assertThat(info.title()).contains("late");
        assertThat(info.firstPrompt()).contains("first");
        assertThat(info.gitBranch()).contains("new");
        assertThat(info.cwd()).contains("/work");
        assertThat(info.fileSize().getAsLong()).isGreaterThan(4 * PART);
    }

    @Test
    void aTitleOfTheBeginningCountsIfThereIsNoneAtTheEnd() {
        SessionInfo info =
                info(with("{'customTitle':'early','type':'custom-title'}", 300, user("u", null, "late prompt")));

        assertThat(info.title()).contains("early");
        assertThat(info.firstPrompt()).contains("late prompt");
        assertThat(info.gitBranch()).contains("main");
    }

    @Test
    void aTitleOfTheUserAtTheBeginningGoesBeforeOneOfTheAgentAtTheEnd() {
        assertThat(info(with("{'customTitle':'early'}", 300, "{'aiTitle':'late'}"))
                        .title())
                .contains("early");
    }

    @Test
    void theLastBranchIsFoundWhereverItIs() {
        for (int before : List.of(1, 30, 63, 64, 65, 150, 235, 236, 237, 298)) {
            String[] lines = between(before, "{'type':'user','isMeta':true,'gitBranch':'last'}", 299 - before);
            lines[0] = user("u", null, "p");

            assertThat(info(lines).gitBranch()).as("line " + before).contains("last");
            // With all that else would be looked for.
            lines[299] = "{'type':'custom-title','customTitle':'t'}\n{'type':'tag','tag':'x'}";
            assertThat(info(lines).gitBranch()).as("line " + before).contains("last");
        }
    }

    private static String[] between(int before, String middle, int after) {
        String[] lines = new String[before + 1 + after];
        Arrays.fill(lines, FILLER);
        lines[before] = middle;
        return lines;
    }

    @Test
    void aTitleInTheMiddleIsFound() {
        for (int before : List.of(1, 63, 64, 65, 150, 235, 236, 237, 298)) {
            String[] lines = between(before, "{'type':'custom-title','customTitle':'in the middle'}", 299 - before);
            lines[0] = user("u", null, "p");

            assertThat(info(lines).title()).as("line " + before).contains("in the middle");
        }
    }

    /** Wherever the two places fall at which the parts that are read end. */
    @Test
    void aTitleAcrossABorderIsFound() {
        String title = "{'type':'custom-title','customTitle':'across'}";
        int fixed = jsonBytes(user("u", null, "p") + "\n{'pad':''}\n").length;
        for (int shift = -2; shift < title.length() + 2; shift++) {
            String start = user("u", null, "p") + "\n{'pad':'" + "x".repeat(PART - fixed - shift) + "'}";
            assertThat(info(start, title, FILLER, "{'pad':'" + "x".repeat(2 * PART) + "'}")
                            .title())
                    .as("the beginning, " + shift)
                    .contains("across");
            int rest = PART - title.length() + shift - "{'pad':''}".length() - 2;
            assertThat(info(
                                    user("u", null, "p"),
                                    "{'pad':'" + "x".repeat(2 * PART) + "'}",
                                    title,
                                    "{'pad':'" + "x".repeat(rest) + "'}")
                            .title())
                    .as("the end, " + shift)
                    .contains("across");
        }
    }

    @Test
    void whatWasSetLastCountsWhereverItIs() {
        String early = "{'customTitle':'early'}\n{'type':'tag','tag':'early'}";
        String late = "{'customTitle':'late'}\n{'type':'tag','tag':'late'}";
        String[] lines = between(150, late, 150);
        lines[0] = user("u", null, "p") + "\n" + early;
        assertThat(info(lines).title()).contains("late");
        assertThat(info(lines).tag()).contains("late");

        lines[300] = "{'type':'tag','tag':''}";
        assertThat(info(lines).title()).contains("late");
        assertThat(info(lines).tag()).isEmpty();
    }

    @Test
    void whatRenameAndTagGaveIsFoundWhenTheSessionHasGrown() throws IOException {
        Path file = sessions.write(KEY, id(1), with(user("u", null, "p"), 100, FILLER));
        SessionHistory history = sessions.history();
        history.rename(id(1), "My title");
        history.tag(id(1), "mine");
        Files.write(file, jsonBytes((FILLER + "\n").repeat(200)), StandardOpenOption.APPEND);

        assertThat(history.info(id(1)).orElseThrow()).satisfies(info -> {
            assertThat(info.title()).contains("My title");
            assertThat(info.tag()).contains("mine");
        });
        assertThat(history.list())
                .singleElement()
                .satisfies(info -> assertThat(info.summary()).isEqualTo("My title"));
    }

    @Test
    void aSessionIsListedByAPromptInTheMiddle() {
        String attachment = "{'type':'attachment','attachment':{'content':'" + "x".repeat(70_000) + "'}}";
        SessionInfo info = info(attachment, user("u", null, "the real question"), attachment);

        assertThat(info.summary()).isEqualTo("the real question");
        assertThat(info.firstPrompt()).contains("the real question");
        assertThat(info.cwd()).contains("/work");
        assertThat(sessions.history().list()).hasSize(1);
        assertThat(info(attachment, user("u", null, "long " + "y".repeat(PART)), attachment)
                        .summary())
                .startsWith("long yyy");
    }

    @Test
    void lastPromptsAndSummariesCountFirstAtTheEnd() {
        SessionInfo info = info(with(user("u", null, "p") + "\n{'lastPrompt':'early'}", 300, FILLER));
        sessions.write(KEY, id(2), with("{'lastPrompt':'early','summary':'sum'}", 300, FILLER));
        sessions.write(KEY, id(3), between(150, "{'summary':'in the middle'}", 150));

        assertThat(info.summary()).isEqualTo("p");
        assertThat(sessions.history().info(id(2)).orElseThrow().summary()).isEqualTo("early");
        assertThat(sessions.history().info(id(3)).orElseThrow().summary()).isEqualTo("in the middle");
    }

    @Test
    void aSubagentsTranscriptIsKnownByItsFirstMessageWhereverThatIs() {
        String mine = user("u", null, "p");
        String subagents = mine.replace("'isSidechain':false", "'isSidechain':true");
        sessions.write(KEY, id(1), "{'type':'agent-setting','agentSetting':'x'}", subagents);
        sessions.write(KEY, id(2), "{'type':'agent-setting','isSidechain':true}", mine);
        sessions.write(KEY, id(3), between(150, subagents, 150));
        sessions.write(KEY, id(4), between(299, mine, 0));

        assertThat(sessions.history().list())
                .extracting(SessionInfo::sessionId)
                .containsExactlyInAnyOrder(id(2), id(4));
        InMemorySessionStore store = new InMemorySessionStore();
        for (int i = 1; i <= 4; i++) {
            sessions.history().copyTo(id(i), store);
        }
        assertThat(SessionHistory.inStore(store, KEY).list())
                .extracting(SessionInfo::sessionId)
                .containsExactlyInAnyOrder(id(2), id(4));
    }

    @Test
    void aPageOfAThousandSessionsTakesLessThanHalfASecond() {
        String pad = "{'type':'x','p':'" + "x".repeat(70_000) + "'}";
        for (int i = 0; i < 1_000; i++) {
            sessions.write(KEY, id(i), user("u", null, "q " + i), pad, pad);
        }
        SessionHistory history = sessions.history();
        history.list(0, 20);

        long start = System.nanoTime();
        assertThat(history.list(0, 20)).hasSize(20);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofMillis(500)));
        assertThat(history.list()).hasSize(1_000);
    }

    @Test
    void aFirstPromptThatIsLongerThanWhatIsReadIsShownAllTheSame() {
        for (String escape : List.of("", "\\\\", "\\u00e9", "\u20ac")) {
            SessionInfo info = info(user("u", null, "Look at this log: " + (escape + "y").repeat(100_000)), FILLER);

            assertThat(info.firstPrompt().orElseThrow())
                    .startsWith("Look at this log: ")
                    .hasSize(201)
                    .endsWith("\u2026");
        }
    }

    @Test
    void aCutAnywhereInALineIsWithstood() {
        String prompt = user("u", null, "the prompt");
        String tail =
                "{'type':'user','message':{'content':[{'type':'text','text':'a\\\\\\u20acb\u20ac'},{'k':[1,{}]}]},'a':true}";
        int fixed = jsonBytes(prompt).length + 1;
        for (int shift = 0; shift < tail.length() + 3; shift++) {
            int padding = PART - fixed - "{'type':'attachment','pad':''}".length() - 1 - shift;
            String filler = "{'type':'attachment','pad':'" + "x".repeat(padding) + "'}";
            String[] lines = new String[203];
            Arrays.fill(lines, FILLER);
            lines[0] = prompt;
            lines[1] = filler;
            lines[2] = tail;

            assertThat(info(lines).firstPrompt()).contains("the prompt");
        }
    }

    @Test
    void aLastLineThatBeganBeforeWhatIsReadIsLeftOut() {
        String huge =
                "{'customTitle':'in the last line','pad':'" + "x".repeat(3 * PART) + "','aiTitle':'in the last line'}";

        assertThat(info(with(user("u", null, "p"), 100, huge)).title()).isEmpty();
        assertThat(info(with(user("u", null, "p"), 100, huge + "\n{'aiTitle':'t'}"))
                        .title())
                .contains("t");
    }

    @Test
    void filesAroundTheSizeOfWhatIsReadAreWhole() {
        for (int size = PART - 2; size <= PART + 2; size++) {
            byte[] start = jsonBytes(user("u", null, "p") + "\n{'customTitle':'t'}\n{'pad':'");
            byte[] end = jsonBytes("'}\n{'type':'tag','tag':'x'}\n");
            ByteBuffer bytes = ByteBuffer.allocate(size);
            bytes.put(start)
                    .put("x".repeat(size - start.length - end.length).getBytes(StandardCharsets.UTF_8))
                    .put(end);
            Sessions.writeBytes(sessions.file(KEY, id(1)), bytes.array());

            SessionInfo info = sessions.history().info(id(1)).orElseThrow();
            assertThat(info.fileSize()).hasValue(size);
            assertThat(info.title()).contains("t");
            assertThat(info.tag()).contains("x");
            assertThat(info.firstPrompt()).contains("p");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "what a process reads is counted in /proc")
    void aThousandSessionsOfAGibibyteAreListedByTheirEnds() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            withAHole(sessions.file("-p" + i % 10, id(i)), "prompt " + i, "title " + i, 1L << 30);
            Sessions.modified(sessions.file("-p" + i % 10, id(i)), i);
        }

        long readBefore = bytesRead();
        long start = System.nanoTime();
        List<SessionInfo> all = sessions.history().list();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        long read = bytesRead() - readBefore;

        assertThat(all).hasSize(1_000);
        assertThat(all.get(0).title()).contains("title 999");
        assertThat(all.get(999).firstPrompt()).contains("prompt 0");
        assertThat(all.get(0).fileSize().getAsLong()).isGreaterThan(1L << 30);
        // Not less either, or the figure would not be what it is taken for.
        assertThat(read).isBetween(1_000L * 2 * PART + BETWEEN, 1_000L * 3 * PART + BETWEEN + (4 << 20));
        assertThat(took).is(under(Duration.ofSeconds(60)));

        readBefore = bytesRead();
        assertThat(sessions.history().list(10, 5)).hasSize(5);
        // Those before the page are read, too, for they might not be shown.
        assertThat(bytesRead() - readBefore).isBetween(15L * 2 * PART + BETWEEN, 15L * 3 * PART + BETWEEN + (4 << 20));
    }

    private static void withAHole(Path file, String prompt, String title, long hole) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] start = jsonBytes(user("u", null, prompt) + "\n");
            byte[] end = jsonBytes("\n{'type':'custom-title','customTitle':'" + title + "'}\n");
            out.write(ByteBuffer.wrap(start));
            out.write(ByteBuffer.wrap(end), start.length + hole);
        }
    }

    /** By this process, of anything: class files, too, hence the slack. */
    private static long bytesRead() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
            if (line.startsWith("rchar: ")) {
                return Long.parseLong(line.substring("rchar: ".length()));
            }
        }
        throw new AssertionError("/proc/self/io has no rchar");
    }

    @Test
    void aTranscriptWithAGibibyteOfNothingIsReadWithoutIt() throws IOException {
        withAHole(sessions.file(KEY, id(1)), "prompt", "title", 1L << 30);

        Transcript transcript = SessionHistory.onDisk(sessions.location().maxTranscriptBytes(2L << 30))
                .transcript(id(1));

        assertThat(transcript.entries()).extracting(TranscriptEntry::type).containsExactly("user", "custom-title");
        assertThat(transcript.skippedLines()).isOne();
        assertThat(transcript.skipped().get(0).size()).isEqualTo(1L << 30);
    }
}
