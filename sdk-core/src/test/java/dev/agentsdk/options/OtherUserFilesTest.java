package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.json.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an agent that runs as another user, who may have put links in their place. */
class OtherUserFilesTest {

    private static final String ID = "11111111-1111-1111-1111-111111111111";

    @TempDir
    Path temp;

    /** Of this user alone. */
    private Path secret;

    /** That other users may change; in life it belongs to one of them. */
    private Path home;

    private Path work;

    @BeforeEach
    void files() throws IOException {
        Assumptions.assumeTrue(
                temp.getFileSystem().supportedFileAttributeViews().contains("unix"), "needs files with Unix owners");
        temp = temp.toRealPath();
        secret = Files.createDirectory(temp.resolve("secret"));
        work = Files.createDirectory(temp.resolve("work"));
        home = Files.createDirectory(temp.resolve("home"));
        Path project = Files.createDirectories(secret.resolve("projects/" + ProjectKeys.of(work)));
        Files.writeString(
                project.resolve(ID + ".jsonl"),
                "{\"type\":\"user\",\"uuid\":\"u\",\"sessionId\":\"" + ID
                        + "\",\"message\":{\"role\":\"user\",\"content\":\"private prompt\"}}\n");
        Files.writeString(secret.resolve("settings.json"), "{\"env\":{\"TOKEN\":\"private\"}}");
        anyoneMayChange(home);
    }

    private static void anyoneMayChange(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private AgentOptions.Builder options(Path config) {
        return AgentOptions.builder()
                .workspace(Workspace.at(work).withUser("nobody"))
                .env("CLAUDE_CONFIG_DIR", config.toString());
    }

    @Test
    @Tag("R-111")
    void sessionsBehindALinkOfTheOtherUserAreRefused() throws IOException {
        Path config = Files.createDirectory(home.resolve(".claude"));
        Files.createSymbolicLink(config.resolve("projects"), secret.resolve("projects"));
        AgentOptions agent = options(config).build();

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(agent::historyLocation)
                .withMessageContainingAll("nobody", home.toString(), "Use them in a JVM of that user")
                .satisfies(e -> assertThat(e.path()).contains(config.resolve("projects")));
        // The same files without another user are this user's affair.
        AgentOptions own = AgentOptions.builder()
                .cwd(work)
                .env("CLAUDE_CONFIG_DIR", config.toString())
                .build();
        assertThat(SessionHistory.onDisk(own.historyLocation()).list())
                .extracting(SessionInfo::sessionId)
                .containsExactly(ID);
    }

    @Test
    @Tag("R-111")
    void aLinkOfThisUserThatLeadsToWhatOthersMayChangeIsRefused() throws IOException {
        Path config = Files.createDirectory(temp.resolve("config"));
        Path given = Files.createDirectory(home.resolve("projects"));
        Files.createSymbolicLink(config.resolve("projects"), given);

        assertThatThrownBy(() -> options(config).build().historyLocation())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining(home.toString());
    }

    @Test
    @Tag("R-111")
    void aWorkingDirectoryWhoseLinksOthersMayChangeIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("work"), work);

        assertThatThrownBy(() -> options(secret)
                        .workspace(Workspace.at(link).withUser("nobody"))
                        .build()
                        .historyLocation())
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining(home.toString());
    }

    @Test
    @Tag("R-111")
    void sessionsThatTheOtherUserWritesIntoADirectoryOfThisUserAreFound() throws IOException {
        anyoneMayChange(secret.resolve("projects"));
        anyoneMayChange(work);

        assertThat(SessionHistory.onDisk(options(secret).build().historyLocation())
                        .list())
                .extracting(SessionInfo::sessionId)
                .containsExactly(ID);
        assertThat(options(secret).build().historyLocation().worktrees()).isFalse();
    }

    @Test
    @Tag("R-111")
    void settingsBehindALinkOfTheOtherUserAreRefused() throws IOException {
        Path config = Files.createDirectory(home.resolve(".claude"));
        Files.createSymbolicLink(config.resolve("settings.json"), secret.resolve("settings.json"));

        assertThatThrownBy(() -> ResolvedSettings.of(options(config).build(), temp.resolve("managed")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContainingAll("nobody", home.toString())
                .hasMessageNotContaining("TOKEN");
    }

    @Test
    @Tag("R-111")
    void settingsOfAProjectThatOthersMayChangeAreRefused() throws IOException {
        Files.createSymbolicLink(
                Files.createDirectory(work.resolve(".claude")).resolve("settings.json"),
                secret.resolve("settings.json"));
        anyoneMayChange(work);

        assertThatThrownBy(() -> ResolvedSettings.of(options(secret).build(), temp.resolve("managed")))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining(work.toString());
    }

    @Test
    @Tag("R-111")
    void settingsThatOnlyThisUserCanChangeAreRead() {
        assertThat(ResolvedSettings.of(options(secret).build(), temp.resolve("managed"))
                        .effective()
                        .tree()
                        .at("/env/TOKEN")
                        .textValue())
                .isEqualTo("private");
    }

    @Test
    @Tag("R-111")
    void settingsForASandboxAreNotReadThroughALinkOfTheOtherUser() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("s.json"), secret.resolve("settings.json"));
        AgentOptions agent = options(secret)
                .settings(Settings.unset().withFile(link).withSandbox(Sandbox.on()))
                .build();

        assertThatThrownBy(() -> AgentLaunches.of(agent).arguments())
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("another user can choose what it holds");
    }

    @Test
    @Tag("R-111")
    void aSessionOfAStoreIsNotMadeIntoFilesForAnotherUser() {
        InMemorySessionStore store = new InMemorySessionStore();
        store.append(SessionKey.of(ProjectKeys.of(work), ID), List.of(RawJson.of("{\"type\":\"user\"}")));
        AgentOptions agent = options(secret)
                .sessionStore(store)
                .resume(ID)
                .cliPath(Path.of("/bin/false"))
                .build();

        assertThatThrownBy(() -> AgentSession.open(agent))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("cannot be resumed by an agent of another user (nobody)");
    }
}
