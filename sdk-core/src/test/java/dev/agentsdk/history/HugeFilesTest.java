package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Session files that are made to cost time or memory: each operation is bounded or fails with an exception that names the file. */
@Timeout(120)
@Tag("R-117")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sparse files, links and named pipes are those of POSIX")
class HugeFilesTest {

    private static final String KEY = "-work";
    private static final long SPARSE = 1L << 36;
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path transcript;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        transcript = sessions.write(KEY, id(1), user("u1", null, "fine"));
    }

    private static void makeSparse(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(SPARSE);
        }
    }

    private static void soon(String what, ThrowingCallable call) throws Throwable {
        long start = System.nanoTime();
        call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .describedAs(what)
                .is(under(SOON));
    }

    private static void refused(Path file, ThrowingCallable call) throws Throwable {
        soon(
                "a refusal",
                () -> assertThatExceptionOfType(HistoryException.class)
                        .isThrownBy(call)
                        .withMessageContaining(file.toString())
                        .withMessageContaining("HistoryLocation.maxTranscriptBytes")
                        .satisfies(e -> assertThat(e.path()).contains(file)));
    }

    @Test
    void aSparseTranscriptIsRefusedByItsSizeAndCanBeListedAndDeleted() throws Throwable {
        makeSparse(transcript);
        SessionHistory history = sessions.history();

        refused(transcript, () -> history.transcript(id(1)));
        refused(transcript, () -> history.messages(id(1)));
        refused(transcript, () -> history.fork(id(1)));
        refused(transcript, () -> history.copyTo(id(1), new InMemorySessionStore()));

        soon(
                "list",
                () -> assertThat(history.list())
                        .extracting(SessionInfo::summary)
                        .containsExactly("fine"));
        soon("rename", () -> history.rename(id(1), "t"));
        soon("tag", () -> history.tag(id(1), "t"));
        soon("archive", () -> history.archive(id(1)));
        soon("info", () -> assertThat(history.info(id(1)).orElseThrow().title()).contains("t"));
        soon("delete", () -> history.delete(id(1)));
        assertThat(transcript).doesNotExist();
    }

    @Test
    void aSparseTranscriptOfASubagentIsRefusedByItsSize() throws Throwable {
        Path agent = Sessions.writeBytes(
                transcript.resolveSibling(id(1)).resolve("subagents/agent-a.jsonl"), jsonBytes("{'type':'x'}\n"));
        makeSparse(agent);
        SessionHistory history = sessions.history();

        assertThat(history.subagents(id(1))).hasSize(1);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> history.subagentTranscript(id(1), "a"),
                () -> history.copyTo(id(1), new InMemorySessionStore()))) {
            soon(
                    "a refusal",
                    () -> assertThatExceptionOfType(HistoryException.class)
                            .isThrownBy(call)
                            .withMessageContaining(agent.toString())
                            .withMessageContaining("HistoryLocation.maxTranscriptBytes"));
        }
    }

    @Test
    void smallEntriesCountWhatTheyTakeInMemory() {
        Sessions.writeBytes(transcript, "{}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> SessionHistory.onDisk(sessions.location().maxTranscriptBytes(1 << 20))
                        .transcript(id(1)))
                .withMessageContaining("HistoryLocation.maxTranscriptBytes")
                .satisfies(e -> assertThat(e.path()).contains(transcript));
    }

    private static byte[] lines(int before, String line, int after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{}\n".repeat(before).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(jsonBytes(line + "\n"));
        bytes.writeBytes("{}\n".repeat(after).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** The limit is on all files of one call: a list of many such files takes no longer. */
    @Test
    void aListParsesABoundedNumberOfLines() {
        Sessions.writeBytes(transcript, lines(600_000, user("u1", null, "the newer one"), 50_000));
        Sessions.modified(transcript, 2);
        Path older = Sessions.writeBytes(
                sessions.file(KEY, id(2)), lines(600_000, user("u1", null, "the older one"), 50_000));
        Sessions.modified(older, 1);

        assertThat(sessions.history().list()).extracting(SessionInfo::summary).containsExactly("the newer one");
        assertThat(sessions.history().info(id(2)).orElseThrow().summary()).isEqualTo("the older one");
    }

    private enum Thing {
        PIPE,
        DIRECTORY,
        LINK_TO_AN_ENDLESS_DEVICE,
        LINK_TO_ITSELF,
        SPARSE_FILE,
        EMPTY_FILE;

        void put(Path place) throws IOException, InterruptedException {
            switch (this) {
                case PIPE -> {
                    Process mkfifo = new ProcessBuilder("mkfifo", place.toString()).start();
                    assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
                    assertThat(mkfifo.exitValue()).isZero();
                }
                case DIRECTORY -> Files.createDirectory(place);
                case LINK_TO_AN_ENDLESS_DEVICE -> Files.createSymbolicLink(place, Path.of("/dev/zero"));
                case LINK_TO_ITSELF -> Files.createSymbolicLink(place, place);
                case SPARSE_FILE -> makeSparse(place);
                case EMPTY_FILE -> Files.createFile(place);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Thing.class)
    void whateverStandsInThePlaceOfAFileEachOperationEnds(Thing thing) throws Throwable {
        Files.delete(transcript);
        List<String> places = List.of(
                ".jsonl",
                "",
                "/subagents",
                "/subagents/agent-a.jsonl",
                "/subagents/agent-a.meta.json",
                "/archived.json",
                "/custom-title.json");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            String session = id(10 + i);
            ids.add(session);
            sessions.write(KEY, session, user("u1", null, "fine"));
            Path place = sessions.projects().resolve(KEY).resolve(session + places.get(i));
            Files.deleteIfExists(place);
            Files.createDirectories(place.getParent());
            thing.put(place);
        }

        SessionHistory history = sessions.history();
        soon("list", () -> assertThat(history.list()).hasSizeGreaterThanOrEqualTo(places.size() - 1));
        for (String session : ids) {
            Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
            calls.put("info", () -> history.info(session));
            calls.put("transcript", () -> history.transcript(session));
            calls.put("subagents", () -> history.subagents(session));
            calls.put("subagentTranscript", () -> history.subagentTranscript(session, "a"));
            calls.put("fork", () -> history.fork(session));
            calls.put("copyTo", () -> history.copyTo(session, new InMemorySessionStore()));
            calls.put("rename", () -> history.rename(session, "t"));
            calls.put("tag", () -> history.tag(session, "t"));
            calls.put("archive", () -> history.archive(session));
            calls.put("unarchive", () -> history.unarchive(session));
            calls.put("delete", () -> history.delete(session));
            for (Map.Entry<String, ThrowingCallable> call : calls.entrySet()) {
                soon(call.getKey() + " of " + session, () -> {
                    try {
                        call.getValue().call();
                    } catch (HistoryException e) {
                        assertThat(e).hasMessageContaining(session);
                    }
                });
            }
        }
        assertThat(Path.of("/dev/zero")).exists();
    }
}
