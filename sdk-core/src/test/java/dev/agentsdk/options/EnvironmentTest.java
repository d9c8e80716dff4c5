package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final Map<String, String> JVM =
            Map.of("PATH", "/bin", "LC_ALL", "C", "LC_TIME", "C", "LCD", "x", "AWS_SECRET_ACCESS_KEY", "secret");

    @Test
    void everythingIsInheritedUnlessToldOtherwise() {
        assertThat(Environment.inherited().inheritedFrom(JVM)).isEqualTo(JVM);
        assertThat(Environment.inherited().allowed()).isEmpty();
    }

    @Test
    @Tag("R-70")
    void aCleanOneHasOnlyWhatIsNamed() {
        assertThat(Environment.clean("PATH").inheritedFrom(JVM)).containsOnlyKeys("PATH");
        assertThat(Environment.clean().inheritedFrom(JVM)).isEmpty();
        assertThat(Environment.clean("LC_*", "MISSING").inheritedFrom(JVM)).containsOnlyKeys("LC_ALL", "LC_TIME");
        assertThat(Environment.clean("*").inheritedFrom(JVM)).isEqualTo(JVM);
    }

    @Test
    @Tag("R-70")
    void theEssentialsHoldNoCredential() {
        assertThat(Environment.clean(Environment.ESSENTIAL).inheritedFrom(JVM))
                .containsOnlyKeys("PATH", "LC_ALL", "LC_TIME");
    }

    @Test
    void theLastWordOnAVariableCounts() {
        Environment environment =
                Environment.inherited().with("A", "1").without("A").without("B").with("B", "");

        assertThat(environment.entries()).isEqualTo(Map.of("A", Optional.empty(), "B", Optional.of("")));
    }

    @Test
    void isAValueThatDoesNotChange() {
        Environment clean = Environment.clean(List.of("PATH"));
        Environment more = clean.with("A", "1");

        assertThat(clean.entries()).isEmpty();
        assertThat(more).isEqualTo(Environment.clean("PATH").with("A", "1")).isNotEqualTo(clean);
        assertThat(more).hasSameHashCodeAs(Environment.clean("PATH").with("A", "1"));
        assertThatThrownBy(() -> more.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void showsNamesAndNoValues() {
        assertThat(Environment.clean("PATH").with("TOKEN", "secret").without("B"))
                .hasToString("Environment[only [PATH], [TOKEN, B]]");
        assertThat(Environment.inherited()).hasToString("Environment[]");
    }
}
