package dev.agentsdk.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(AgentOptions.builder().cliPath(program).build().dialect()).isEqualTo(dialect);
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

        assertThat(options.dialect()).isEqualTo(CliDialect.CLAUDE);
        assertThat(AgentOptions.defaults().dialect()).isEqualTo(CliDialect.CLAUDE);
    }

    @Test
    void knowsItsProgramAndHowToInstallIt() {
        assertThat(CliDialect.CLAUDE.programName()).isEqualTo("claude");
        assertThat(CliDialect.QWEN.programName()).isEqualTo("qwen");
        assertThat(CliDialect.QWEN.installHint()).contains("qwen-code");
        assertThat(CliDialect.CLAUDE.hasMinimumVersion()).isTrue();
        assertThat(CliDialect.QWEN.hasMinimumVersion()).isFalse();
    }
}
