package dev.agentsdk.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PermissionModeTest {

    @Test
    void knowsTheModesAsTheyGoOverTheWire() {
        assertThat(Stream.of(
                        PermissionMode.DEFAULT,
                        PermissionMode.ACCEPT_EDITS,
                        PermissionMode.PLAN,
                        PermissionMode.BYPASS_PERMISSIONS,
                        PermissionMode.DONT_ASK,
                        PermissionMode.AUTO))
                .extracting(PermissionMode::value)
                .containsExactly("default", "acceptEdits", "plan", "bypassPermissions", "dontAsk", "auto");
    }

    @Test
    void isAnOpenSetThatComparesByValue() {
        assertThat(PermissionMode.of("plan")).isEqualTo(PermissionMode.PLAN).hasSameHashCodeAs(PermissionMode.PLAN);
        assertThat(PermissionMode.of("yolo").value()).isEqualTo("yolo");
    }

    @Test
    void showsItsValue() {
        assertThat(PermissionMode.ACCEPT_EDITS).hasToString("acceptEdits");
    }

    @Test
    void refusesABlankOrMissingValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermissionMode.of(" "))
                .withMessage("A permission mode must not be blank.");
        assertThatNullPointerException()
                .isThrownBy(() -> PermissionMode.of(null))
                .withMessage("value");
    }
}
