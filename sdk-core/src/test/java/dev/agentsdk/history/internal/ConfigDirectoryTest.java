package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the home is USERPROFILE")
class ConfigDirectoryTest {

    @Test
    void isChosenByTheVariable() {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", "/c", "HOME", "/h");

        assertThat(ConfigDirectory.of(environment)).isEqualTo(Path.of("/c"));
        assertThat(ConfigDirectory.globalConfig(environment)).isEqualTo(Path.of("/c/.claude.json"));
    }

    @Test
    void isInTheHomeOtherwise() {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", "", "HOME", "/h");

        assertThat(ConfigDirectory.of(environment)).isEqualTo(Path.of("/h/.claude"));
        assertThat(ConfigDirectory.globalConfig(environment)).isEqualTo(Path.of("/h/.claude.json"));
    }

    @Test
    void withoutAHomeThatOfTheUserIsTaken() {
        assertThat(ConfigDirectory.of(Map.of("HOME", "")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".claude"));
    }

    @Test
    void isComposed() {
        assertThat(ConfigDirectory.of(Map.of("CLAUDE_CONFIG_DIR", "/e\u0301")).toString())
                .isEqualTo("/\u00e9");
    }

    @Test
    void theEnvironmentOfAnAgentIsThatOfThisProcessWithChanges() {
        Map<String, String> environment =
                ConfigDirectory.effective(Map.of("PATH", Optional.empty(), "NEW", Optional.of("v")));

        assertThat(environment).doesNotContainKey("PATH").containsEntry("NEW", "v");
        assertThat(environment).hasSize(System.getenv().size() + (System.getenv("PATH") == null ? 1 : 0));
    }
}
