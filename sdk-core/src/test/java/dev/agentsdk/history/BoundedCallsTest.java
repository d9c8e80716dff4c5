package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentsdk.internal.session.CpuTime;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.CompactBoundaryMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one call reads and keeps has a bound, in however many files it is, and whatever a line is made of. */
@Tag("R-117")
class BoundedCallsTest {

    private static final long LIMIT = 4 * 1024 * 1024;

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path transcript;
    private Path subagents;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        transcript = sessions.write("-work", id(1), user("u1", null, "go"));
        subagents = Files.createDirectories(transcript.resolveSibling(id(1)).resolve("subagents"));
    }

    private SessionHistory limited() {
        return SessionHistory.onDisk(sessions.location().maxTranscriptBytes(LIMIT));
    }

    /** One transcript, and one file of metadata beside it, under many names. */
    private void linked(int names, String transcript, int metadataBytes) throws IOException {
        Path first = Files.writeString(subagents.resolve("agent-0.jsonl"), transcript);
        Path metadata = Files.writeString(
                subagents.resolve("agent-0.meta.json"), "{\"agentType\":\"" + "x".repeat(metadataBytes) + "\"}");
        for (int i = 1; i < names; i++) {
            Files.createLink(subagents.resolve("agent-" + i + ".jsonl"), first);
            Files.createLink(subagents.resolve("agent-" + i + ".meta.json"), metadata);
        }
    }

    @Test
    void theSubagentsOfASessionAreBoundedTogether() throws IOException {
        linked(5, "{}\n", 60_000);
        assertThat(limited().subagents(id(1)))
                .extracting(subagent -> subagent.agentType().orElseThrow().length())
                .containsOnly(60_000)
                .hasSize(5);

        linkMore(5, 10);

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> limited().subagents(id(1)))
                .withMessageContaining("more than " + LIMIT / 4 + " bytes")
                .withMessageContaining("HistoryLocation.maxTranscriptBytes");
        assertThat(sessions.history().subagents(id(1))).hasSize(10);
    }

    private void linkMore(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            Files.createLink(subagents.resolve("agent-" + i + ".jsonl"), subagents.resolve("agent-0.jsonl"));
            Files.createLink(subagents.resolve("agent-" + i + ".meta.json"), subagents.resolve("agent-0.meta.json"));
        }
    }

    @Test
    void theNamesOfSubagentsCount() throws IOException {
        Path first = Files.writeString(subagents.resolve("agent-0.jsonl"), "{}\n");
        for (int i = 1; i < 1_000; i++) {
            Files.createLink(subagents.resolve("agent-" + i + "x".repeat(200) + ".jsonl"), first);
        }

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> limited().subagents(id(1)));
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> limited().subagentTranscript(id(1), "0"));
        assertThat(sessions.history().subagents(id(1))).hasSize(1_000);
    }

    @Test
    void metadataThatIsTooLongCountsAsAbsent() throws IOException {
        linked(1, "{}\n", 70_000);

        assertThat(sessions.history().subagents(id(1)))
                .extracting(Subagent::metadata)
                .allMatch(metadata -> metadata.isEmpty());
    }

    @Test
    void aCopyReadsNoMoreThanATranscriptMayHave() throws IOException {
        linked(5, user("s", null, "x".repeat(1_000_000)).replace('\'', '"') + "\n", 10);
        InMemorySessionStore store = new InMemorySessionStore();

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> limited().copyTo(id(1), store))
                .withMessageContaining("more than " + LIMIT + " bytes");
        assertThat(sessions.history().copyTo(id(1), new InMemorySessionStore()).transcripts())
                .isEqualTo(6);
    }

    @Test
    void theSubagentsOfASessionInAStoreAreBoundedTogether() {
        RawJson metadata = RawJson.of("{\"type\":\"agent_metadata\",\"agentType\":\"" + "x".repeat(1_000_000) + "\"}");
        InMemorySessionStore store = new InMemorySessionStore();
        for (int i = 0; i < 30; i++) {
            store.append(SessionKey.of("-work", id(1)).at("subagents/agent-" + i), List.of(metadata));
        }

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> SessionHistory.inStore(store, "-work").subagents(id(1)))
                .withMessageContaining("subagentTranscript");
    }

    @Test
    void textsInAListAreCut() throws IOException {
        String text = "x".repeat(999) + "\ud83d\ude00" + "x".repeat(59_000);
        sessions.write(
                "-work",
                id(2),
                user("u", null, "x").replace("/work", text).replace("main", text),
                "{'type':'custom-title','customTitle':'" + text + "'}",
                "{'type':'tag','tag':'" + text + "'}");

        SessionInfo info = sessions.history().info(id(2)).orElseThrow();

        String cut = "x".repeat(999) + "\ud83d\ude00…";
        assertThat(List.of(
                        info.title().orElseThrow(),
                        info.summary(),
                        info.gitBranch().orElseThrow(),
                        info.tag().orElseThrow()))
                .containsOnly(cut);
        assertThat(info.cwd()).isEmpty();
    }

    @Test
    void aBranchInTheMiddleOfALongFileIsCut() {
        String filler = "{'type':'other','pad':'" + "x".repeat(65_000) + "'}";
        sessions.write(
                "-work",
                id(2),
                user("u", null, "x").replace("main", ""),
                filler,
                filler,
                "{'type':'other','gitBranch':'" + "b".repeat(60_000) + "'}",
                filler,
                filler);

        assertThat(sessions.history().info(id(2)).orElseThrow().gitBranch()).contains("b".repeat(1_000) + "…");
    }

    private static long allocated(Runnable work) {
        long before = CpuTime.allocatedBytes();
        work.run();
        return CpuTime.allocatedBytes() - before;
    }

    /** A tree of it takes thirty times its bytes. */
    @Test
    void entriesWithMillionsOfValuesTakeAMultipleOfTheirBytes() throws IOException {
        String values = "[{}" + ",{}".repeat(1_000_000) + "]";
        List<String> lines = new ArrayList<>(List.of(user("u", null, "x")));
        lines.add("{'type':'system','subtype':'compact_boundary','uuid':'c','parentUuid':'u','x':" + values
                + ",'compactMetadata':{'trigger':'auto','y':" + values + "}}");
        lines.add("{'type':'content-replacement','sessionId':'" + id(2) + "','replacements':" + values + "}");
        Path file = sessions.write("-work", id(2), lines.toArray(String[]::new));
        long bytes = Files.size(file);
        Transcript read = sessions.history().transcript(id(2));
        assertThat(read.entries().get(1).message()).isInstanceOf(CompactBoundaryMessage.class);

        assertThat(allocated(read::conversation)).isLessThan(8 * bytes);
        assertThat(allocated(() -> sessions.history().fork(id(2)))).isLessThan(30 * bytes);
    }

    @Test
    void aForkHasAllOfAnEntryWithMillionsOfValues() throws IOException {
        String values = "[{}" + ",{}".repeat(100_000) + ",1.10,1e400,'" + id(3) + "']";
        sessions.write(
                "-work",
                id(2),
                user(id(3), null, "x"),
                "{'type':'system','subtype':'compact_boundary','uuid':'c','parentUuid':'" + id(3) + "','x':" + values
                        + ",'compactMetadata':{'runningTurnSends':1,'y':{'" + id(3) + "':" + values + "}}}");

        String fork = sessions.history().fork(id(2));

        List<String> lines = Files.readAllLines(sessions.file("-work", fork));
        String newId = RawJson.of(lines.get(0)).tree().path("uuid").textValue();
        String expected = values.replace(id(3), newId).replace('\'', '"');
        assertThat(lines.get(1))
                .contains("\"x\":" + expected + ",\"compactMetadata\":{\"y\":{\"" + newId + "\":" + expected + "}}");
    }
}
