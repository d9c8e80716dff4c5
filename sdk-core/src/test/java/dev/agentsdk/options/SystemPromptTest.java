package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemPromptTest {

    @Test
    void isATextAFileOrThePreset() {
        assertThat(SystemPrompt.text("")).isEqualTo(new SystemPrompt.Text(""));
        assertThat(SystemPrompt.file(Path.of("prompt.md"))).isEqualTo(new SystemPrompt.File(Path.of("prompt.md")));
        assertThat(SystemPrompt.preset()).isEqualTo(new SystemPrompt.Preset(Optional.empty(), false));
        assertThat(SystemPrompt.presetWith("more")).isEqualTo(new SystemPrompt.Preset(Optional.of("more"), false));
    }

    @Test
    void thePresetCanDoWithoutWhatDiffersFromMachineToMachine() {
        assertThat(SystemPrompt.presetWith("more").withoutDynamicSections())
                .isEqualTo(new SystemPrompt.Preset(Optional.of("more"), true));
    }

    @Test
    void blocksAreKeptInOrderAndThereIsAtLeastOne() {
        assertThat(SystemPrompt.blocks("a", "", "b")).isEqualTo(new SystemPrompt.Blocks(List.of("a", "", "b")));
        assertThatIllegalArgumentException()
                .isThrownBy(SystemPrompt::blocks)
                .withMessage("systemPrompt must have at least one block.");
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
