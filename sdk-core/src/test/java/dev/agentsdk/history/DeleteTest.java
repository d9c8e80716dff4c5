package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteTest {

    @TempDir
    Path temp;

    private Sessions sessions;
    private Path file;

    @BeforeEach
    void aSession() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
        file = sessions.write("-work", id(1), user("u1", null, "prompt"));
    }

    @Test
    void nothingOfTheSessionStaysAndNothingElseGoes() {
        Path other = sessions.write("-work", id(2), user("u1", null, "other"));
        Path otherSubagent =
                Sessions.writeBytes(file.resolveSibling(id(2) + "/subagents/agent-a.jsonl"), new byte[] {1});
        Path directory = file.resolveSibling(id(1));
        Sessions.writeBytes(directory.resolve("subagents/deep/agent-a.jsonl"), new byte[] {1});
        Sessions.writeBytes(directory.resolve("anything"), new byte[] {1});

        sessions.history().delete(id(1));

        assertThat(file).doesNotExist();
        assertThat(directory).doesNotExist();
        assertThat(other).exists();
        assertThat(otherSubagent).exists();
        assertThat(sessions.history().info(id(1))).isEmpty();
    }

    @Test
    void linksAreDeletedAndWhatTheyLeadToStays() throws IOException {
        Path kept = Sessions.writeBytes(temp.resolve("kept/file"), new byte[] {1});
        Path subagents = Files.createDirectories(file.resolveSibling(id(1)).resolve("subagents"));
        Files.createSymbolicLink(subagents.resolve("directory"), kept.getParent());
        Files.createSymbolicLink(subagents.resolve("file"), kept);
        Files.createSymbolicLink(subagents.resolve("dangling"), temp.resolve("nowhere"));

        sessions.history().delete(id(1));

        assertThat(file.resolveSibling(id(1))).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aDirectoryThatIsALinkIsOnlyALink() throws IOException {
        Path kept = Sessions.writeBytes(temp.resolve("kept/file"), new byte[] {1});
        Files.createSymbolicLink(file.resolveSibling(id(1)), kept.getParent());

        sessions.history().delete(id(1));

        assertThat(Files.exists(file.resolveSibling(id(1)), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(kept).exists();
    }

    @Test
    void whatIsMissingIsNotFound() {
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().delete(id(2)));
        sessions.history().delete(id(1));
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().delete(id(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> sessions.history().delete(".."));
    }

    @Test
    void aTranscriptThatIsALinkCountsAsAbsent() throws IOException {
        Path target = Sessions.writeBytes(temp.resolve("target.jsonl"), jsonBytes(user("u1", null, "x")));
        Path link = Files.createSymbolicLink(sessions.file("-work", id(3)), target);

        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> sessions.history().delete(id(3)));
        assertThat(link).exists();
        assertThat(target).exists();
    }
}
