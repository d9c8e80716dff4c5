package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.CompactBoundaryMessage;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UserMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading all of a session. */
class TranscriptTest {

    private static final String KEY = "-work";

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    private Transcript transcript(String... lines) {
        sessions.write(KEY, id(1), lines);
        return sessions.history().transcript(id(1));
    }

    private Transcript transcript(byte[] bytes) {
        Sessions.writeBytes(sessions.file(KEY, id(1)), bytes);
        return sessions.history().transcript(id(1));
    }

    @Test
    void hasEveryLineInOrderWithAllThatIsInIt() {
        Transcript transcript = transcript(
                "{'type':'queue-operation','operation':'enqueue','content':'q'}",
                user("u1", null, "hello"),
                assistant("a1", "u1", "hi"),
                "{'type':'system','subtype':'compact_boundary','uuid':'s1','parentUuid':'a1','logicalParentUuid':'a1'}",
                "{'type':'file-history-snapshot','snapshot':{'n':1.50}}",
                "{'no':'type'}");

        assertThat(transcript.sessionId()).isEqualTo(id(1));
        assertThat(transcript.agentId()).isEmpty();
        assertThat(transcript.skippedLines()).isZero();
        assertThat(transcript.entries())
                .extracting(TranscriptEntry::type)
                .containsExactly("queue-operation", "user", "assistant", "system", "file-history-snapshot", "");
        assertThat(transcript.entries().get(1).message()).isInstanceOfSatisfying(UserMessage.class, user -> {
            assertThat(user.text()).isEqualTo("hello");
            assertThat(user.uuid()).contains("u1");
            assertThat(user.sessionId()).contains(id(1));
            assertThat(user.parentToolUseId()).isEmpty();
        });
        assertThat(transcript.entries().get(2).message()).isInstanceOfSatisfying(AssistantMessage.class, answer -> {
            assertThat(answer.text()).isEqualTo("hi");
            assertThat(answer.model()).isEqualTo("m");
            assertThat(answer.messageId()).contains("msg_a1");
        });
        assertThat(transcript.entries().get(3).message())
                .isInstanceOfSatisfying(
                        CompactBoundaryMessage.class,
                        boundary -> assertThat(boundary.sessionId()).contains(id(1)));
        assertThat(transcript.entries().get(4).message())
                .isInstanceOfSatisfying(
                        UnknownMessage.class,
                        unknown -> assertThat(unknown.sessionId()).contains(id(1)));
        assertThat(transcript.entries().get(4).raw().text())
                .isEqualTo(json("{'type':'file-history-snapshot','snapshot':{'n':1.50}}"));
    }

