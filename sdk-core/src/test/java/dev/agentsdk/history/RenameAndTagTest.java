package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.internal.session.Background;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RenameAndTagTest {

    private static final String KEY = "-work";

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path file;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        file = sessions.write(KEY, id(1), user("u1", null, "prompt"));
    }

    private SessionInfo info() {
        return sessions.history().info(id(1)).orElseThrow();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file);
    }

    @Test
    void aTitleIsOneLineAtTheEnd() throws IOException {
        List<String> before = lines();

        sessions.history().rename(id(1), "  My \u201ctitle\u201d\n ");

        assertThat(lines()).hasSize(2).startsWith(before.get(0));
        assertThat(lines().get(1))
                .isEqualTo(json(
                        "{'type':'custom-title','customTitle':'My \\u201Ctitle\\u201D','sessionId':'" + id(1) + "'}"));
        assertThat(Files.readString(file)).endsWith("}\n");
        assertThat(info().title()).contains("My \u201ctitle\u201d");
    }

    @Test
    void aTagIsOneLineAtTheEndAndIsTakenAwayByAnEmptyOne() throws IOException {
        sessions.history().tag(id(1), "urgent");
        assertThat(lines().get(1)).isEqualTo(json("{'type':'tag','tag':'urgent','sessionId':'" + id(1) + "'}"));
        assertThat(info().tag()).contains("urgent");

        sessions.history().tag(id(1), "done");
        assertThat(info().tag()).contains("done");

        sessions.history().untag(id(1));
        assertThat(lines().get(3)).isEqualTo(json("{'type':'tag','tag':'','sessionId':'" + id(1) + "'}"));
        assertThat(info().tag()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'  blanks  ', blanks",
        // Full-width letters, a ligature, a superscript.
        "\uff34\uff41\uff47, Tag",
        "\ufb01x, fix",
        "x\u00b2, x2",
        // Zero-width, direction, byte order mark, private use, soft hyphen, unassigned, tag characters.
        "a\u200bb\u200fc\u202ed\u2066e\ufefff, abcdef",
        "a\ue000b\uf8ffc, abc",
        "a\u00adb, ab",
        "a\u0378b, ab",
        "a\udb40\udc41b, ab",
        // What a dropped character kept apart is put together: n, zero-width, combining tilde.
        "n\u200b\u0303, \u00f1",
        "\ud83d\ude00, \ud83d\ude00"
    })
    void aTagIsNormalizedAndHasNothingInvisible(String tag, String clean) {
        sessions.history().tag(id(1), tag);

        assertThat(info().tag()).contains(clean);
    }

    @Test
    void whatNobodyWouldSeeIsRefused() throws IOException {
        for (String invisible : List.of("", "  ", "\u200b", "\ufeff \u2060", "\ue000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sessions.history().tag(id(1), invisible))
                    .withMessageContaining("untag()");
        }
        for (String blank : List.of("", " \n\t")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sessions.history().rename(id(1), blank));
        }
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aTextThatListsWouldNotFindIsRefused() throws IOException {
        sessions.history().rename(id(1), "x".repeat(29_000));
        assertThat(info().title()).contains("x".repeat(1_000) + "…");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions.history().rename(id(1), "x".repeat(30_000)))
                .withMessageContaining("too long");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions.history().tag(id(1), "\u20ac".repeat(5_001)))
                .withMessageContaining("too long");
        assertThat(lines()).hasSize(2);
    }

    @Test
    void whatIsMissingIsNotMade() throws IOException {
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().rename(id(2), "t"));
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().tag(id(2), "t"));
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().untag(id(2)));
        assertThat(sessions.file(KEY, id(2))).doesNotExist();

        Sessions.writeBytes(sessions.file(KEY, id(3)), new byte[0]);
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().rename(id(3), "t"));
        assertThat(sessions.file(KEY, id(3))).isEmptyFile();
    }

    @Test
    void anEmptyFileIsPassedOverForTheSessionInAWorktree() throws IOException {
        Path root = temp.toRealPath();
        Files.createDirectories(root.resolve("main/.git/worktrees/w"));
        Files.writeString(root.resolve("main/.git/worktrees/w/gitdir"), root.resolve("tree/.git") + "\n");
        Files.createDirectories(root.resolve("tree"));
        Files.writeString(root.resolve("tree/.git"), "gitdir: " + root.resolve("main/.git/worktrees/w") + "\n");
        Path main = root.resolve("main");
        Sessions.writeBytes(sessions.file(ProjectKeys.of(main), id(4)), new byte[0]);
        sessions.write(ProjectKeys.of(root.resolve("tree")), id(4), user("u1", null, "in the worktree"));

        sessions.history(main).rename(id(4), "found");

        assertThat(sessions.history(main).info(id(4)).orElseThrow().title()).contains("found");
        assertThat(sessions.file(ProjectKeys.of(main), id(4))).isEmptyFile();
    }

    @Test
    void aLineThatWasCutOffDoesNotSwallowTheNewOne() throws IOException {
        byte[] cut = jsonBytes(user("u1", null, "prompt") + "\n{'type':'assistant','mess");
        Sessions.writeBytes(file, cut);

        sessions.history().rename(id(1), "title");

        assertThat(info().title()).contains("title");
        assertThat(Files.readString(file))
                .startsWith(new String(cut, StandardCharsets.UTF_8) + "\n{\"type\":\"custom-title\"");
        assertThat(sessions.history().transcript(id(1)).skippedLines()).isOne();
    }

    /** Another writer as a CLI is one: it has the file open in append mode, and writes a line at a time. */
    @Test
    void nothingOfAnotherWriterIsLostAndNothingOfOurs() throws Exception {
        int lines = 2_000;
        Background.Running<Integer> other = Background.run(() -> {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                for (int i = 0; i < lines; i++) {
                    out.write(ByteBuffer.wrap(
                            jsonBytes("{'type':'other','n':" + i + ",'pad':'" + "x".repeat(i % 300) + "'}\n")));
                }
            }
            return lines;
        });
        int mine = 0;
        while (!other.outcome().isDone() || mine < 200) {
            sessions.history().tag(id(1), "t" + mine++);
        }
        assertThat(other.outcome()).succeedsWithin(Background.PATIENCE).isEqualTo(lines);

        Transcript transcript = sessions.history().transcript(id(1));
        assertThat(transcript.skippedLines()).isZero();
        assertThat(transcript.entries()).hasSize(1 + lines + mine);
        assertThat(transcript.entries().stream()
                        .filter(entry -> entry.type().equals("other"))
                        .map(entry -> entry.raw().tree().path("n").asInt()))
                .isSorted()
                .hasSize(lines);
    }

    @Test
    void theRightsOfTheFileStay() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        sessions.history().rename(id(1), "t");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void idsThatAreNoUuidsAreRefused() {
        SessionHistory history = sessions.history();

        assertThatIllegalArgumentException().isThrownBy(() -> history.rename("../x", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> history.tag("x", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> history.untag(""));
    }
}
