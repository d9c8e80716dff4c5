package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files and directories that are not what they are named like. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links, named pipes and rights are those of POSIX")
class HostileFilesTest {

    private static final String KEY = "-work";

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path good;

    @BeforeEach
    void aSessionThatIsFine() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        good = sessions.write(KEY, id(1), user("u1", null, "fine"));
    }

    private void onlyTheGoodOneIsSeen(String other) {
        SessionHistory history = sessions.history();
        assertThat(history.list()).extracting(SessionInfo::sessionId).containsExactly(id(1));
        assertThat(history.info(other)).isEmpty();
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.transcript(other));
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.rename(other, "t"));
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.fork(other));
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.delete(other));
    }

    @Test
    @Tag("R-72")
    void aLinkToATranscriptIsNotFollowedWhereverItLeads() throws IOException {
        Path outside = Sessions.writeBytes(temp.resolve("secret.jsonl"), jsonBytes(user("u1", null, "secret") + "\n"));
        Files.createSymbolicLink(sessions.file(KEY, id(2)), outside);
        onlyTheGoodOneIsSeen(id(2));

        Files.delete(sessions.file(KEY, id(2)));
        Files.createSymbolicLink(sessions.file(KEY, id(2)), good);
        onlyTheGoodOneIsSeen(id(2));
        assertThat(outside).hasBinaryContent(jsonBytes(user("u1", null, "secret") + "\n"));
    }

    @Test
    void aLinkThatLeadsNowhereOrInACircleIsNothing() throws IOException {
        Files.createSymbolicLink(sessions.file(KEY, id(2)), temp.resolve("nowhere"));
        Files.createSymbolicLink(sessions.file(KEY, id(3)), sessions.file(KEY, id(3)));
        Files.createSymbolicLink(sessions.projects().resolve("-dangling"), temp.resolve("nowhere"));
        Files.createSymbolicLink(
                sessions.projects().resolve("-loop"), sessions.projects().resolve("-loop"));

        onlyTheGoodOneIsSeen(id(2));
        onlyTheGoodOneIsSeen(id(3));
    }

    @Test
    void aProjectThatLeadsOutIsNotFollowed() throws IOException {
        Sessions outside = new Sessions(temp.resolve("outside"));
        outside.write("-x", id(2), user("u1", null, "outside"));
        Files.createSymbolicLink(
                sessions.projects().resolve("-out"), outside.projects().resolve("-x"));
        Files.createSymbolicLink(sessions.projects().resolve("-up"), sessions.projects());
        Files.createSymbolicLink(sessions.projects().resolve("-root"), Path.of("/"));

        onlyTheGoodOneIsSeen(id(2));
        assertThat(sessions.history(Path.of("/out")).list()).isEmpty();
    }

    @Test
    void aProjectThatLeadsToAnotherIsFollowed() throws IOException {
        Files.createSymbolicLink(sessions.projects().resolve("-renamed"), Path.of(KEY));

        assertThat(sessions.history(Path.of("/renamed")).list())
                .extracting(SessionInfo::sessionId)
                .containsExactly(id(1));
        sessions.history(Path.of("/renamed")).rename(id(1), "through the link");
        assertThat(sessions.history(Path.of("/work")).info(id(1)).orElseThrow().title())
                .contains("through the link");
        assertThat(sessions.history().list()).hasSize(1);
    }

    @Test
    void theConfigurationDirectoryMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), sessions.config());

        assertThat(SessionHistory.onDisk(HistoryLocation.of(link)).list()).hasSize(1);
    }

    @Test
    void aNamedPipeIsNotWaitedFor() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", sessions.file(KEY, id(2)).toString()).start();
        assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();

        onlyTheGoodOneIsSeen(id(2));
    }

    @Test
    void aDirectoryNamedLikeATranscriptIsNone() throws IOException {
        Files.createDirectory(sessions.file(KEY, id(2)));

        onlyTheGoodOneIsSeen(id(2));
    }

    @Test
    void namesThatAreNoTextInThisLocaleAreNoReasonToFail() throws IOException, InterruptedException {
        Process touch = new ProcessBuilder(
                        "sh", "-c", "printf x > \"$(printf 'a\\377b.jsonl')\" && mkdir \"$(printf '../-p\\377')\"")
                .directory(good.getParent().toFile())
                .start();
        assertThat(touch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(touch.exitValue()).isZero();

        onlyTheGoodOneIsSeen(id(2));
    }

    // ---- what may not be read; the super-user may read everything

    private void unlessThisIsTheSuperUser() {
        assumeFalse("root".equals(System.getProperty("user.name")), "the super-user may read everything");
    }

    @AfterEach
    void letTheDirectoryBeDeleted() throws IOException, InterruptedException {
        Process chmod =
                new ProcessBuilder("chmod", "-R", "u+rwx", sessions.config().toString()).start();
        assertThat(chmod.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    @Test
    void aTranscriptThatMayNotBeReadIsLeftOutOfListsAndRefusedAlone() throws IOException {
        unlessThisIsTheSuperUser();
        Path file = sessions.write(KEY, id(2), user("u1", null, "x"));
        rights(file, "---------");
        SessionHistory history = sessions.history();

        assertThat(history.list()).extracting(SessionInfo::sessionId).containsExactly(id(1));
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> history.info(id(2)),
                () -> history.transcript(id(2)),
                () -> history.rename(id(2), "t"),
                () -> history.fork(id(2)))) {
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(call)
                    .withCauseInstanceOf(AccessDeniedException.class)
                    .withMessageContaining(file.toString())
                    .satisfies(e -> assertThat(e.path()).contains(file));
        }
    }

    @Test
    void aTranscriptThatMayNotBeWrittenCanBeRead() throws IOException {
        unlessThisIsTheSuperUser();
        rights(good, "r--r--r--");

        assertThat(sessions.history().messages(id(1))).hasSize(1);
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().tag(id(1), "t"))
                .withCauseInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aProjectThatMayNotBeListedIsLeftOut() throws IOException {
        unlessThisIsTheSuperUser();
        sessions.write("-closed", id(2), user("u1", null, "x"));
        rights(sessions.projects().resolve("-closed"), "---------");

        assertThat(sessions.history().list()).extracting(SessionInfo::sessionId).containsExactly(id(1));
    }

    @Test
    void projectsThatMayNotBeListedAreAnError() throws IOException {
        unlessThisIsTheSuperUser();
        rights(sessions.projects(), "---------");

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().list())
                .withMessageContaining(sessions.projects().toString());
    }

    @Test
    void aDirectoryThatMayNotBeWrittenTakesNoFork() throws IOException {
        unlessThisIsTheSuperUser();
        rights(good.getParent(), "r-xr-xr-x");

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().fork(id(1)))
                .withCauseInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aSessionWhoseSubagentsCannotBeDeletedStays() throws IOException {
        unlessThisIsTheSuperUser();
        Path subagents = good.resolveSibling(id(1)).resolve("subagents");
        Sessions.writeBytes(subagents.resolve("agent-a.jsonl"), new byte[] {1});
        Path deletable = Sessions.writeBytes(subagents.resolveSibling("other/file"), new byte[] {1});
        rights(subagents, "r-xr-xr-x");

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> sessions.history().delete(id(1)))
                .withMessageContaining("still there");
        assertThat(good).exists();
        assertThat(deletable).doesNotExist();

        rights(subagents, "rwxr-xr-x");
        sessions.history().delete(id(1));
        assertThat(good).doesNotExist();
    }

    @Test
    @Tag("R-114")
    void manyFilesThatMayNotBeReadAreLoggedUpToABound() throws IOException {
        unlessThisIsTheSuperUser();
        for (int i = 10; i < 310; i++) {
            rights(sessions.write(KEY, id(i), user("u1", null, "x")), "---------");
        }
        Logger logger = (Logger) LoggerFactory.getLogger("dev.agentsdk.history");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            assertThat(sessions.history().list()).hasSize(1);
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list).hasSize(WarningLimit.AT_ONCE + 2);
        assertThat(logged.list.get(WarningLimit.AT_ONCE + 1).getFormattedMessage())
                .isEqualTo("200 warnings about session files were left out");
    }
}