    @Test
    void anEntryHasItsPlaceAndItsMarks() {
        TranscriptEntry plain = transcript(user("u1", "p0", "x")).entries().get(0);
        assertThat(plain.uuid()).contains("u1");
        assertThat(plain.parentUuid()).contains("p0");
        assertThat(plain.timestamp()).contains(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(plain.sidechain()).isFalse();
        assertThat(plain.meta()).isFalse();
        assertThat(plain.compactSummary()).isFalse();
        assertThat(plain.teamName()).isEmpty();

        TranscriptEntry marked = transcript(
                        "{'isSidechain':true,'isMeta':true,'isCompactSummary':true,'teamName':'t','parentUuid':'','uuid':5}")
                .entries()
                .get(0);
        assertThat(marked.sidechain()).isTrue();
        assertThat(marked.meta()).isTrue();
        assertThat(marked.compactSummary()).isTrue();
        assertThat(marked.teamName()).contains("t");
        assertThat(marked.uuid()).isEmpty();
        assertThat(marked.parentUuid()).isEmpty();
        assertThat(marked.timestamp()).isEmpty();
    }

    @Test
    void theResultOfAToolIsFoundUnderItsNameOnDisk() {
        Transcript transcript = transcript(Sessions.toolResult("u2", "a1", "toolu_1"));

        assertThat(transcript.entries().get(0).message())
                .isInstanceOfSatisfying(
                        UserMessage.class,
                        user -> assertThat(user.toolUseResult().orElseThrow().text())
                                .isEqualTo(json("{'stdout':'done'}")));
    }

    @Test
    void aFieldOfAnotherTypeCostsNoMessage() {
        Transcript transcript = transcript("{'type':'assistant','uuid':'a','message':{'content':5}}");

        assertThat(transcript.entries().get(0).message()).isInstanceOfSatisfying(AssistantMessage.class, message -> {
            assertThat(message.content()).singleElement().isInstanceOf(UnknownBlock.class);
            assertThat(message.raw().text()).contains("'content':5".replace('\'', '"'));
            assertThat(message.sessionId()).contains(id(1));
        });
        assertThat(transcript.messages()).hasSize(1);
    }

    @Test
    void linesThatAreNoObjectsAreSkippedAndCounted() {
        Transcript transcript = transcript(
                user("u1", null, "a"),
                "",
                "   ",
                "{'type':",
                "[1]",
                "null",
                "{} {}",
                "debug",
                assistant("a1", "u1", "b"));

        assertThat(transcript.entries()).hasSize(2);
        assertThat(transcript.skippedLines()).isEqualTo(5);
        assertThat(transcript.skipped()).extracting(SkippedLine::reason).containsOnly(SkippedLine.Reason.MALFORMED);
        assertThat(transcript.skipped().get(0).head()).isEqualTo(json("{'type':"));
        assertThat(transcript.messages()).hasSize(2);
    }

    @Test
    void ofManySkippedLinesAHundredAreKept() {
        Transcript transcript = transcript("{}" + "\nx".repeat(1_000));

        assertThat(transcript.skippedLines()).isEqualTo(1_000);
        assertThat(transcript.skipped()).hasSize(100);
    }

    @Test
    void aLastLineWithoutItsEndIsSkippedAsCutOffAndAWholeOneTaken() {
        byte[] cut = jsonBytes(user("u1", null, "a") + "\n{'type':'assistant','uu");
        assertThat(transcript(cut).skipped())
                .singleElement()
                .extracting(SkippedLine::reason)
                .isEqualTo(SkippedLine.Reason.TRUNCATED);

        byte[] whole = jsonBytes(user("u1", null, "a") + "\n" + assistant("a1", "u1", "b"));
        assertThat(transcript(whole).entries()).hasSize(2);
        assertThat(transcript(whole).skippedLines()).isZero();
    }

    /** What a crash of the writer can leave. */
    @Test
    @Tag("R-73")
    void everyBeginningOfAFileCanBeRead() {
        byte[] all = jsonBytes(user("u1", null, "\u20ac \ud83d\ude00") + "\n" + assistant("a1", "u1", "b") + "\n");
        int firstLine = jsonBytes(user("u1", null, "\u20ac \ud83d\ude00")).length;
        for (int length = 1; length < all.length; length++) {
            Transcript transcript = transcript(Arrays.copyOf(all, length));

            assertThat(transcript.entries()).hasSize(length < firstLine ? 0 : length < all.length - 1 ? 1 : 2);
            assertThat(sessions.history().info(id(1)).isPresent()).isEqualTo(length >= firstLine);
        }
    }

    @Test
    void malformedUtf8IsReplaced() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jsonBytes("{'type':'user','uuid':'u1','message':{'content':'a"));
        bytes.write(new byte[] {(byte) 0xff, (byte) 0xc3});
        bytes.write(jsonBytes("b'}}\n"));

        Transcript transcript = transcript(bytes.toByteArray());

