package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentsdk.history.HistoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the home is USERPROFILE")
class ConfigDirectoryTest {

    @Test
    void isChosenByTheVariable() {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", "/c", "HOME", "/h");

        assertThat(ConfigDirectory.of(environment)).contains(Path.of("/c"));
        assertThat(ConfigDirectory.globalConfig(environment)).contains(Path.of("/c/.claude.json"));
    }

    @Test
    void isInTheHomeOtherwise() {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", "", "HOME", "/h");

        assertThat(ConfigDirectory.of(environment)).contains(Path.of("/h/.claude"));
        assertThat(ConfigDirectory.globalConfig(environment)).contains(Path.of("/h/.claude.json"));
    }

    @Test
    void withoutAHomeThatOfTheUserIsTaken() {
        assertThat(ConfigDirectory.of(Map.of("HOME", "")))
                .contains(Path.of(System.getProperty("user.home"), ".claude"));
    }

    @Test
    void isComposed() {
        assertThat(ConfigDirectory.of(Map.of("CLAUDE_CONFIG_DIR", "/e\u0301"))).contains(Path.of("/\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", ".", "relative", "nul\0"})
    @Tag("R-115")
    void withoutAnAbsoluteHomeThereIsNone(String home) {
        String usual = System.getProperty("user.home");
        System.setProperty("user.home", home);
        try {
            for (Map<String, String> environment : List.of(
                    Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "relative"), Map.of("HOME", "."))) {
                assertThat(ConfigDirectory.of(environment)).isEmpty();
                assertThat(ConfigDirectory.globalConfig(environment)).isEmpty();
                assertThatExceptionOfType(HistoryException.class)
                        .isThrownBy(() -> ConfigDirectory.require(environment))
                        .withMessageContaining("CLAUDE_CONFIG_DIR or HOME");
            }
            assertThat(ConfigDirectory.of(Map.of("HOME", "/h"))).contains(Path.of("/h/.claude"));
        } finally {
            System.setProperty("user.home", usual);
        }
    }

    @Test
    @Tag("R-115")
    void aRelativeDirectoryThatIsChosenIsNoneAndNotTheHomeEither() {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", ".claude", "HOME", "/h");

        assertThat(ConfigDirectory.of(environment)).isEmpty();
        assertThat(ConfigDirectory.globalConfig(environment)).isEmpty();
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> ConfigDirectory.require(environment))
                .withMessageContaining("CLAUDE_CONFIG_DIR is a relative path");
    }

    @Test
    void theEnvironmentOfAnAgentIsThatOfThisProcessWithChanges() {
        Map<String, String> environment =
                ConfigDirectory.effective(Map.of("PATH", Optional.empty(), "NEW", Optional.of("v")));

        assertThat(environment).doesNotContainKey("PATH").containsEntry("NEW", "v");
        assertThat(environment).hasSize(System.getenv().size() + (System.getenv("PATH") == null ? 1 : 0));
    }
}
