package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Values that are too long or too confidential for a command line: in files while the agent runs, and then nowhere. */
@E2e
@Tag("R-31")
class LongOptionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LONG = "größe ".repeat(40_000);

    @TempDir
    Path dir;

    private Path temporary;
    private String usualTemporary;

    /** A place of its own for temporary files shows whether any is left. */
    @BeforeEach
    void makeAPlaceForTemporaryFiles() throws IOException {
        temporary = Files.createDirectory(dir.resolve("temporary"));
        usualTemporary = System.setProperty("java.io.tmpdir", temporary.toString());
    }

    @AfterEach
    void nothingIsLeftThere() throws IOException {
        System.setProperty("java.io.tmpdir", usualTemporary);
        assertThat(temporaryFiles()).isEmpty();
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    /** A CLI that notes its words, one a line, and goes on as the fake one. */
    private AgentOptions.Builder noting(FakeCli fake, ProcessLauncher launcher) throws IOException {
        Path cli = Files.writeString(dir.resolve("noting-cli"), """
                #!/bin/sh
                printf '%%s\\n' "$@" > "$FAKE_DIR/words.tmp" && mv "$FAKE_DIR/words.tmp" "$FAKE_DIR/words"
                exec %s "$@"
                """.formatted(fake.script()));
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwx------"));
        return fake.options()
                .cliPath(cli)
                .versionCheck(false)
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher));
    }

    private static Path fileBehind(FakeCli fake, String flag) {
        List<String> words = fake.awaitNote("words", PATIENCE).lines().toList();
        assertThat(words).contains(flag);
        return Path.of(words.get(words.indexOf(flag) + 1));
    }

    private static void assertIsThisUsersAlone(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @EveryLauncher
    void aLongPromptIsInAFileUntilTheSessionIsClosed(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir);
        Path file;
        try (AgentSession session =
                AgentSession.open(noting(fake, launcher).systemPrompt(LONG).build())) {
            assertThat(session.pid()).isPresent();
            file = fileBehind(fake, "--system-prompt-file");
            assertThat(file).startsWith(temporary).hasContent(LONG);
            assertIsThisUsersAlone(file);
        }
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }

    @EveryLauncher
    void everyLongValueWithAFileFormHasAFile(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir);
        AgentOptions options = noting(fake, launcher)
                .systemPrompt(SystemPrompt.presetWith(LONG))
                .settings(Settings.unset().withJson("{\"statusLine\":\"" + LONG + "\"}"))
                .mcpServer("x", McpServerConfig.stdio("x", LONG))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            assertThat(session.pid()).isPresent();
            assertThat(fileBehind(fake, "--append-system-prompt-file")).hasContent(LONG);
            assertThat(Files.readString(fileBehind(fake, "--settings"))).startsWith("{\"statusLine\":\"gr\\u00F6");
            assertThat(Files.readString(fileBehind(fake, "--mcp-config"))).startsWith("{\"mcpServers\":{\"x\":{");
        }
    }

    @EveryLauncher
    @Tag("R-71")
    void credentialsAreInFilesHoweverShortTheyAre(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir);
        AgentOptions options = noting(fake, launcher)
                .mcpServer(
                        "x",
                        McpServerConfig.http(URI.create("http://127.0.0.1/")).withHeader("Authorization", "s3cret"))
                .settings(Settings.unset().withJson("{\"env\":{\"KEY\":\"s3cret\"}}"))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            assertThat(Files.readString(fileBehind(fake, "--mcp-config"))).contains("s3cret");
            assertThat(Files.readString(fileBehind(fake, "--settings"))).contains("s3cret");
            String commandLine = Files.readString(
                    Path.of("/proc", Long.toString(session.pid().getAsLong()), "cmdline"));
            assertThat(commandLine).contains("--mcp-config", "--settings").doesNotContain("s3cret");
            assertIsThisUsersAlone(fileBehind(fake, "--mcp-config"));
        }
    }

    @EveryLauncher
    void filesGoWithAnAgentThatEndsByItself(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir).onTurn("init result exit:0");
        try (AgentSession session =
                AgentSession.open(noting(fake, launcher).systemPrompt(LONG).build())) {
            Path file = fileBehind(fake, "--system-prompt-file");
            assertThat(file).exists();
            session.send("go");
            session.receiveResponse().result();
            session.exit().join();
            assertThat(file.getParent()).doesNotExist();
        }
    }

    @EveryLauncher
    @Tag("R-72")
    void filesGoWithAnAgentThatHasToBeKilled(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir).onTurn("ignore-term ignore-eof marker hang");
        Path file;
        try (AgentSession session =
                AgentSession.open(noting(fake, launcher).systemPrompt(LONG).build())) {
            file = fileBehind(fake, "--system-prompt-file");
            session.send("go");
            fake.awaitNote("marker", PATIENCE);
        }
        assertThat(file.getParent()).doesNotExist();
    }

    @EveryLauncher
    void filesGoWhenTheHandshakeFails(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir).onStart("exit:3");

        assertThatThrownBy(() -> AgentSession.open(
                        noting(fake, launcher).systemPrompt(LONG).build()))
                .isInstanceOf(AgentException.class);
        assertThat(fileBehind(fake, "--system-prompt-file").getParent()).doesNotExist();
    }

    @EveryLauncher
    void filesGoWhenTheStartFails(ProcessLauncher launcher) throws IOException {
        AgentOptions.Builder options = noting(FakeCli.in(dir), launcher).systemPrompt(LONG);

        assertThatThrownBy(
                        () -> AgentSession.open(options.cwd(dir.resolve("gone")).build()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("gone");
        assertThat(temporaryFiles()).isEmpty();
        assertThat(Procs.children()).isEmpty();
    }

    @EveryLauncher
    void filesGoWhenALaterValueIsRefused(ProcessLauncher launcher) throws IOException {
        AgentOptions.Builder options =
                noting(FakeCli.in(dir), launcher).systemPrompt(LONG).allowedTools(LONG);

        assertThatThrownBy(() -> AgentSession.open(options.build()))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("allowedTools");
        assertThat(temporaryFiles()).isEmpty();
    }

    @EveryLauncher
    void withoutNeedThereIsNoFile(ProcessLauncher launcher) throws IOException {
        FakeCli fake = FakeCli.in(dir);
        AgentOptions options = noting(fake, launcher).allowedTools("Read").build();
        try (AgentSession session = AgentSession.open(options)) {
            assertThat(session.pid()).isPresent();
            assertThat(temporaryFiles()).isEmpty();
        }
    }

    /** The user {@code nobody} can read neither what is root's nor the directory of this test, unless it is let. */
    @EveryLauncher
    void anotherUserRunsTheAgentAndCanReadItsFiles(ProcessLauncher launcher) throws IOException {
        assumeThat((Integer) Files.getAttribute(dir, "unix:uid"))
                .as("only root may change users")
                .isZero();
        for (Path path : List.of(dir, temporary)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        FakeCli fake = FakeCli.in(dir);
        AgentOptions.Builder options = noting(fake, launcher).systemPrompt(LONG);
        for (Path script : List.of(fake.script(), dir.resolve("noting-cli"))) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path file;
        try (AgentSession session = AgentSession.open(
                options.workspace(Workspace.at(dir).withUser("nobody")).build())) {
            file = fileBehind(fake, "--system-prompt-file");
            Path process = Path.of("/proc", Long.toString(session.pid().getAsLong()));
            assertThat(Files.getAttribute(process, "unix:uid")).isNotEqualTo(0);
            for (Path path : List.of(file, file.getParent())) {
                assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(0);
                assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(Files.getAttribute(process, "unix:gid"));
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-r-----");
        }
        assertThat(file.getParent()).doesNotExist();
    }
}
