package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.errors.CliStartException.Reason;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.transport.CliLocator;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong: each a typed exception that says what, where, why and what next, and nothing left behind. */
@E2e
class BadInputTest {

    @TempDir
    Path dir;

    private static <T extends AgentException> T openFails(
            Class<T> type, AgentOptions.Builder options, SubprocessCliTransportFactory factory) {
        T thrown = catchThrowableOfType(
                type, () -> AgentSession.open(options.transport(factory).build()));
        assertThat(thrown).as("the exception").isNotNull();
        assertThat(Procs.children()).as("left behind").isEmpty();
        return thrown;
    }

    private static CliStartException startFails(Reason reason, AgentOptions.Builder options, ProcessLauncher launcher) {
        CliStartException thrown =
                openFails(CliStartException.class, options, new SubprocessCliTransportFactory().withLauncher(launcher));
        assertThat(thrown.reason()).isEqualTo(reason);
        return thrown;
    }

    @EveryLauncher
    @Tag("R-27")
    void aMissingCliIsNamedWithTheWayOut(ProcessLauncher launcher) {
        Path missing = dir.resolve("no-such-cli");

        CliNotFoundException thrown = openFails(
                CliNotFoundException.class,
                AgentOptions.builder().cliPath(missing),
                new SubprocessCliTransportFactory().withLauncher(launcher));

        assertThat(thrown)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("does not exist")
                .hasMessageContaining("AgentOptions.cliPath");
        assertThat(thrown.searched()).containsExactly(missing.toString());
    }

    @EveryLauncher
    @Tag("R-27")
    void noCliAnywhereListsWhereItWasLookedFor(ProcessLauncher launcher) {
        CliLocator nowhere = CliLocator.of(Map.of("PATH", dir.toString()), dir);

        CliNotFoundException thrown = openFails(
                CliNotFoundException.class,
                AgentOptions.builder(),
                new SubprocessCliTransportFactory().withLauncher(launcher).withLocator(nowhere));

        assertThat(thrown).hasMessageContaining("claude").hasMessageContaining("npm install");
        assertThat(thrown.searched()).contains(dir.resolve("claude").toString());
    }

    @EveryLauncher
    @Tag("R-29")
    void aDirectoryIsNoCli(ProcessLauncher launcher) {
        CliStartException thrown =
                startFails(Reason.PROGRAM_IS_A_DIRECTORY, AgentOptions.builder().cliPath(dir), launcher);

        assertThat(thrown).hasMessageContaining(dir.toString()).hasMessageContaining("Name the program in it");
    }

    @EveryLauncher
    @Tag("R-29")
    void aFileThatIsNotExecutableSaysHowToMakeItSo(ProcessLauncher launcher) throws IOException {
        Path file = Files.writeString(dir.resolve("cli"), "#!/bin/sh\n");

        CliStartException thrown =
                startFails(Reason.PROGRAM_NOT_EXECUTABLE, AgentOptions.builder().cliPath(file), launcher);

        assertThat(thrown).hasMessageContaining("chmod +x " + file);
    }

    @EveryLauncher
    @Tag("R-29")
    void aMissingInterpreterIsToldFromAMissingProgram(ProcessLauncher launcher) throws IOException {
        Path file = Files.writeString(dir.resolve("cli"), "#!/no/such/interpreter\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();

        CliStartException thrown =
                startFails(Reason.PROGRAM_MISSING, AgentOptions.builder().cliPath(file), launcher);

        assertThat(thrown).hasMessageContaining(file.toString()).hasMessageContaining("#!");
    }

    @EveryLauncher
    @Tag("R-30")
    void aMissingWorkingDirectoryIsNamed(ProcessLauncher launcher) {
        Path missing = dir.resolve("gone");

        CliStartException thrown =
                startFails(Reason.DIRECTORY_MISSING, FakeCli.in(dir).options().cwd(missing), launcher);

        assertThat(thrown).hasMessageContaining(missing.toString()).hasMessageContaining("does not exist");
    }

    @EveryLauncher
    @Tag("R-30")
    void aFileIsNoWorkingDirectory(ProcessLauncher launcher) throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");

        CliStartException thrown = startFails(
                Reason.DIRECTORY_NOT_A_DIRECTORY, FakeCli.in(dir).options().cwd(file), launcher);

        assertThat(thrown).hasMessageContaining(file.toString()).hasMessageContaining("no directory");
    }

