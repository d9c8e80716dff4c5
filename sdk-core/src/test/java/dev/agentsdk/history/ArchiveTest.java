package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.toolResult;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archiving sessions with the mark of the CLI. */
class ArchiveTest {

    private static final String KEY = "-work";

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path transcript;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        transcript = sessions.write(KEY, id(1), user("u1", null, "p"), assistant("a1", "u1", "x"));
    }

    private boolean archived() {
        SessionInfo listed = sessions.history().list().get(0);
        assertThat(sessions.history().info(id(1))).contains(listed);
        return listed.archived();
    }

    private Path mark() {
        return sessions.projects().resolve(KEY).resolve(id(1)).resolve("archived.json");
    }

    private void mark(String singleQuoted) {
        Sessions.writeBytes(mark(), json(singleQuoted).getBytes(StandardCharsets.UTF_8));
    }

    private void append(String line) throws IOException {
        Files.writeString(transcript, json(line) + "\n", StandardOpenOption.APPEND);
    }

    private static String at(String line, Instant time) {
        return line.replaceAll("'timestamp':'[^']*'", "'timestamp':'" + time + "'");
    }

    @Test
    void anArchivedSessionIsListedAsOne() throws IOException {
        byte[] before = Files.readAllBytes(transcript);
        assertThat(archived()).isFalse();

        sessions.history().archive(id(1));

        assertThat(archived()).isTrue();
        assertThat(Files.readAllBytes(transcript)).isEqualTo(before);
        sessions.history().unarchive(id(1));
        assertThat(archived()).isFalse();
        sessions.history().archive(id(1));
        assertThat(archived()).isTrue();
        assertThat(sessions.history().subagents(id(1))).isEmpty();
        sessions.history().delete(id(1));
        assertThat(mark()).doesNotExist();
    }

    /** Of a long transcript the beginning and the end are read, and of what lies between only what is wanted. */
    @Test
    void aPromptAnywhereInALongTranscriptEndsTheArchive() throws IOException {
        Instant later = Instant.now().plusSeconds(3_600);
        String prompt = at(user("u2", "a1", "go on"), later);
        String image = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'%s'}}";
        String picture = prompt.replace("'go on'", "[" + image.formatted("A".repeat(100_000)) + "]");
        for (String line : List.of(prompt, picture)) {
            for (int place : List.of(2, 10, 40, 50, 90, 100)) {
                transcript = sessions.write(KEY, id(1), user("u1", null, "p"), assistant("a1", "u1", "x"));
                for (int i = 0; i < place; i++) {
                    append(assistant("b" + i, "a1", "x".repeat(2_500)));
                }
                sessions.history().archive(id(1));
                assertThat(archived()).isTrue();

                append(line);
                append(at(assistant("a2", "u2", "x"), later));
                for (int i = place; i < 101; i++) {
                    append(at(assistant("c" + i, "a2", "x".repeat(2_500)), later));
                }
                assertThat(archived()).as("place " + place).isFalse();
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights are those of POSIX")
    void theMarkIsTheOneOfTheCli() throws IOException {
        Instant before = Instant.now().minusSeconds(1);
        sessions.history().archive(id(1));

        JsonNode mark = new ObjectMapper().readTree(mark().toFile());
        assertThat(mark.path("archived").isBoolean()).isTrue();
        assertThat(mark.path("archived").booleanValue()).isTrue();
        assertThat(OffsetDateTime.parse(mark.path("at").textValue()).toInstant())
                .isBetween(before, before.plus(Duration.ofMinutes(1)));
        assertThat(mark.path("by").textValue()).isEqualTo("sdk");
        assertThat(mark).hasSize(3);
        assertThat(Files.getPosixFilePermissions(mark())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(mark().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (var files = Files.list(mark().getParent())) {
            assertThat(files).containsExactly(mark());
        }

        sessions.history().unarchive(id(1));
        assertThat(new ObjectMapper().readTree(mark().toFile()).path("archived").booleanValue())
                .isFalse();
    }

    @Test
    void aMarkOfTheCliIsRead() {
        mark("{'archived':true,'at':'2026-03-01T12:00:00.000+02:00','by':'user'}");
        assertThat(archived()).isTrue();
        mark("{'archived':true,'at':'2026-03-01T11:59:59.999+02:00','by':'user'}");
        assertThat(archived()).isFalse();
        for (String other : List.of(
                "{'archived':'true','at':'2026-03-01T12:00:00Z'}",
                "{'archived':true}",
                "{'archived':true,'at':'then'}",
                "{'archived':true,'at':5}",
                "[]",
                "",
                "{'archived':true,'at':'2026-03-01T12:00:00Z','pad':'" + "x".repeat(4_096) + "'}")) {
            mark(other);
            assertThat(archived()).as(other).isFalse();
        }
    }

    @Test
    void aPromptThatIsSentLaterTakesTheSessionOutOfTheArchive() throws IOException {
        sessions.history().archive(id(1));
        Instant later = Instant.now().plusSeconds(60);
        append(at(assistant("a2", "u1", "late"), later));
        append(at(toolResult("r1", "a2", "t").replace("'uuid'", "'timestamp':'x','uuid'"), later));
        append(at(user("u2", "r1", "<task-notification>x</task-notification>"), later));
        append(at(user("u3", "r1", "meta"), later).replace("'isSidechain'", "'isMeta':true,'isSidechain'"));
        append(at(user("u4", "r1", "side"), later).replace("'isSidechain':false", "'isSidechain':true"));
        append("{'type':'custom-title','customTitle':'late','timestamp':'" + later + "'}");
        assertThat(archived()).isTrue();

        append(at(user("u5", "a2", "again"), later));
        assertThat(archived()).isFalse();
    }

    @Test
    void aCommandAPictureAndAQueuedPromptArePrompts() throws IOException {
        Instant later = Instant.now().plusSeconds(60);
        byte[] before = Files.readAllBytes(transcript);
        for (String line : List.of(
                user("u2", "a1", "<command-name>/x</command-name>"),
                user("u2", "a1", "x").replace("'content':'x'", "'content':[{'type':'image','source':{}}]"),
                "{'type':'attachment','timestamp':'','attachment':{'type':'queued_command','prompt':'x'}}")) {
            Files.write(transcript, before);
            sessions.history().archive(id(1));
            append(at(line, later));
            assertThat(archived()).as(line).isFalse();
        }
    }

    @Test
    void allCopiesOfASessionAreArchived() {
        sessions.write("-other", id(1), user("u1", null, "copy"));

        sessions.history().archive(id(1));

        assertThat(mark()).exists();
        assertThat(sessions.projects().resolve("-other").resolve(id(1)).resolve("archived.json"))
                .exists();
    }

    @Test
    void whatIsMissingCannotBeArchived() throws IOException {
        SessionHistory history = sessions.history();

        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.archive(id(2)));
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.unarchive(id(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> history.archive("../x"));
        try (var files = Files.list(sessions.projects().resolve(KEY))) {
            assertThat(files).containsExactly(transcript);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights")
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(mark().getParent(), elsewhere);
        Files.writeString(elsewhere.resolve("archived.json"), json("{'archived':true,'at':'2026-03-01T12:00:00Z'}"));

        assertThat(archived()).isFalse();
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().archive(id(1)));
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().unarchive(id(1)));
        assertThat(elsewhere.resolve("archived.json")).content().contains("12:00:00Z");

        Files.delete(mark().getParent());
        Files.createDirectory(mark().getParent());
        Files.createSymbolicLink(mark(), elsewhere.resolve("archived.json"));
        assertThat(archived()).isFalse();
        sessions.history().archive(id(1));
        assertThat(mark()).isRegularFile();
        assertThat(Files.isSymbolicLink(mark())).isFalse();
        assertThat(elsewhere.resolve("archived.json")).content().contains("12:00:00Z");
    }

    @Test
    void aStoreDoesNotHoldTheMark() {
        InMemorySessionStore store = new InMemorySessionStore();
        sessions.history().copyTo(id(1), store);
        SessionHistory stored = SessionHistory.inStore(store, KEY);

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> stored.archive(id(1)))
                .withMessageContaining("tag()");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> stored.unarchive(id(1)));
        assertThat(stored.list().get(0).archived()).isFalse();
    }
}
