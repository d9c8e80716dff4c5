package dev.agentsdk.internal.protocol.streamjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Environment;
import dev.agentsdk.options.QuestionPreview;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.options.Workspace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CliEnvironmentTest {

    private static Map<String, String> environment(Map<String, String> inherited, AgentOptions.Builder options) {
        return AgentLaunches.of(options.build()).environment(inherited);
    }

    @Test
    void theInheritedVariablesArePassedOnWithTwoThatTellOfTheSdk() {
        assertThat(environment(Map.of("HOME", "/srv/me"), AgentOptions.builder()))
                .containsOnly(
                        Map.entry("HOME", "/srv/me"),
                        Map.entry("CLAUDE_CODE_ENTRYPOINT", "sdk-java"),
                        Map.entry("CLAUDE_AGENT_SDK_VERSION", SdkVersion.VERSION));
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(SdkVersion.VERSION).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    }

    @Test
    void theMarkerOfANestedCliIsDropped() {
        assertThat(environment(Map.of("CLAUDECODE", "1"), AgentOptions.builder()))
                .doesNotContainKey("CLAUDECODE");
    }

    @Test
    void theMarkerOfANestedCliComesBackIfTheOptionsSetIt() {
        assertThat(environment(Map.of(), AgentOptions.builder().env("CLAUDECODE", "1")))
                .containsEntry("CLAUDECODE", "1");
    }

    @Test
    void theOptionsLieOverWhatIsInherited() {
        assertThat(environment(Map.of("A", "inherited"), AgentOptions.builder().env("A", "mine")))
                .containsEntry("A", "mine");
    }

    @Test
    @Tag("R-70")
    void theOptionsCanUnsetWhatIsInherited() {
        Map<String, String> inherited = Map.of("API_KEY", "secret", "B", "b");

        assertThat(environment(inherited, AgentOptions.builder().unsetEnv("API_KEY")))
                .doesNotContainKey("API_KEY")
                .containsEntry("B", "b");
    }

    @Test
    void theEntrypointIsOursWhateverIsInherited() {
        assertThat(environment(Map.of("CLAUDE_CODE_ENTRYPOINT", "cli"), AgentOptions.builder()))
                .containsEntry("CLAUDE_CODE_ENTRYPOINT", "sdk-java");
    }

    @Test
    void theOptionsCanNameAnotherEntrypointOrNone() {
        assertThat(environment(Map.of(), AgentOptions.builder().env("CLAUDE_CODE_ENTRYPOINT", "my-app")))
                .containsEntry("CLAUDE_CODE_ENTRYPOINT", "my-app");
        assertThat(environment(Map.of(), AgentOptions.builder().unsetEnv("CLAUDE_CODE_ENTRYPOINT")))
                .doesNotContainKey("CLAUDE_CODE_ENTRYPOINT");
    }

    @Test
    void theVersionOfTheSdkCannotBeOverridden() {
        assertThat(environment(
                        Map.of("CLAUDE_AGENT_SDK_VERSION", "0"),
                        AgentOptions.builder().env("CLAUDE_AGENT_SDK_VERSION", "9.9.9")))
                .containsEntry("CLAUDE_AGENT_SDK_VERSION", SdkVersion.VERSION);
        assertThat(environment(Map.of(), AgentOptions.builder().unsetEnv("CLAUDE_AGENT_SDK_VERSION")))
                .containsEntry("CLAUDE_AGENT_SDK_VERSION", SdkVersion.VERSION);
    }

    @Test
    void pwdFollowsTheWorkingDirectory() {
        assertThat(environment(Map.of("PWD", "/old"), AgentOptions.builder().cwd(Path.of("/srv/project"))))
                .containsEntry("PWD", "/srv/project");
        assertThat(environment(Map.of(), AgentOptions.builder().cwd(Path.of("sub"))))
                .containsEntry("PWD", Path.of("sub").toAbsolutePath().toString());
    }

    @Test
    void pwdIsLeftAloneWithoutAWorkingDirectory() {
        assertThat(environment(Map.of("PWD", "/old"), AgentOptions.builder())).containsEntry("PWD", "/old");
        assertThat(environment(Map.of(), AgentOptions.builder())).doesNotContainKey("PWD");
    }

    @Test
    @Tag("R-70")
    void aCleanEnvironmentHasOnlyWhatIsNamedAndWhatIsSet() {
        Map<String, String> inherited = Map.of("PATH", "/bin", "SECRET", "s", "CLAUDECODE", "1", "LC_ALL", "C");

        assertThat(environment(
                        inherited,
                        AgentOptions.builder()
                                .environment(Environment.clean("PATH", "LC_*", "CLAUDECODE")
                                        .with("MINE", "m"))))
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("LC_ALL", "C"),
                        Map.entry("MINE", "m"),
                        Map.entry("CLAUDE_CODE_ENTRYPOINT", "sdk-java"),
                        Map.entry("CLAUDE_AGENT_SDK_VERSION", SdkVersion.VERSION));
    }

    @Test
    void fileCheckpointingIsSwitchedOnByAVariableThatCannotBeOverridden() {
        Workspace checkpointed = Workspace.here().withFileCheckpointing(true);

        assertThat(environment(
                        Map.of(),
                        AgentOptions.builder()
                                .workspace(checkpointed)
                                .env("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING", "false")))
                .containsEntry("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING", "true");
        assertThat(environment(Map.of(), AgentOptions.builder()))
                .doesNotContainKey("CLAUDE_CODE_ENABLE_SDK_FILE_CHECKPOINTING");
    }

    @Test
    void theFormatOfQuestionPreviewsIsAVariableThatCannotBeOverridden() {
        String variable = "CLAUDE_CODE_QUESTION_PREVIEW_FORMAT";

        assertThat(environment(
                        Map.of(variable, "markdown"),
                        AgentOptions.builder()
                                .toolAccess(ToolAccess.unset().withQuestionPreview(QuestionPreview.HTML))
                                .env(variable, "markdown")))
                .containsEntry(variable, "html");
        assertThat(environment(Map.of(variable, "html"), AgentOptions.builder()))
                .containsEntry(variable, "html");
        assertThat(environment(Map.of(), AgentOptions.builder())).doesNotContainKey(variable);
    }

    @Test
    void aTraceContextReplacesTheInheritedOne() {
        Map<String, String> inherited = Map.of("TRACEPARENT", "00-old", "TRACESTATE", "old=1", "BAGGAGE", "user=old");

        assertThat(environment(
                        inherited,
                        AgentOptions.builder()
                                .traceContext(() -> Map.of("traceparent", "00-new", "x-b3-traceid", "7"))))
                .containsEntry("TRACEPARENT", "00-new")
                .containsEntry("X_B3_TRACEID", "7")
                .containsEntry("BAGGAGE", "user=old")
                .doesNotContainKey("TRACESTATE");
    }

    @Test
    void aTraceContextWithoutAParentLeavesTheInheritedOneAlone() {
        Map<String, String> inherited = Map.of("TRACEPARENT", "00-old", "TRACESTATE", "old=1");

        assertThat(environment(inherited, AgentOptions.builder().traceContext(() -> Map.of("baggage", "user=new"))))
                .containsEntry("TRACEPARENT", "00-old")
                .containsEntry("TRACESTATE", "old=1")
                .containsEntry("BAGGAGE", "user=new");
    }

    @Test
    void variablesOfTheOptionsOverrideTheTraceContext() {
        AgentOptions.Builder options = AgentOptions.builder()
                .traceContext(() -> Map.of("traceparent", "00-new", "tracestate", "new=1"))
                .env("TRACEPARENT", "00-mine")
                .unsetEnv("TRACESTATE");

        assertThat(environment(Map.of(), options))
                .containsEntry("TRACEPARENT", "00-mine")
                .doesNotContainKey("TRACESTATE");
    }

    @Test
    void theTraceContextIsAskedForAtEachStart() {
        AtomicInteger starts = new AtomicInteger();
        AgentOptions options = AgentOptions.builder()
                .traceContext(() -> Map.of("traceparent", "00-" + starts.incrementAndGet()))
                .build();

        assertThat(AgentLaunches.of(options).environment(Map.of())).containsEntry("TRACEPARENT", "00-1");
        assertThat(AgentLaunches.of(options.toBuilder().build()).environment(Map.of()))
                .containsEntry("TRACEPARENT", "00-2");
    }

    @Test
    void aTraceContextThatFailsOrThatNoVariableCanHoldIsLeftOut() {
        Map<String, String> inherited = Map.of("TRACEPARENT", "00-old");

        assertThat(environment(inherited, AgentOptions.builder().traceContext(() -> {
                    throw new IllegalStateException("no tracer");
                })))
                .containsEntry("TRACEPARENT", "00-old");
        assertThat(environment(
                        Map.of(),
                        AgentOptions.builder().traceContext(() -> Map.of("traceparent", "00\u0000", "", "x"))))
                .doesNotContainKey("TRACEPARENT")
                .doesNotContainKey("");
    }

    @Test
    void aFieldThatIsNoTraceContextIsLeftOut() {
        Map<String, String> inherited = Map.of("PATH", "/bin");

        assertThat(environment(
                        inherited,
                        AgentOptions.builder()
                                .traceContext(
                                        () -> Map.of("path", "/evil", "ld-preload", "/evil.so", "baggage", "a=b"))))
                .containsEntry("PATH", "/bin")
                .containsEntry("BAGGAGE", "a=b")
                .doesNotContainKey("LD_PRELOAD");
    }

    @Test
    void whatIsInheritedIsNotChanged() {
        Map<String, String> inherited = new HashMap<>(Map.of("CLAUDECODE", "1", "A", "a"));
        environment(inherited, AgentOptions.builder().env("A", "b").unsetEnv("CLAUDECODE"));

        assertThat(inherited).containsOnly(Map.entry("CLAUDECODE", "1"), Map.entry("A", "a"));
    }
}