    @EveryLauncher
    void aNulInAnArgumentNamesTheFlag(ProcessLauncher launcher) {
        CliStartException thrown =
                startFails(Reason.INVALID_ARGUMENT, FakeCli.in(dir).options().systemPrompt("secret\0prompt"), launcher);

        assertThat(thrown)
                .hasMessageContaining("--system-prompt")
                .hasMessageContaining("NUL")
                .hasMessageNotContaining("secret");
    }

    @EveryLauncher
    void aNulInTheEnvironmentNamesTheVariable(ProcessLauncher launcher) {
        CliStartException thrown =
                startFails(Reason.INVALID_ARGUMENT, FakeCli.in(dir).options().env("TOKEN", "sec\0ret"), launcher);

        assertThat(thrown).hasMessageContaining("TOKEN").hasMessageNotContaining("sec\0ret");
    }

    @EveryLauncher
    @Tag("R-31")
    void anArgumentOver128KiBWithoutAFileFormNamesTheOptionAndTheSize(ProcessLauncher launcher) {
        CliStartException thrown = startFails(
                Reason.ARGUMENT_TOO_LONG, FakeCli.in(dir).options().allowedTools("x".repeat(131_072)), launcher);

        assertThat(thrown)
                .hasMessageContaining("allowedTools")
                .hasMessageContaining("131072 bytes")
                .hasMessageContaining("131071");
    }

    @EveryLauncher
    void theLongestArgumentThatTheSystemTakesIsTaken(ProcessLauncher launcher) {
        AgentOptions options = FakeCli.in(dir)
                .options()
                .systemPrompt("x".repeat(131_071))
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();

        try (AgentSession session = AgentSession.open(options)) {
            assertThat(session.pid()).isPresent();
        }
    }

    @EveryLauncher
    @Tag("R-34")
    void aCliThatExitsBeforeTheHandshakeShowsItsCodeAndStderr(ProcessLauncher launcher) {
        CliExitedException thrown = openFails(
                CliExitedException.class,
                FakeCli.in(dir).onStart("stderr:unknown_option_--frob exit:3").options(),
                new SubprocessCliTransportFactory().withLauncher(launcher));

        assertThat(thrown)
                .hasMessageContaining("exited with code 3")
                .hasMessageContaining("initialize")
                .hasMessageContaining("unknown option --frob");
        assertThat(thrown.report()).hasValueSatisfying(report -> {
            assertThat(report.exitCode()).hasValue(3);
            assertThat(report.stderrTail()).isEqualTo("unknown option --frob\n");
        });
    }

    @EveryLauncher
    @Tag("R-35")
    void aCliThatNeverAnswersIsEndedAndQuoted(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onStart("stderr:what_do_you_want no-init-answer");
        long start = System.nanoTime();

        ControlTimeoutException thrown = openFails(
                ControlTimeoutException.class,
                cli.options().limits(SessionLimits.defaults().withInitializeTimeout(Duration.ofMillis(300))),
                new SubprocessCliTransportFactory().withLauncher(launcher));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300))
                .is(under(Duration.ofMillis(2300)));
        assertThat(thrown.subtype()).isEqualTo("initialize");
        assertThat(thrown)
                .hasMessageContaining("initialize was not answered within 300 ms")
                .hasMessageContaining("SessionLimits.initializeTimeout")
                .hasMessageContaining("what do you want");
    }

    @EveryLauncher
    void aProgramThatIsNoCliAtAllIsToldSo(ProcessLauncher launcher) {
        // `true` exits at once with code 0 and says nothing.
        CliExitedException thrown = openFails(
                CliExitedException.class,
                AgentOptions.builder().cliPath(Path.of("/bin/true")).versionCheck(false),
                new SubprocessCliTransportFactory().withLauncher(launcher));

        assertThat(thrown).hasMessageContaining("code 0").hasMessageContaining("wrote nothing to stderr");
    }
}
