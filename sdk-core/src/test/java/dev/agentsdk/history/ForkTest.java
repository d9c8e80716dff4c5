package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.link;
import static dev.agentsdk.history.Sessions.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkTest {

    private static final String KEY = "-work";
    private static final String U1 = id(0xa1);
    private static final String A1 = id(0xa2);
    private static final String U2 = id(0xa3);

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    private List<JsonNode> fork(ForkOptions options, String... lines) {
        sessions.write(KEY, id(1), lines);
        String fork = sessions.history().fork(id(1), options);
        Transcript transcript = sessions.history().transcript(fork);
        assertThat(transcript.skippedLines()).isZero();
        List<JsonNode> trees =
                transcript.entries().stream().map(entry -> entry.raw().tree()).toList();
        assertThat(trees)
                .allSatisfy(tree -> assertThat(tree.path("sessionId").asText()).isEqualTo(fork));
        return trees;
    }

    private List<JsonNode> fork(String... lines) {
        return fork(ForkOptions.defaults(), lines);
    }

    /** The new ids by the old ones. */
    private static Map<String, String> newIds(List<JsonNode> fork) {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode line : fork) {
            if (line.has("forkedFrom")) {
                ids.put(
                        line.at("/forkedFrom/messageUuid").asText(),
                        line.path("uuid").asText());
            }
        }
        return ids;
    }

    private static String with(String line, String fields) {
        return line.substring(0, line.length() - 1) + "," + fields + "}";
    }

    @Test
    void isTheSameConversationUnderNewIds() throws IOException {
        Path source = sessions.write(KEY, id(1), user(U1, null, "1"), assistant(A1, U1, "2"), user(U2, A1, "3"));
        byte[] before = Files.readAllBytes(source);

        String fork = sessions.history().fork(id(1));

        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        assertThat(fork).isNotEqualTo(id(1)).hasSize(36);
        List<TranscriptEntry> copies = sessions.history().transcript(fork).conversation();
        assertThat(copies).hasSize(3);
        assertThat(copies).extracting(entry -> entry.message().type()).containsExactly("user", "assistant", "user");
        assertThat(((UserMessage) copies.get(2).message()).text()).isEqualTo("3");
        assertThat(copies)
                .noneMatch(entry -> List.of(U1, A1, U2).contains(entry.uuid().orElse("")));
        assertThat(copies.get(0).parentUuid()).isEmpty();
        assertThat(copies.get(1).parentUuid()).isEqualTo(copies.get(0).uuid());
        assertThat(copies.get(2).parentUuid()).isEqualTo(copies.get(1).uuid());
    }

    @Test
    void liesBesideTheSessionAndOnlyItsOwnerCanReadIt() throws IOException {
        sessions.write(KEY, id(1), user(U1, null, "1"));

        String fork = sessions.history().fork(id(1));

        Path file = sessions.file(KEY, fork);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(file.getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(id(1) + ".jsonl", fork + ".jsonl");
        }
    }

    @Test
    void saysWhereEachMessageComesFromAndDropsWhatTiesItThere() {
        List<JsonNode> fork = fork(with(
                user(U1, null, "1"),
                "'teamName':'t','agentName':'a','slug':'s','sourceToolAssistantUUID':'x','custom':{'n':1.5}"));

        JsonNode copy = fork.get(0);
        assertThat(copy.at("/forkedFrom/sessionId").asText()).isEqualTo(id(1));
        assertThat(copy.at("/forkedFrom/messageUuid").asText()).isEqualTo(U1);
        assertThat(copy.has("teamName")
                        || copy.has("agentName")
                        || copy.has("slug")
                        || copy.has("sourceToolAssistantUUID"))
                .isFalse();
        assertThat(copy.at("/custom/n").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(copy.path("isSidechain").isBoolean()).isTrue();
        assertThat(copy.path("isSidechain").asBoolean()).isFalse();
        assertThat(copy.path("gitBranch").asText()).isEqualTo("main");
    }

    @Test
    void onlyTheLastMessageHasANewTime() {
        Instant before = Instant.now().minusSeconds(1);

        List<JsonNode> fork = fork(user(U1, null, "1"), user(U2, U1, "2"));

        assertThat(fork.get(0).path("timestamp").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
        String last = fork.get(1).path("timestamp").asText();
        assertThat(last).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(last)).isBetween(before, before.plus(Duration.ofMinutes(1)));
    }

    @Test
    void subagentsStayOutAndProgressOnlyConnects() {
        List<JsonNode> fork = fork(
                user(U1, null, "1"),
                link("progress", "p1", U1),
                link("progress", "p2", "p1"),
                assistant(A1, "p2", "2"),
                with(user("s", U1, "x"), "'isSidechain':true").replace("'isSidechain':false,", ""),
                "{'type':'file-history-snapshot'}");

        assertThat(fork)
                .extracting(line -> line.path("type").asText())
                .containsExactly("user", "assistant", "custom-title");
        assertThat(fork.get(1).path("parentUuid").asText())
                .isEqualTo(fork.get(0).path("uuid").asText());
    }

    @Test
    void parentsThatAreNotInItAreNone() {
        List<JsonNode> fork = fork(
                user(U1, "gone", "1"),
                link("progress", "p1", "p2"),
                link("progress", "p2", "p1"),
                assistant(A1, "p1", "in a cycle"));

        assertThat(fork.get(0).path("parentUuid").isNull()).isTrue();
        assertThat(fork.get(1).path("parentUuid").isNull()).isTrue();
    }

    @Test
    void logicalParentsAreTranslated() {
        List<JsonNode> fork = fork(
                user(U1, null, "1"),
                with(link("system", "b", null), "'logicalParentUuid':'" + U1 + "'"),
                with(link("system", "c", "b"), "'logicalParentUuid':'gone'"),
                user(U2, "c", "2"));

        assertThat(fork.get(1).path("logicalParentUuid").asText())
                .isEqualTo(newIds(fork).get(U1));
        assertThat(fork.get(2).path("logicalParentUuid").isNull()).isTrue();
        assertThat(fork.get(3).path("logicalParentUuid").isNull()).isTrue();
    }

    @Test
    void endsAfterTheMessageAskedFor() {
        List<JsonNode> fork =
                fork(ForkOptions.defaults().upTo(A1), user(U1, null, "1"), assistant(A1, U1, "2"), user(U2, A1, "3"));

        assertThat(newIds(fork)).containsOnlyKeys(U1, A1);
    }

    @Test
    void aMessageThatIsNotThereIsRefused() throws IOException {
        sessions.write(KEY, id(1), user(U1, null, "1"));
        SessionHistory history = sessions.history();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.fork(id(1), ForkOptions.defaults().upTo(A1)))
                .withMessageContaining(A1)
                .withMessageContaining(id(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.fork(id(1), ForkOptions.defaults().upTo("x")))
                .withMessageContaining("UUID");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.fork(id(1), ForkOptions.defaults().title(" ")));
        assertThatIllegalArgumentException().isThrownBy(() -> history.fork("x"));
        try (var files = Files.list(sessions.projects().resolve(KEY))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aSessionWithoutMessagesCannotBeForked() {
        sessions.write(KEY, id(1), "{'type':'mode'}", link("progress", "p", null));

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().fork(id(1)))
                .withMessageContaining("no messages");
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().fork(id(2)));
    }

    @Test
    void hasTheTitleAskedForOrOneMadeOfTheSessions() {
        assertThat(title(ForkOptions.defaults().title(" Mine "), user(U1, null, "p")))
                .isEqualTo("Mine");
        assertThat(title(ForkOptions.defaults(), user(U1, null, "p"), "{'customTitle':'t'}", "{'aiTitle':'a'}"))
                .isEqualTo("t (fork)");
        assertThat(title(ForkOptions.defaults(), user(U1, null, "p"), "{'aiTitle':'a'}"))
                .isEqualTo("a (fork)");
        assertThat(title(ForkOptions.defaults(), user(U1, null, "p"))).isEqualTo("p (fork)");
        assertThat(title(ForkOptions.defaults(), assistant(A1, null, "x"))).isEqualTo("Forked session (fork)");
        assertThat(title(
                        ForkOptions.defaults(),
                        user(U1, null, "p"),
                        "{'customTitle':'" + "\ud83d\ude00".repeat(20_000) + "'}"))
                .isEqualTo("\ud83d\ude00".repeat(500) + " (fork)");
    }

    private String title(ForkOptions options, String... lines) {
        List<JsonNode> fork = fork(options, lines);
        JsonNode last = fork.get(fork.size() - 1);
        assertThat(last.path("type").asText()).isEqualTo("custom-title");
        assertThat(last.path("uuid").asText()).hasSize(36);
        return last.path("customTitle").asText();
    }

    @Test
    void whatWasReplacedInMessagesIsCarriedOverOnce() {
        List<JsonNode> fork = fork(
                user(U1, null, "1"),
                "{'type':'content-replacement','sessionId':'" + id(1) + "','replacements':[{'a':1}]}",
                "{'type':'content-replacement','sessionId':'other','replacements':[{'b':1}]}",
                "{'type':'content-replacement','sessionId':'" + id(1) + "','replacements':5}",
                "{'type':'content-replacement','sessionId':'" + id(1) + "','replacements':[{'c':1}]}");

        assertThat(fork)
                .extracting(line -> line.path("type").asText())
                .containsExactly("user", "content-replacement", "custom-title");
        assertThat(fork.get(1).path("replacements").toString()).isEqualTo("[{\"a\":1},{\"c\":1}]");
    }

    @Test
    void aForkCanBeForked() {
        sessions.write(KEY, id(1), user(U1, null, "p"), assistant(A1, U1, "2"));
        SessionHistory history = sessions.history();

        String second = history.fork(history.fork(id(1)));

        assertThat(history.messages(second)).hasSize(2);
        assertThat(history.info(second).orElseThrow().title()).contains("p (fork) (fork)");
    }

    @Test
    void oddTextsSurvive() {
        String odd = "\\ud83d \\u2028 \\u0000 \\\\ \u20ac";
        List<JsonNode> fork = fork(user(U1, null, odd));

        assertThat(fork.get(0).at("/message/content").asText()).isEqualTo("\ud83d \u2028 \u0000 \\ \u20ac");
    }

    /** As claude 2.1 writes a compaction that keeps the last messages: they stay where they were written before. */
    private static String[] compacted() {
        return new String[] {
            user(id(0xc1), null, "old"),
            assistant(id(0xc2), id(0xc1), "old answer"),
            user(id(0xc3), id(0xc2), "kept"),
            assistant(id(0xc4), id(0xc3), "kept answer"),
            with(
                    link("system", id(0xc5), null),
                    "'subtype':'compact_boundary','logicalParentUuid':'" + id(0xc4) + "','compactMetadata':{"
                            + "'trigger':'auto','preTokens':9,'runningTurnSends':[1],'preservedSegment':{'headUuid':'"
                            + id(0xc3) + "','anchorUuid':'" + id(0xc6) + "','tailUuid':'" + id(0xc4)
                            + "'},'preservedMessages':{'anchorUuid':'" + id(0xc6) + "','uuids':['" + id(0xc3) + "','"
                            + id(0xc4) + "'],'allUuids':['" + id(0xc3) + "','" + id(0xdead) + "','" + id(0xc4)
                            + "']}}"),
            with(user(id(0xc6), id(0xc5), "summary"), "'isCompactSummary':true"),
            user(id(0xc7), id(0xc6), "next"),
            assistant(id(0xc8), id(0xc7), "next answer")
        };
    }

    private static List<String> texts(List<TranscriptEntry> entries) {
        return entries.stream().map(entry -> text(entry.message())).toList();
    }

    private static String text(Message message) {
        return message instanceof UserMessage user ? user.text() : ((AssistantMessage) message).text();
    }

    @Test
    void theIdsThatACompactionNamesAreThoseOfTheFork() {
        List<JsonNode> fork = fork(compacted());

        Map<String, String> ids = newIds(fork);
        JsonNode metadata = fork.get(4).path("compactMetadata");
        assertThat(metadata.at("/preservedSegment/headUuid").asText()).isEqualTo(ids.get(id(0xc3)));
        assertThat(metadata.at("/preservedSegment/anchorUuid").asText()).isEqualTo(ids.get(id(0xc6)));
        assertThat(metadata.at("/preservedSegment/tailUuid").asText()).isEqualTo(ids.get(id(0xc4)));
        assertThat(metadata.at("/preservedMessages/anchorUuid").asText()).isEqualTo(ids.get(id(0xc6)));
        assertThat(metadata.at("/preservedMessages/uuids"))
                .extracting(JsonNode::asText)
                .containsExactly(ids.get(id(0xc3)), ids.get(id(0xc4)));
        // An id that names no entry stays.
        assertThat(metadata.at("/preservedMessages/allUuids"))
                .extracting(JsonNode::asText)
                .containsExactly(ids.get(id(0xc3)), id(0xdead), ids.get(id(0xc4)));
        assertThat(metadata.path("preTokens").asInt()).isEqualTo(9);
        assertThat(metadata.has("runningTurnSends")).isFalse();
    }

    private static String compaction(String kept) {
        return with(
                link("system", id(0xc5), null),
                "'subtype':'compact_boundary','compactMetadata':{" + kept + ",'summarized':'" + id(0xb2) + "'}");
    }

    private static String segment(int head, int tail) {
        return "'preservedSegment':{'headUuid':'" + id(head) + "','anchorUuid':'" + id(0xc6) + "','tailUuid':'"
                + id(tail) + "'}";
    }

    private static String keptIds(int... uuids) {
        String all = Arrays.stream(uuids).mapToObj(uuid -> "'" + id(uuid) + "'").collect(Collectors.joining(","));
        return "'preservedMessages':{'anchorUuid':'" + id(0xc6) + "','uuids':[" + all + "],'allUuids':[" + all + "]}";
    }

    /** Progress entries are not in a fork, but a compaction may name them, and messages may hang on them. */
    @Test
    void aCompactionThatNamesProgressEntriesKeepsTheSameMessagesInAFork() {
        for (String kept : List.of(
                segment(0xb2, 0xb4),
                segment(0xc3, 0xb4),
                segment(0xb2, 0xc4),
                keptIds(0xb2, 0xc3, 0xb3, 0xc4, 0xb4),
                keptIds(0xc3, 0xc4, 0xb4))) {
            for (int last : List.of(0xc6, 0xb4)) {
                sessions.write(
                        KEY,
                        id(1),
                        user(id(0xc1), null, "old"),
                        assistant(id(0xc2), id(0xc1), "old answer"),
                        link("progress", id(0xb2), id(0xc2)),
                        user(id(0xc3), id(0xb2), "kept"),
                        link("progress", id(0xb3), id(0xc3)),
                        assistant(id(0xc4), id(0xb3), "kept answer"),
                        link("progress", id(0xb4), id(0xc4)),
                        compaction(kept),
                        with(user(id(0xc6), id(0xc5), "summary"), "'isCompactSummary':true"),
                        user(id(0xc7), id(last), "next"));

                Transcript fork =
                        sessions.history().transcript(sessions.history().fork(id(1)));

                assertThat(texts(fork.conversation()))
                        .as(kept + last)
                        .isEqualTo(texts(sessions.history().transcript(id(1)).conversation()))
                        .containsExactly("summary", "kept", "kept answer", "next");
                assertThat(fork.gaps()).isEmpty();
                String boundary = fork.entries().get(4).raw().text();
                assertThat(boundary).contains("compact_boundary");
                for (int progress : List.of(0xb2, 0xb3, 0xb4)) {
                    assertThat(boundary).as(kept).doesNotContain(id(progress));
                }
            }
        }
    }

    @Test
    void aCompactionThatKeptProgressEntriesOnlyKeepsNothingInAFork() {
        for (String kept : List.of(segment(0xb2, 0xb3), segment(0xb2, 0xb2), keptIds(0xb2, 0xb3))) {
            sessions.write(
                    KEY,
                    id(1),
                    user(id(0xc1), null, "old"),
                    link("progress", id(0xb2), id(0xc1)),
                    link("progress", id(0xb3), id(0xb2)),
                    compaction(kept),
                    with(user(id(0xc6), id(0xc5), "summary"), "'isCompactSummary':true"),
                    user(id(0xc7), id(0xc6), "next"));

            Transcript fork = sessions.history().transcript(sessions.history().fork(id(1)));

            assertThat(texts(sessions.history().transcript(id(1)).conversation()))
                    .containsExactly("summary", "next");
            assertThat(texts(fork.conversation())).as(kept).containsExactly("summary", "next");
        }
    }

    @Test
    void aForkOfACompactedSessionIsTheSameConversationOnDiskInAStoreAndInACopy() {
        sessions.write(KEY, id(1), compacted());
        SessionHistory disk = sessions.history();
        InMemorySessionStore store = new InMemorySessionStore();
        disk.copyTo(id(1), store);
        SessionHistory stored = SessionHistory.inStore(store, KEY);
        String fork = disk.fork(id(1));
        disk.copyTo(fork, store);

        List<String> expected = List.of("summary", "kept", "kept answer", "next", "next answer");
        assertThat(texts(disk.transcript(id(1)).conversation())).isEqualTo(expected);
        assertThat(texts(disk.transcript(fork).conversation())).isEqualTo(expected);
        assertThat(texts(stored.transcript(id(1)).conversation())).isEqualTo(expected);
        assertThat(texts(stored.transcript(fork).conversation())).isEqualTo(expected);
        assertThat(texts(stored.transcript(stored.fork(id(1))).conversation())).isEqualTo(expected);
        assertThat(texts(disk.transcript(disk.fork(fork)).conversation())).isEqualTo(expected);
    }

    /** Where the summary is the last message asked for, what the compaction kept comes after it. */
    @Test
    void aForkUpToTheSummaryHasNotWhatWasKeptBehindIt() {
        sessions.write(KEY, id(1), compacted());
        SessionHistory history = sessions.history();

        String summary = history.fork(id(1), ForkOptions.defaults().upTo(id(0xc6)));
        String next = history.fork(id(1), ForkOptions.defaults().upTo(id(0xc7)));

        assertThat(texts(history.transcript(summary).conversation())).containsExactly("summary");
        assertThat(texts(history.transcript(next).conversation()))
                .containsExactly("summary", "kept", "kept answer", "next");
    }

    @Test
    void whateverElseNamesAnEntryNamesTheCopy() {
        List<JsonNode> fork = fork(
                user(U1, null, "1"),
                with(
                        link("attachment", id(0xb1), U1),
                        "'attachment':{'type':'queued_command','source_uuid':'" + U1 + "','names':['" + U1 + "','"
                                + id(0xdead) + "'],'by':{'" + U1 + "':1}}"),
                with(assistant(A1, id(0xb1), U1), "'toolUseResult':{'of':'" + U1 + "'}"));

        String copy = newIds(fork).get(U1);
        JsonNode attachment = fork.get(1).path("attachment");
        assertThat(attachment.path("source_uuid").asText()).isEqualTo(copy);
        assertThat(attachment.path("names")).extracting(JsonNode::asText).containsExactly(copy, id(0xdead));
        assertThat(attachment.path("by").has(copy)).isTrue();
        // What was said is not changed, whatever it looks like.
        assertThat(fork.get(2).at("/message/content/0/text").asText()).isEqualTo(U1);
        assertThat(fork.get(2).at("/toolUseResult/of").asText()).isEqualTo(U1);
    }

    /** Its parent was in a line that is damaged; one has no parent's field at all. */
    @Test
    void aForkHasWhatIsBeforeAGap() {
        sessions.write(
                KEY,
                id(1),
                user(U1, null, "1"),
                "{'type':'assistant','uuid':'" + A1 + "','damaged",
                user(U2, A1, "3"),
                assistant(id(0xa4), U2, "4").replace("'parentUuid':'" + U2 + "',", ""));
        SessionHistory history = sessions.history();

        Transcript fork = history.transcript(history.fork(id(1)));

        assertThat(texts(fork.conversation())).containsExactly("1", "3", "4");
        assertThat(fork.gaps()).isEmpty();
    }
}