        assertThat(transcript.skippedLines()).isZero();
        assertThat(transcript.messages())
                .singleElement()
                .isInstanceOfSatisfying(
                        UserMessage.class, user -> assertThat(user.text()).isEqualTo("a\ufffd\ufffdb"));
    }

    @Test
    void carriageReturnsAndOtherBlanksAroundALineAreNothing() {
        Transcript transcript = transcript(jsonBytes("\r\n \t{'type':'a'} \r\n\r\n{'type':'b'}\r"));

        assertThat(transcript.entries()).extracting(TranscriptEntry::type).containsExactly("a", "b");
        assertThat(transcript.skippedLines()).isZero();
    }

    @Test
    void aLineOverTheLimitIsSkippedAndTheNextOnesAreRead() {
        String line = user("u1", null, "x".repeat(300_000));
        sessions.write(KEY, id(1), line, assistant("a1", "u1", "b"));
        int length = jsonBytes(line).length;

        Transcript transcript = SessionHistory.onDisk(sessions.location().maxLineBytes(length - 1))
                .transcript(id(1));
        assertThat(transcript.entries()).hasSize(1);
        assertThat(transcript.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.reason()).isEqualTo(SkippedLine.Reason.OVERSIZE);
            assertThat(skipped.size()).isEqualTo(length);
            assertThat(skipped.head()).hasSize(200).startsWith(json("{'parentUuid'"));
        });

        assertThat(SessionHistory.onDisk(sessions.location().maxLineBytes(length))
                        .transcript(id(1))
                        .entries())
                .hasSize(2);
    }

    @Test
    void aTranscriptOverTheLimitIsRefusedWithAdvice() {
        String[] lines = {user("u1", null, "a"), user("u2", "u1", "b")};
        Path file = sessions.write(KEY, id(1), lines);
        // Each entry counts 512 bytes more than its line.
        long both = (long) jsonBytes(lines[0]).length + jsonBytes(lines[1]).length + 2 * 512;

        assertThat(SessionHistory.onDisk(sessions.location().maxTranscriptBytes(both))
                        .transcript(id(1))
                        .entries())
                .hasSize(2);
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> SessionHistory.onDisk(sessions.location().maxTranscriptBytes(both - 1))
                        .transcript(id(1)))
                .withMessageContaining("HistoryLocation.maxTranscriptBytes")
                .satisfies(e -> assertThat(e.path()).contains(file));
    }

    @Test
    void linesOfAllLengthsAroundTheBufferAreWhole() {
        for (int length : new int[] {1, 65_534, 65_535, 65_536, 65_537, 131_072, 200_001}) {
            String text = "x".repeat(length);
            Transcript transcript = transcript(user("u1", null, text), user("u2", "u1", text));

            assertThat(transcript.messages())
                    .hasSize(2)
                    .allSatisfy(message ->
                            assertThat(((UserMessage) message).text()).isEqualTo(text));
        }
    }

    @Test
    void whatIsMissingIsNotFound() {
        for (SessionHistory history : List.of(sessions.history(), sessions.history(Path.of("/nowhere")))) {
            assertThatExceptionOfType(SessionNotFoundException.class)
                    .isThrownBy(() -> history.transcript(id(1)))
                    .withMessageContaining(id(1))
                    .withMessageContaining(sessions.projects().toString())
                    .satisfies(e -> assertThat(e.sessionId()).isEqualTo(id(1)));
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.messages(id(1)));
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.subagents(id(1)));
        }
        sessions.write(KEY, id(2));
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().transcript(id(2)));
    }

    @Test
    @Tag("R-72")
    void anIdThatIsNoUuidIsRefused() {
        SessionHistory history = sessions.history();

        assertThatIllegalArgumentException().isThrownBy(() -> history.transcript("../" + id(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> history.messages(""));
        assertThatIllegalArgumentException().isThrownBy(() -> history.subagents("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> history.subagentTranscript("x", "a"));
    }

    @Test
    void theCopyThatAListShowsIsRead() {
        Sessions.modified(sessions.write("-a", id(1), user("u1", null, "old")), 1);
        Sessions.modified(sessions.write("-b", id(1), user("u1", null, "new")), 2);
        Sessions.modified(sessions.write("-c", id(1), "{'type':'mode'}"), 3);

        assertThat(sessions.history().messages(id(1)))
                .singleElement()
                .isInstanceOfSatisfying(
                        UserMessage.class, user -> assertThat(user.text()).isEqualTo("new"));
    }

    @Test
    void anInterruptedThreadIsToldSoAndStaysInterrupted() {
        sessions.write(KEY, id(1), user("u1", null, "a"));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(AgentInterruptedException.class)
                    .isThrownBy(() -> sessions.history().transcript(id(1)));
            assertThatExceptionOfType(AgentInterruptedException.class)
                    .isThrownBy(() -> sessions.history().list());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
