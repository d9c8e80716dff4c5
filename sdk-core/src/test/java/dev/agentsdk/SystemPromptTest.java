package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemPromptTest {

    @Test
    void isATextAFileOrThePreset() {
        assertThat(SystemPrompt.text("")).isEqualTo(new SystemPrompt.Text(""));
        assertThat(SystemPrompt.file(Path.of("prompt.md"))).isEqualTo(new SystemPrompt.File(Path.of("prompt.md")));
        assertThat(SystemPrompt.preset()).isEqualTo(new SystemPrompt.Preset(Optional.empty()));
        assertThat(SystemPrompt.presetWith("more")).isEqualTo(new SystemPrompt.Preset(Optional.of("more")));
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> SystemPrompt.text(null))
                .withMessage("text");
        assertThatNullPointerException()
                .isThrownBy(() -> SystemPrompt.file(null))
                .withMessage("path");
        assertThatNullPointerException().isThrownBy(() -> SystemPrompt.presetWith(null));
    }
}
