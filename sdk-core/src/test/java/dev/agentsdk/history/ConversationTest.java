package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.answer;
import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.link;
import static dev.agentsdk.history.Sessions.toolResult;
import static dev.agentsdk.history.Sessions.toolUse;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which of the messages in a transcript are the conversation. */
@Timeout(60)
class ConversationTest {

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    /** The ids of the conversation in a session with these lines. */
    private List<String> conversation(String... lines) {
        sessions.write("-work", id(1), lines);
        Transcript transcript = sessions.history().transcript(id(1));
        assertThat(transcript.skippedLines()).isZero();
        return transcript.conversation().stream()
                .map(entry -> entry.uuid().orElseThrow())
                .toList();
    }

    private static String with(String line, String fields) {
        return line.substring(0, line.length() - 1) + "," + fields + "}";
    }

    @Test
    void isTheChainOfParents() {
        assertThat(conversation(user("u1", null, "1"), assistant("a1", "u1", "2"), user("u2", "a1", "3")))
                .containsExactly("u1", "a1", "u2");
    }

    @Test
    void goesThroughEntriesThatAreNotShown() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        link("attachment", "x1", "u1"),
                        link("system", "x2", "x1"),
                        link("progress", "x3", "x2"),
                        assistant("a1", "x3", "2"),
                        link("attachment", "x4", "a1"),
                        link("progress", "x5", "x4")))
                .containsExactly("u1", "a1");
    }

    @Test
    void isNotTheOrderInTheFile() {
        assertThat(conversation(user("u2", "a1", "3"), assistant("a1", "u1", "2"), user("u1", null, "1")))
                .containsExactly("u1", "a1", "u2");
    }

    @Test
    void ofSeveralBranchesTheNewestCounts() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        user("u2", "a1", "given up"),
                        assistant("a2", "u2", "given up"),
                        user("u3", "a1", "instead"),
                        assistant("a3", "u3", "4")))
                .containsExactly("u1", "a1", "u3", "a3");
    }

    @Test
    void aBranchOfASubagentATeamOrTheCliIsNotTheNewest() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        with(user("s", "u1", "x"), "'isSidechain':true"),
                        with(user("t", "u1", "x"), "'teamName':'t'"),
                        with(user("m", "u1", "x"), "'isMeta':true")))
                .containsExactly("u1", "a1");
    }

    @Test
    void ifAllMessagesAreASubagentsTheyAreTheConversation() {
        String first = user("u1", null, "1").replace("'isSidechain':false", "'isSidechain':true");
        String second = assistant("a1", "u1", "2").replace("'isSidechain':false", "'isSidechain':true");

        assertThat(conversation(link("system", "x", null), first, second)).containsExactly("u1", "a1");
        assertThat(conversation(first, second, user("u2", null, "mine"))).containsExactly("u2");
    }

    @Test
    void whatIsOnlyForTheModelIsNotShown() {
        assertThat(conversation(user("u1", null, "1"), with(user("m", "u1", "x"), "'isMeta':true")))
                .containsExactly("u1");
    }

    @Test
    void aSummaryIsShownAndWhatItStandsForIsNot() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        with(link("system", "b", null), "'logicalParentUuid':'a1','subtype':'compact_boundary'"),
                        with(user("c", "b", "This session is continued"), "'isCompactSummary':true"),
                        assistant("a2", "c", "3")))
                .containsExactly("c", "a2");
    }

    @Test
    void cyclesEndIt() {
        assertThat(conversation(user("u1", "a1", "1"), assistant("a1", "u1", "2")))
                .isEmpty();
        assertThat(conversation(user("u1", "u1", "1"))).isEmpty();
        assertThat(conversation(user("u1", "a1", "1"), assistant("a1", "u1", "2"), user("u2", "a1", "3")))
                .containsExactly("u1", "a1", "u2");
    }

    @Test
    void ofEntriesWithOneIdTheLastCounts() {
        sessions.write("-work", id(1), user("u1", null, "old"), user("u1", null, "new"), assistant("a1", "u1", "2"));

        assertThat(sessions.history().transcript(id(1)).conversation())
                .hasSize(2)
                .first()
                .satisfies(entry -> assertThat(entry.raw().text()).contains("new"));
    }

    @Test
    void entriesWithoutAnIdOrOfOtherTypesDoNotCount() {
        assertThat(conversation(
                        "{'type':'user','message':{'content':'no id'}}",
                        user("u1", null, "1"),
                        "{'type':'mode','uuid':'x','parentUuid':'u1'}"))
                .containsExactly("u1");
        assertThat(conversation("{'type':'mode','uuid':'x'}")).isEmpty();
    }

    /** As claude 2.1.329 writes two calls in one answer: the chain goes on from the first part. */
    @Test
    void holdsAllCallsOfAnAnswerAndTheirResults() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        answer("a1", "u1", "msg_1", toolUse("t1")),
                        answer("a2", "a1", "msg_1", toolUse("t2")),
                        toolResult("r2", "a2", "t2"),
                        toolResult("r1", "a1", "t1"),
                        link("attachment", "x", "r1"),
                        assistant("a3", "x", "done")))
                .containsExactly("u1", "a1", "a2", "r2", "r1", "a3");
    }

    /** As older versions wrote it: the results side by side. */
    @Test
    void holdsResultsThatHangBesideTheChain() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        answer("a1", "u1", "msg_1", toolUse("t1")),
                        answer("a2", "a1", "msg_1", toolUse("t2")),
                        toolResult("r1", "a1", "t1"),
                        toolResult("r2", "a2", "t2"),
                        assistant("a3", "r2", "done")))
                .containsExactly("u1", "a1", "a2", "r1", "r2", "a3");
    }

    @Test
    void aCallThatHasAResultOnTheChainGetsNoSecondOne() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        answer("a1", "u1", "msg_1", toolUse("t1")),
                        toolResult("given-up", "a1", "t1"),
                        toolResult("r1", "a1", "t1"),
                        assistant("a3", "r1", "done")))
                .containsExactly("u1", "a1", "r1", "a3");
    }

    @Test
    void whatWasAskedInABranchThatWasGivenUpStaysOut() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        answer("a1", "u1", "msg_1", toolUse("t1")),
                        toolResult("r1", "a1", "t1"),
                        user("u2", "a1", "a question, and no result"),
                        toolResult("foreign", "a1", "t9"),
                        assistant("a3", "r1", "done")))
                .containsExactly("u1", "a1", "r1", "a3");
    }

    @Test
    void aLongTranscriptOfManyEndsTakesLinearTime() {
        List<String> lines = new ArrayList<>();
        lines.add(user("u0", null, "1"));
        String parent = "u0";
        for (int i = 0; i < 30_000; i++) {
            lines.add(link("progress", "p" + i, parent));
            lines.add(link("progress", "end" + i, "p" + i));
            parent = "p" + i;
        }
        sessions.write("-work", id(1), lines.toArray(String[]::new));
        Transcript transcript = sessions.history().transcript(id(1));

        long start = System.nanoTime();
        assertThat(transcript.conversation()).hasSize(1);
        // With a walk for each end it would be a billion steps.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
    }

    @Test
    void theMessagesAreThoseOfTheConversation() {
        sessions.write("-work", id(1), user("u1", null, "1"), link("attachment", "x", "u1"), assistant("a1", "x", "2"));

        assertThat(sessions.history().messages(id(1))).extracting(Message::type).containsExactly("user", "assistant");
    }

    private static String boundary(String uuid, String metadata) {
        return with(link("system", uuid, null), "'subtype':'compact_boundary','compactMetadata':{" + metadata + "}");
    }

    private static String kept(String anchor, String... uuids) {
        return "'preservedMessages':{'anchorUuid':'" + anchor + "','uuids':['" + String.join("','", uuids) + "']}";
    }

    private static String segment(String anchor, String head, String tail) {
        return "'preservedSegment':{'headUuid':'" + head + "','anchorUuid':'" + anchor + "','tailUuid':'" + tail + "'}";
    }

    @Test
    void whatACompactionKeptFollowsItsSummary() {
        for (String metadata : List.of(kept("c", "u2", "a2"), segment("c", "u2", "a2"))) {
            assertThat(conversation(
                            user("u1", null, "1"),
                            assistant("a1", "u1", "2"),
                            user("u2", "a1", "kept"),
                            assistant("a2", "u2", "kept"),
                            boundary("b", metadata),
                            with(user("c", "b", "summary"), "'isCompactSummary':true"),
                            user("u3", "c", "next"),
                            assistant("a3", "u3", "next")))
                    .containsExactly("c", "u2", "a2", "u3", "a3");
        }
    }

    /** Not all that lies between is kept, and the order is that of the compaction. */
    @Test
    void onlyTheMessagesThatACompactionNamesAreKept() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "kept"),
                        user("u2", "a1", "dropped"),
                        assistant("a2", "u2", "kept"),
                        boundary("b", kept("c", "a1", "a2")),
                        with(user("c", "b", "summary"), "'isCompactSummary':true"),
                        user("u3", "c", "next")))
                .containsExactly("c", "a1", "a2", "u3");
    }

    @Test
    void whatTwoCompactionsKeptFollowsTheSecondSummary() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        user("u2", "u1", "kept twice"),
                        boundary("b1", kept("c1", "u2")),
                        user("c1", "b1", "summary 1"),
                        user("u3", "c1", "kept once"),
                        boundary("b2", kept("c2", "u2", "u3")),
                        user("c2", "b2", "summary 2"),
                        user("u4", "c2", "next")))
                .containsExactly("c2", "u2", "u3", "u4");
    }

    @Test
    void aCompactionThatKeptTheNewestIsTheWholeConversation() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "kept"),
                        boundary("b", kept("c", "a1")),
                        with(user("c", "b", "summary"), "'isCompactSummary':true")))
                .containsExactly("c", "a1");
    }

    /** The results of parallel calls hang beside the chain, also in what was kept. */
    @Test
    void whatHangsBesideKeptMessagesStaysBesideThem() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        answer("a1", "u1", "msg_1", toolUse("t1")),
                        answer("a2", "a1", "msg_1", toolUse("t2")),
                        toolResult("r1", "a1", "t1"),
                        toolResult("r2", "a2", "t2"),
                        boundary("b", kept("c", "a1", "a2", "r2")),
                        user("c", "b", "summary"),
                        user("u3", "c", "next")))
                .containsExactly("c", "a1", "a2", "r1", "r2", "u3");
    }

    @Test
    void aCompactionWhoseSummaryIsMissingStillHasWhatItKept() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        user("u2", "u1", "kept"),
                        boundary("b", kept("c", "u2", "gone")),
                        user("u3", "c", "next")))
                .containsExactly("u2", "u3");
    }

    /** What follows a lost line follows the entry before it, also where that is the summary. */
    @Test
    void aLostLineBehindASummaryTakesNothingWithItThatWasKept() {
        for (String metadata : List.of(kept(id(6), id(3), id(4)), segment(id(6), id(3), id(4)))) {
            List<String> lines = List.of(
                    user(id(1), null, "1"),
                    assistant(id(2), id(1), "2"),
                    user(id(3), id(2), "kept"),
                    assistant(id(4), id(3), "kept"),
                    boundary(id(5), metadata),
                    with(user(id(6), id(5), "summary"), "'isCompactSummary':true"),
                    user(id(7), id(6), "next"),
                    assistant(id(8), id(7), "next"));

            assertSameEverywhere(List.of("summary", "kept", "kept", "next"), without(lines, 6));
            // The summary is lost, and then the line behind it, too.
            assertSameEverywhere(List.of("kept", "kept", "next", "next"), without(lines, 5));
            assertSameEverywhere(List.of("kept", "kept", "next"), without(without(lines, 6), 5));
        }
    }

    private static List<String> without(List<String> lines, int place) {
        List<String> rest = new ArrayList<>(lines);
        rest.remove(place);
        return rest;
    }

    /** When read, in a copy, in a fork of that, and in a fork. */
    private void assertSameEverywhere(List<String> texts, List<String> lines) {
        sessions.write("-work", id(1), lines.toArray(String[]::new));
        SessionHistory disk = sessions.history();
        InMemorySessionStore store = new InMemorySessionStore();
        disk.copyTo(id(1), store);
        SessionHistory stored = SessionHistory.inStore(store, "-work");

        assertThat(texts(disk.messages(id(1)))).isEqualTo(texts);
        assertThat(texts(stored.messages(id(1)))).isEqualTo(texts);
        assertThat(texts(stored.messages(stored.fork(id(1))))).isEqualTo(texts);
        String fork = disk.fork(id(1));
        assertThat(texts(disk.messages(fork))).isEqualTo(texts);
        disk.delete(fork);
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream()
                .map(message -> message instanceof UserMessage user ? user.text() : ((AssistantMessage) message).text())
                .toList();
    }

    /** As a fork writes it, whose gaps are filled. */
    @Test
    void whatFollowsTheBoundaryInPlaceOfTheSummaryFollowsWhatWasKept() {
        String[] lines = {
            user(id(0xb1), null, "1"),
            user(id(0xb2), id(0xb1), "kept"),
            boundary(id(0xb3), kept(id(0xb4), id(0xb2))),
            user(id(0xb5), id(0xb4), "next")
        };
        assertThat(conversation(lines)).containsExactly(id(0xb2), id(0xb5));
        SessionHistory history = sessions.history();
        assertThat(history.transcript(history.fork(id(1))).conversation()).hasSize(2);
    }

    @Test
    void aCompactionThatLeadsInACircleIsIgnored() {
        assertThat(conversation(
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        boundary("b", kept("a1", "u1", "a1")),
                        with(user("c", "b", "summary"), "'isCompactSummary':true"),
                        user("u3", "c", "next")))
                .containsExactly("c", "u3");
        assertThat(conversation(
                        user("u1", null, "1"),
                        boundary("b", kept("u3", "u1", "c")),
                        user("c", "b", "summary"),
                        user("u3", "c", "next")))
                .containsExactly("c", "u3");
        assertThat(conversation(
                        user("u1", null, "1"),
                        with(boundary("b", "'x':1"), "'compactMetadata':5"),
                        boundary("b2", "'preservedMessages':{'anchorUuid':5,'uuids':[5,null]},'preservedSegment':[]"),
                        user("u3", "b2", "next")))
                .containsExactly("u3");
    }

    /** The gaps of a transcript that holds a conversation of these messages. */
    private List<TranscriptGap> gaps(List<String> messages, String... lines) {
        sessions.write("-work", id(1), lines);
        Transcript transcript = sessions.history().transcript(id(1));
        assertThat(transcript.conversation())
                .extracting(entry -> entry.uuid().orElseThrow())
                .isEqualTo(messages);
        InMemorySessionStore store = new InMemorySessionStore();
        sessions.history().copyTo(id(1), store);
        assertThat(SessionHistory.inStore(store, "-work").transcript(id(1)).conversation())
                .extracting(entry -> entry.uuid().orElseThrow())
                .isEqualTo(messages);
        return transcript.gaps();
    }

    private static String withoutParent(String line) {
        return line.replaceFirst("'parentUuid':('[^']*'|null),", "");
    }

    @Test
    void aParentThatWasNeverWrittenIsTheEntryBefore() {
        assertThat(gaps(
                        List.of("u1", "a1", "u2", "a2"),
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        user("u2", "never", "3"),
                        assistant("a2", "u2", "4")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_MISSING, "u2", Optional.of("never"), Optional.of("a1")));
        assertThat(gaps(List.of("u1", "a1"), user("u1", "gone", "1"), assistant("a1", "u1", "2")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_MISSING, "u1", Optional.of("gone"), Optional.empty()));
    }

    @Test
    void rowsWithoutAParentsFieldFollowTheEntryBefore() {
        assertThat(gaps(
                        List.of("u1", "a1", "u2", "a2"),
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        withoutParent(user("u2", null, "3")),
                        assistant("a2", "u2", "4")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_ABSENT, "u2", Optional.empty(), Optional.of("a1")));
        assertThat(gaps(
                        List.of("u1", "a1", "u2"),
                        withoutParent(user("u1", null, "1")),
                        withoutParent(assistant("a1", null, "2")),
                        withoutParent(user("u2", null, "3"))))
                .hasSize(3);
    }

    @Test
    void anExplicitNullAloneIsTheBeginning() {
        assertThat(gaps(
                        List.of("u2", "a2"),
                        user("u1", null, "1"),
                        assistant("a1", "u1", "2"),
                        user("u2", null, "3"),
                        assistant("a2", "u2", "4")))
                .isEmpty();
    }

    @Test
    void oneDamagedLineInTheMiddleLosesOnlyItself() {
        assertThat(gaps(
                        List.of("u1", "u2", "a2"),
                        user("u1", null, "1"),
                        "{'type':'assistant','uuid':'a1','par",
                        user("u2", "a1", "3"),
                        assistant("a2", "u2", "4")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_MISSING, "u2", Optional.of("a1"), Optional.of("u1")));
    }

    /** Subagents that older CLIs write into the same file. */
    @Test
    void aSideChainDoesNotFillAGapOfTheMainOne() {
        assertThat(gaps(
                        List.of("u1", "u2"),
                        user("u1", null, "1"),
                        user("s", null, "side").replace("'isSidechain':false", "'isSidechain':true"),
                        user("u2", "gone", "3")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_MISSING, "u2", Optional.of("gone"), Optional.of("u1")));
    }

    @Test
    void aGapIsNotFilledInACircle() {
        assertThat(gaps(
                        List.of("u2", "a1", "u1"),
                        user("u1", "a1", "1"),
                        user("u2", "gone", "2"),
                        assistant("a1", "u2", "3")))
                .containsExactly(new TranscriptGap(
                        TranscriptGap.Reason.PARENT_MISSING, "u2", Optional.of("gone"), Optional.empty()));
    }
}
