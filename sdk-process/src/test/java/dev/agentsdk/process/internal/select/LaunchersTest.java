package dev.agentsdk.process.internal.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.agentsdk.process.ProcessLauncher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchersTest {

    private String before;

    @BeforeEach
    void rememberTheProperty() {
        before = System.getProperty(ProcessLauncher.LAUNCHER_PROPERTY);
        System.clearProperty(ProcessLauncher.LAUNCHER_PROPERTY);
    }

    @AfterEach
    void restoreTheProperty() {
        if (before == null) {
            System.clearProperty(ProcessLauncher.LAUNCHER_PROPERTY);
        } else {
            System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, before);
        }
    }

    @Test
    void withoutThePropertyTheBestForThisMachineIsChosen() {
        assertThat(ProcessLauncher.automatic()).isSameAs(ProcessLauncher.posix());
    }

    @ParameterizedTest
    @CsvSource({"auto, posix", "AUTO, posix", "'', posix", "posix, posix", "Posix, posix", "jdk, jdk", "JDK, jdk"})
    void thePropertyChooses(String value, String name) {
        System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, value);

        assertThat(ProcessLauncher.automatic().name()).isEqualTo(name);
    }

    @Test
    void thePropertyIsLookedAtEachTime() {
        System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, "jdk");
        assertThat(ProcessLauncher.automatic()).isSameAs(ProcessLauncher.jdk());
        System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, "posix");
        assertThat(ProcessLauncher.automatic()).isSameAs(ProcessLauncher.posix());
    }

    @Test
    void anotherValueIsRefusedWithTheChoices() {
        System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, "Nonsense");

        assertThatIllegalStateException()
                .isThrownBy(ProcessLauncher::automatic)
                .withMessageContaining(ProcessLauncher.LAUNCHER_PROPERTY)
                .withMessageContainingAll("nonsense", "auto", "posix", "jdk");
    }

    @Test
    void thePropertyDoesNotMatterToWhoAsksForOneByName() {
        System.setProperty(ProcessLauncher.LAUNCHER_PROPERTY, "nonsense");

        assertThat(ProcessLauncher.posix().name()).isEqualTo("posix");
        assertThat(ProcessLauncher.jdk().name()).isEqualTo("jdk");
    }

    @Test
    void warmingUpLoadsWhatThePosixLauncherNeedsAndMayBeRepeated() {
        ProcessLauncher.warmUp();
        ProcessLauncher.warmUp();

        assertThat(ProcessLauncher.posix()).hasToString("posix");
    }
}
