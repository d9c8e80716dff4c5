package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.spi.AgentLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliDialectTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/claude, CLAUDE",
        "qwen, QWEN",
        "/opt/bin/qwen, QWEN",
        "C:/tools/Qwen.exe, QWEN",
        "/opt/bin/qwen-code, QWEN",
        "/opt/bin/my-agent, CLAUDE",
        "/opt/qwen/bin/agent, CLAUDE"
    })
    void isToldByTheNameOfTheProgram(Path program, CliDialect dialect) {
        assertThat(CliDialect.ofProgram(program)).isEqualTo(dialect);
        AgentLaunch launch =
                AgentLaunches.of(AgentOptions.builder().cliPath(program).build());
        assertThat(launch.programName()).isEqualTo(dialect.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void isToldByTheFileBehindALink() throws IOException {
        Path packaged = Files.createDirectories(directory.resolve("node_modules/@qwen-code/qwen-code"));
        Path script = Files.writeString(packaged.resolve("cli-entry.js"), "");
        Path link = Files.createSymbolicLink(directory.resolve("agent"), script);
        Path plain = Files.createSymbolicLink(
                directory.resolve("other"), Files.writeString(directory.resolve("cli.js"), ""));

        assertThat(CliDialect.ofProgram(link)).isEqualTo(CliDialect.QWEN);
        assertThat(CliDialect.ofProgram(plain)).isEqualTo(CliDialect.CLAUDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qwen-code/bin/agent",
                "home-of-qwen-code/agent",
                "node_modules/qwen-code/agent",
                "@qwen-code/qwen-code/agent",
                "node_modules/@qwen-code/qwen-code-tools/agent"
            })
    @Tag("R-122")
    void aDirectoryThatIsOnlyCalledLikeThePackageDoesNotCount(String place) throws IOException {
        Path program = directory.resolve(place);
        Files.createDirectories(program.getParent());
        Path link = Files.createSymbolicLink(directory.resolve("link"), Files.writeString(program, ""));

        assertThat(CliDialect.ofProgram(link)).isEqualTo(CliDialect.CLAUDE);
        assertThat(CliDialect.ofProgram(program)).isEqualTo(CliDialect.CLAUDE);
    }

    @Test
    void whatIsChosenCountsMoreThanTheName() {
        AgentOptions options = AgentOptions.builder()
                .cliPath(Path.of("/opt/bin/qwen"))
                .dialect(CliDialect.CLAUDE)
                .build();

        assertThat(options.dialect()).contains(CliDialect.CLAUDE);
        assertThat(AgentLaunches.of(options).programName()).isEqualTo("claude");
        assertThat(AgentOptions.defaults().dialect()).isEmpty();
        assertThat(AgentLaunches.of(AgentOptions.defaults()).programName()).isEqualTo("claude");
    }

    @Test
    void knowsItsProgramAndHowToInstallIt() {
        AgentLaunch claude = launch(CliDialect.CLAUDE);
        AgentLaunch qwen = launch(CliDialect.QWEN);

        assertThat(claude.programName()).isEqualTo("claude");
        assertThat(qwen.programName()).isEqualTo("qwen");
        assertThat(qwen.installHint()).contains("qwen-code");
        assertThat(claude.checksVersion()).isTrue();
        assertThat(qwen.checksVersion()).isFalse();
    }

    private static AgentLaunch launch(CliDialect dialect) {
        return AgentLaunches.of(AgentOptions.builder().dialect(dialect).build());
    }
}
