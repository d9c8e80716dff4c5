package dev.agentsdk.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.options.AgentOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryLocationTest {

    private final HistoryLocation location = HistoryLocation.of(Path.of("/c"));

    @Test
    void coversAllProjectsAndWorktreesUnlessToldOtherwise() {
        assertThat(location.projectsDirectory()).isEqualTo(Path.of("/c/projects"));
        assertThat(location.project()).isEmpty();
        assertThat(location.worktrees()).isTrue();
        assertThat(location.maxLineBytes()).isEqualTo(64 << 20);
        assertThat(location.maxTranscriptBytes()).isEqualTo(256 << 20);
    }

    @Test
    void eachChangeKeepsTheRest() {
        HistoryLocation changed =
                location.project(Path.of("/p")).worktrees(false).maxLineBytes(7).maxTranscriptBytes(9);

        assertThat(changed).isEqualTo(new HistoryLocation(Path.of("/c"), Optional.of(Path.of("/p")), false, 7, 9));
        assertThat(location.project()).isEmpty();
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatIllegalArgumentException().isThrownBy(() -> location.maxLineBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> location.maxTranscriptBytes(-1));
    }

    @Test
    void followsTheEnvironmentAndTheDirectoryOfAnAgent() {
        AgentOptions options = AgentOptions.builder()
                .env("CLAUDE_CONFIG_DIR", "/elsewhere")
                .cwd(Path.of("/work"))
                .build();

        assertThat(options.historyLocation().configDirectory()).isEqualTo(Path.of("/elsewhere"));
        assertThat(options.historyLocation().project()).contains(Path.of("/work"));
        assertThat(AgentOptions.builder()
                        .env("HOME", "/home/h")
                        .env("USERPROFILE", "/home/h")
                        .unsetEnv("CLAUDE_CONFIG_DIR")
                        .build()
                        .historyLocation()
                        .configDirectory())
                .isEqualTo(Path.of("/home/h/.claude"));
    }

    @Test
    void theStandardOneIsThatOfThisProcess() {
        assertThat(HistoryLocation.standard().configDirectory())
                .isEqualTo(AgentOptions.defaults().historyLocation().configDirectory())
                .isAbsolute();
    }
}
