package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.agentsdk.FakeTransport;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.TransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {

    private static final Consumer<String> LISTENER = new StringBuilder()::append;
    private static final TransportFactory FACTORY = options -> new FakeTransport();
    private static final SessionLimits LIMITS = SessionLimits.defaults().withControlTimeout(Duration.ofSeconds(3));

    private static AgentOptions.Builder everythingSet() {
        return AgentOptions.builder()
                .cliPath(Path.of("bin", "agent"))
                .cwd(Path.of("work"))
                .env("TOKEN", "env-secret")
                .env(Map.of("REGION", "north"))
                .unsetEnv("DEBUG")
                .model("opus")
                .systemPrompt("prompt-secret")
                .permissionMode(PermissionMode.PLAN)
                .allowedTools("Read", "Bash(ls:*)")
                .disallowedTools("WebFetch")
                .maxTurns(7)
                .includePartialMessages(true)
                .resume("session-1")
                .extraArg("flag")
                .extraArg("key", "arg-secret")
                .versionCheck(false)
                .limits(LIMITS)
                .stderrListener(LISTENER)
                .transport(FACTORY);
    }

    private static void assertEverythingSet(AgentOptions options) {
        assertThat(options.cliPath()).contains(Path.of("bin", "agent"));
        assertThat(options.cwd()).contains(Path.of("work"));
        assertThat(options.env())
                .containsExactly(
                        entry("TOKEN", Optional.of("env-secret")),
                        entry("REGION", Optional.of("north")),
                        entry("DEBUG", Optional.empty()));
        assertThat(options.model()).contains("opus");
        assertThat(options.systemPrompt()).contains(SystemPrompt.text("prompt-secret"));
        assertThat(options.permissionMode()).contains(PermissionMode.PLAN);
        assertThat(options.allowedTools()).containsExactly("Read", "Bash(ls:*)");
        assertThat(options.disallowedTools()).containsExactly("WebFetch");
        assertThat(options.maxTurns()).hasValue(7);
        assertThat(options.includePartialMessages()).isTrue();
        assertThat(options.resume()).contains("session-1");
        assertThat(options.continueConversation()).isFalse();
        assertThat(options.extraArgs())
                .containsExactly(entry("flag", Optional.empty()), entry("key", Optional.of("arg-secret")));
        assertThat(options.versionCheck()).isFalse();
        assertThat(options.limits()).isEqualTo(LIMITS);
        assertThat(options.stderrListener()).containsSame(LISTENER);
        assertThat(options.transport()).containsSame(FACTORY);
    }

    @Test
    void givesBackWhatWasSet() {
        assertEverythingSet(everythingSet().build());
    }

    @Test
    void aBuilderMadeFromOptionsHasTheirValues() {
        assertEverythingSet(everythingSet().build().toBuilder().build());
        assertThat(AgentOptions.builder().continueConversation(true).build().toBuilder()
                        .build()
                        .continueConversation())
                .isTrue();
    }

    @Test
    void leavesToTheAgentWhatIsNotSet() {
        AgentOptions options = AgentOptions.defaults();

        assertThat(options.cliPath()).isEmpty();
        assertThat(options.cwd()).isEmpty();
        assertThat(options.env()).isEmpty();
        assertThat(options.model()).isEmpty();
        assertThat(options.systemPrompt()).isEmpty();
        assertThat(options.permissionMode()).isEmpty();
        assertThat(options.allowedTools()).isEmpty();
        assertThat(options.disallowedTools()).isEmpty();
        assertThat(options.maxTurns()).isEmpty();
        assertThat(options.includePartialMessages()).isFalse();
        assertThat(options.resume()).isEmpty();
        assertThat(options.continueConversation()).isFalse();
        assertThat(options.extraArgs()).isEmpty();
        assertThat(options.versionCheck()).isTrue();
        assertThat(options.limits()).isEqualTo(SessionLimits.defaults());
        assertThat(options.stderrListener()).isEmpty();
        assertThat(options.transport()).isEmpty();
    }

    @Test
    void doesNotChangeWithTheBuilderOrTheListsItWasMadeFrom() {
        List<String> rules = new ArrayList<>(List.of("Read"));
        AgentOptions.Builder builder =
                AgentOptions.builder().allowedTools(rules).env("A", "1").extraArg("flag");
        AgentOptions options = builder.build();

        rules.add("Write");
        builder.env("B", "2").extraArg("other").model("opus");

        assertThat(options.allowedTools()).containsExactly("Read");
        assertThat(options.env()).containsOnlyKeys("A");
        assertThat(options.extraArgs()).containsOnlyKeys("flag");
        assertThat(options.model()).isEmpty();
    }

    @Test
    void doesNotChangeWithTheBuilderMadeFromIt() {
        AgentOptions options = AgentOptions.builder().env("A", "1").build();

        AgentOptions changed = options.toBuilder().env("A", "2").unsetEnv("B").build();

        assertThat(options.env()).containsExactly(entry("A", Optional.of("1")));
        assertThat(changed.env()).containsExactly(entry("A", Optional.of("2")), entry("B", Optional.empty()));
    }

    @Test
    void givesOutNoCollectionThatCanBeChanged() {
        AgentOptions options = everythingSet().build();

        assertThatThrownBy(() -> options.env().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> options.extraArgs().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> options.allowedTools().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> options.disallowedTools().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theLastWordOnAVariableCounts() {
        AgentOptions options = AgentOptions.builder()
                .env("A", "1")
                .unsetEnv("A")
                .unsetEnv("B")
                .env("B", "")
                .build();

        assertThat(options.env()).containsExactly(entry("A", Optional.empty()), entry("B", Optional.of("")));
    }

    @Test
    @Tag("R-71")
    void showsNamesAndNoSecrets() {
        assertThat(everythingSet().build())
                .asString()
                .startsWith("AgentOptions[")
                .contains("opus", "plan", "session-1", "TOKEN", "REGION", "DEBUG", "flag", "key", "systemPrompt=Text")
                .doesNotContain("env-secret", "prompt-secret", "arg-secret", "north");
        assertThat(AgentOptions.defaults()).hasToString("AgentOptions[]");
    }

    @Test
    void showsNothingOfAPromptBehindThePreset() {
        assertThat(AgentOptions.builder()
                        .systemPrompt(SystemPrompt.presetWith("append-secret"))
                        .build())
                .hasToString("AgentOptions[systemPrompt=Preset]");
    }

    @Test
    void refusesToResumeOneSessionAndToContinueTheLatest() {
        AgentOptions.Builder builder =
                AgentOptions.builder().resume("session-1").continueConversation(true);

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("resume and continueConversation exclude each other");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesANumberOfTurnsThatIsNotPositive(int turns) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().maxTurns(turns))
                .withMessage("maxTurns must be positive, not " + turns + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void refusesBlankTextAndNamesTheOption(String blank) {
        AgentOptions.Builder builder = AgentOptions.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.model(blank))
                .withMessage("model must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.resume(blank))
                .withMessage("resume must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.env(blank, "value"))
                .withMessage("environment variable must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.unsetEnv(blank))
                .withMessage("environment variable must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.allowedTools("Read", blank))
                .withMessage("allowedTools must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.disallowedTools(blank))
                .withMessage("disallowedTools must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.extraArg(blank))
                .withMessage("extraArg must not be blank.");
    }

    @Test
    void refusesAVariableNameWithAnEqualsSignWithoutShowingItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().env("A=secret", "env-secret"))
                .withMessage("The name of an environment variable must not contain '=': A=…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key=s3cret", "--key=s3cret", "key s3cret", "key\ts3cret", "--key s3cret=", "key=\ns3cret"})
    @Tag("R-119")
    void refusesAFlagWithAValueInItWithoutShowingTheValue(String flag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().extraArg(flag))
                .withMessageContaining("key…")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--flag", "-f", "flag=value", "two words", "tab\tbed", "line\nfeed"})
    void refusesAFlagThatIsNoBareName(String flag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().extraArg(flag))
                .withMessageContaining("bare name of a flag");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().extraArg(flag, "arg-secret"))
                .withMessageContaining(flag.split("=|\\s", 2)[0])
                .withMessageNotContaining("arg-secret");
    }

    @Test
    void refusesNull() {
        AgentOptions.Builder builder = AgentOptions.builder();

        assertThatThrownBy(() -> builder.cliPath(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.cwd(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.env("A", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.systemPrompt((SystemPrompt) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.permissionMode(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.limits(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.stderrListener(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> builder.transport(null)).isInstanceOf(NullPointerException.class);
    }
}
