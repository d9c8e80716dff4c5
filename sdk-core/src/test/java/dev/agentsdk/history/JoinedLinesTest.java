package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.SkippedLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several entries on one line of a transcript, or a part of one before a whole one. */
@Timeout(60)
class JoinedLinesTest {

    private static final String KEY = "-work";

    private static final String U1 = user("u1", null, "1");
    private static final String A1 = assistant("a1", "u1", "2");
    private static final String U2 = user("u2", "a1", "3");

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    private Transcript transcript(String... lines) {
        sessions.write(KEY, id(1), lines);
        Transcript transcript = sessions.history().transcript(id(1));
        InMemorySessionStore store = new InMemorySessionStore();
        CopyResult copy = sessions.history().copyTo(id(1), store);
        assertThat(copy.entries()).isEqualTo(transcript.entries().size());
        assertThat(copy.skippedLines()).isEqualTo(transcript.skippedLines());
        assertThat(SessionHistory.inStore(store, KEY).transcript(id(1)).messages())
                .isEqualTo(transcript.messages());
        assertThat(sessions.history().messages(sessions.history().fork(id(1)))).hasSameSizeAs(transcript.messages());
        return transcript;
    }

    private static List<String> conversation(Transcript transcript) {
        return transcript.conversation().stream()
                .map(entry -> entry.uuid().orElseThrow())
                .toList();
    }

    @Test
    void twoWholeObjectsOnOneLineAreTwoEntries() {
        for (String between : List.of("", " ", "\t \r")) {
            Transcript transcript = transcript(U1, A1 + between + U2);

            assertThat(conversation(transcript)).containsExactly("u1", "a1", "u2");
            assertThat(transcript.skippedLines()).isZero();
            assertThat(transcript.gaps()).isEmpty();
            assertThat(transcript.entries().get(2).raw().text()).isEqualTo(json(U2));
        }
    }

    @Test
    void aWholeObjectBehindOneThatIsCutOffIsAnEntryWhereverTheCutIs() {
        String cut = assistant("x1", "u1", "a } \\\"{ \u20ac")
                .replace("'content':[{", "'content':[{'type':'text','text':'1'},{");
        for (int length = 1; length < cut.length(); length++) {
            Transcript transcript = transcript(U1, cut.substring(0, length) + A1, U2);

            assertThat(conversation(transcript)).as(cut.substring(0, length)).containsExactly("u1", "a1", "u2");
            assertThat(transcript.skippedLines()).isOne();
            assertThat(transcript.skipped().get(0).reason()).isEqualTo(SkippedLine.Reason.MALFORMED);
            assertThat(transcript.skipped().get(0).size()).isEqualTo(jsonBytes(cut.substring(0, length)).length);
        }
    }

    @Test
    void wholeObjectsBeforeACutAreEntries() {
        Transcript transcript =
                transcript(U1 + A1 + "{'type':'user','uuid':'x', 'message':{'content':'" + "y".repeat(500));

        assertThat(conversation(transcript)).containsExactly("u1", "a1");
        assertThat(transcript.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).isEqualTo(SkippedLine.Reason.MALFORMED);
            assertThat(skipped.head()).startsWith(json("{'type':'user','uuid':'x'"));
        });
    }

    @Test
    void onlyTheCutInTheMiddleIsLost() {
        Transcript transcript = transcript(U1 + A1 + "{'type':'user','uu" + U2);

        assertThat(conversation(transcript)).containsExactly("u1", "a1", "u2");
        assertThat(transcript.skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.head()).isEqualTo(json("{'type':'user','uu")));
    }

    @Test
    void aWholeObjectBetweenTwoCutOnesIsAnEntryWhereverTheCutsAre() {
        String cut = assistant("x1", "u1", "a } \\\"{ \u20ac")
                .replace("'content':[{", "'content':[{'type':'text','text':'1'},{");
        for (int length = 1; length < cut.length(); length++) {
            String part = cut.substring(0, length);

            Transcript atEnd = transcript(U1, part + A1 + cut.substring(0, cut.length() - length), U2);
            assertThat(conversation(atEnd)).as(part).containsExactly("u1", "a1", "u2");
            assertThat(atEnd.skippedLines()).isEqualTo(2);

            Transcript between = transcript(U1, part + A1 + part + U2);
            assertThat(conversation(between)).as(part).containsExactly("u1", "a1", "u2");
            assertThat(between.skipped())
                    .extracting(SkippedLine::size)
                    .containsExactly((long) jsonBytes(part).length, (long) jsonBytes(part).length);
        }
    }

    @Test
    void manyCutAndWholeObjectsOnOneLineAreTakenApart() {
        StringBuilder line = new StringBuilder();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String answer = assistant("a" + i, i == 0 ? null : "a" + (i - 1), "x".repeat(50));
            line.append(answer, 0, 20 + i % (answer.length() - 20)).append(answer);
            ids.add("a" + i);
        }

        assertThat(conversation(transcript(line.toString()))).isEqualTo(ids);
    }

    /** The writer was killed, and the next one did not see that: its title was added to the cut line. */
    @Test
    void aTitleBehindACutLineIsFoundByAList() {
        sessions.write(
                KEY,
                id(1),
                U1,
                "{'type':'assistant','mess{'type':'custom-title','customTitle':'t','sessionId':'" + id(1) + "'}");

        assertThat(sessions.history().info(id(1)).orElseThrow().title()).contains("t");
    }

    @Test
    void aPartOfAnEntryIsNotTakenForOne() {
        Transcript transcript = transcript(
                U1,
                "{'type':'assistant','uuid':'x','message':{'content':[{'type':'text','text':'part'}",
                "{'type':'assistant','uuid':'x','message':{'content':[{'type':'tool_use','input':{'type':'user','uuid':'y'},'n",
                "{} {}",
                "debug {'type':'user','uuid':'z'} more");

        assertThat(conversation(transcript)).containsExactly("u1");
        assertThat(transcript.skippedLines()).isEqualTo(4);
    }

    @Test
    void malformedUtf8AtTheCutIsNoObstacle() {
        byte[] start = jsonBytes(U1 + "\n{'type':'user','message':{'content':'\u20ac");
        byte[] bytes = Arrays.copyOf(start, start.length - 1 + jsonBytes(A1).length);
        System.arraycopy(jsonBytes(A1), 0, bytes, start.length - 1, jsonBytes(A1).length);
        Sessions.writeBytes(sessions.file(KEY, id(1)), bytes);

        assertThat(conversation(sessions.history().transcript(id(1)))).containsExactly("u1", "a1");
    }

    @Test
    void linesThatAreMadeToBeSlowAreGivenUp() {
        for (String piece : List.of("{'a':", "{'a':[", "{'", "{'type':'user','uuid':'u'}x", "{'a':1}")) {
            byte[] line = jsonBytes(piece.repeat(2_000_000 / piece.length()));
            byte[] bytes = (json(U1) + "\n" + new String(line, StandardCharsets.UTF_8) + "\n" + json(A1))
                    .getBytes(StandardCharsets.UTF_8);
            Sessions.writeBytes(sessions.file(KEY, id(1)), bytes);

            long start = System.nanoTime();
            Transcript transcript = sessions.history().transcript(id(1));

            // Each place at which an object may begin, up to the end, would be a trillion steps.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
            assertThat(conversation(transcript)).contains("u1", "a1");
        }
    }
}
