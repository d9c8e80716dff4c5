package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {

    @Test
    void aCommandAloneHasTheDirectoryAndEnvironmentOfTheJvmAndTheDefaultPlan() {
        ProcessSpec spec = ProcessSpec.of("git", "status");

        assertThat(spec.command()).containsExactly("git", "status");
        assertThat(spec.cwd()).isEmpty();
        assertThat(spec.environment()).isEmpty();
        assertThat(spec.teardown()).isEqualTo(TeardownPlan.defaults());
    }

    @Test
    void eachChangeMakesACopyAndLeavesTheOriginalAlone() {
        ProcessSpec plain = ProcessSpec.of("git");
        TeardownPlan plan = TeardownPlan.defaults().withEofGrace(Duration.ZERO);
        ProcessSpec changed =
                plain.withCwd(Path.of("/srv")).withEnvironment(Map.of("A", "a")).withTeardown(plan);

        assertThat(changed.command()).containsExactly("git");
        assertThat(changed.cwd()).hasValue(Path.of("/srv"));
        assertThat(changed.environment()).hasValue(Map.of("A", "a"));
        assertThat(changed.teardown()).isEqualTo(plan);
        assertThat(plain.cwd()).isEmpty();
        assertThat(plain.environment()).isEmpty();
        assertThat(plain.teardown()).isEqualTo(TeardownPlan.defaults());
    }

    @Test
    void anEmptyEnvironmentIsNotTheInheritedOne() {
        assertThat(ProcessSpec.of("env").withEnvironment(Map.of()).environment())
                .hasValue(Map.of());
    }

    @Test
    void whatIsChangedAfterwardsDoesNotChangeTheSpecification() {
        List<String> command = new ArrayList<>(List.of("git", "status"));
        Map<String, String> environment = new HashMap<>(Map.of("A", "a"));
        ProcessSpec spec = ProcessSpec.of(command).withEnvironment(environment);
        command.set(1, "push");
        environment.put("B", "b");

        assertThat(spec.command()).containsExactly("git", "status");
        assertThat(spec.environment()).hasValue(Map.of("A", "a"));
        assertThatThrownBy(() -> spec.command().add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nullsAreRefused() {
        ProcessSpec spec = ProcessSpec.of("git");

        assertThatNullPointerException().isThrownBy(() -> ProcessSpec.of("git", null));
        assertThatNullPointerException().isThrownBy(() -> spec.withCwd(null));
        assertThatNullPointerException().isThrownBy(() -> spec.withEnvironment(null));
        assertThatNullPointerException().isThrownBy(() -> spec.withTeardown(null));
    }

    @Test
    void itsTextShowsTheProgramAndNeitherArgumentsNorVariables() {
        ProcessSpec spec = ProcessSpec.of("/bin/agent", "--token", "hidden-argument")
                .withCwd(Path.of("/srv"))
                .withEnvironment(Map.of("TOKEN", "hidden-value"));

        assertThat(spec.toString())
                .contains("/bin/agent", "2 arguments", "/srv")
                .doesNotContain("hidden-argument", "hidden-value", "--token");
    }

    @Test
    void itsTextCopesWithAnEmptyCommand() {
        assertThat(ProcessSpec.of(List.of()).toString()).contains("no command");
    }
}
