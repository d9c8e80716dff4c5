package dev.agentsdk.e2e.real.support;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelServer;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Environment;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test on a real CLI has for itself: a model server, a home, a working directory. After the test no process may be
 * left that has that home, and nothing may have been tried beyond loopback.
 *
 * <pre>{@code
 * @RegisterExtension
 * final Lab lab = new Lab();
 * }</pre>
 */
public final class Lab implements BeforeEachCallback, AfterEachCallback {

    /** All that a CLI may inherit: the account and the settings of whoever runs the tests are not to be touched. */
    private static final Environment INHERITED =
            Environment.clean("PATH", "LANG", "LC_ALL", "LC_CTYPE", "USER", "LOGNAME");

    private ModelServer model;
    private ClosedDoor outside;
    private Path root;
    private Path home;
    private Path cwd;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        root = Files.createTempDirectory("real-cli-").toRealPath();
        home = Files.createDirectory(root.resolve("home"));
        cwd = Files.createDirectory(root.resolve("cwd"));
        Files.createDirectory(root.resolve("tmp"));
        model = new ModelServer();
        outside = new ClosedDoor();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<Household.Member> left = household().members();
        household().end();
        model.close();
        outside.close();
        delete(root);
        assertThat(left).as("processes that outlived the close").isEmpty();
        assertThat(outside.knocks()).as("what was tried beyond loopback").isEmpty();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** {@return the model} */
    public ModelServer model() {
        return model;
    }

    /** {@return the CLI's home directory} */
    public Path home() {
        return home;
    }

    /** {@return the CLI's working directory} */
    public Path cwd() {
        return cwd;
    }

    /** {@return the processes that the CLI is and has started} */
    public Household household() {
        return new Household(home);
    }

    /** {@return options that start a CLI here, with nothing of this JVM's environment but what every program needs} */
    public AgentOptions.Builder options(RealCli cli) {
        AgentOptions.Builder options = AgentOptions.builder()
                .cwd(cwd)
                .versionCheck(false)
                .environment(INHERITED
                        .with("HOME", home.toString())
                        .with("TMPDIR", root.resolve("tmp").toString())
                        .with("HTTP_PROXY", outside.url())
                        .with("HTTPS_PROXY", outside.url())
                        .with("NO_PROXY", "127.0.0.1,localhost"));
        switch (cli) {
            case CLAUDE -> claude(options);
            case QWEN -> qwen(options);
        }
        return options;
    }

    /** {@return options that start the CLI of a run by its launcher} */
    public AgentOptions.Builder options(CliRun run) {
        return options(run.cli()).transport(new SubprocessCliTransportFactory().withLauncher(run.launcher()));
    }

    /** {@return an open session on the CLI of a run} */
    public AgentSession open(CliRun run) {
        return AgentSession.open(options(run).build());
    }

    /** Closes a session as it is meant to be closed, and notes how long that took. */
    public ExitReport close(String scenario, CliRun run, AgentSession session) {
        return close(scenario, run, session, session::exitReport);
    }

    /** Closes what runs a CLI. Nothing may be left at once, and the time is bounded. */
    public ExitReport close(
            String scenario, CliRun run, AutoCloseable owner, Supplier<Optional<ExitReport>> exitReport) {
        assertThat(household().members()).as("the CLI and what it started").isNotEmpty();
        long start = System.nanoTime();
        assertThatCode(owner::close).doesNotThrowAnyException();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ExitReport report = exitReport.get().orElseThrow();
        RealCloseTimes.note(scenario, run, took, report);

        assertThat(household().members()).as("left after: " + scenario).isEmpty();
        assertThat(report.leftBehind()).isEmpty();
        assertThat(took).as("close of: " + scenario).is(under(RawSession.BOUND));
        return report;
    }

    private void claude(AgentOptions.Builder options) {
        options.cliPath(RealCli.CLAUDE.program())
                .env("ANTHROPIC_BASE_URL", model.url())
                .env("ANTHROPIC_API_KEY", "dummy")
                .env("DISABLE_TELEMETRY", "1")
                .env("DISABLE_ERROR_REPORTING", "1")
                .env("DISABLE_AUTOUPDATER", "1")
                .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
                .env("CLAUDE_CODE_TMPDIR", root.resolve("tmp").toString());
    }

    private void qwen(AgentOptions.Builder options) {
        write(
                home.resolve(".qwen/settings.json"),
                "{\"general\":{\"enableAutoUpdate\":false},\"privacy\":{\"usageStatisticsEnabled\":false},"
                        + "\"telemetry\":{\"enabled\":false},\"memory\":{\"enableManagedAutoMemory\":false}}");
        options.cliPath(RealCli.QWEN.program())
                .extraArg("auth-type", "openai")
                .env("PATH", RealCli.nodeDirectory() + File.pathSeparator + System.getenv("PATH"))
                .env("OPENAI_BASE_URL", model.url() + "/v1")
                .env("OPENAI_API_KEY", "dummy")
                .env("OPENAI_MODEL", "mock")
                .env("QWEN_USAGE_STATISTICS_ENABLED", "false")
                .env("QWEN_DISABLE_AUTO_TITLE", "1");
    }

    /** {@return the session files that a CLI has written, the newest first} */
    public List<Path> sessionFiles(RealCli cli) {
        Path projects =
                home.resolve(cli == RealCli.CLAUDE ? ".claude" : ".qwen").resolve("projects");
        if (!Files.isDirectory(projects)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(projects)) {
            return all.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted(Comparator.comparing((Path path) -> path.toFile().lastModified())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the content of the session file of a session} */
    public String sessionLog(RealCli cli, String sessionId) {
        return sessionFiles(cli).stream()
                .filter(path -> path.getFileName().toString().equals(sessionId + ".jsonl"))
                .findFirst()
                .map(Lab::read)
                .orElseThrow(() ->
                        new AssertionError("There is no session file of " + sessionId + " among " + sessionFiles(cli)));
    }

    /** {@return the content of a file} */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file, and makes the directories above it. */
    public static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
