package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.permission.PermissionDecision;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value that is refused, and that its message names the option. */
class OptionValidationTest {

    private static final String PULL_REQUEST = "fromPullRequest takes a number, or an address without user, query and"
            + " fragment: all users of the machine can read it on the command line. Leave these parts out.";

    private static final String ID = "00000000-0000-4000-8000-000000000001";

    private static Arguments refused(String message, ThrowingCallable making) {
        return Arguments.of(message, making);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused("model must not be blank.", () -> Models.of(" ")),
                refused("fallbacks must not be blank.", () -> Models.unset().withFallbacks("")),
                refused(
                        "fallbacks takes one name at a time, without commas, not \"a,b\".",
                        () -> Models.unset().withFallbacks("a,b")),
                refused(
                        "fallbacks must not contain the model itself, opus: name other models.",
                        () -> Models.of("opus").withFallbacks("sonnet", "opus")),
                refused(
                        "fallbacks must not contain the model itself, opus: name other models.",
                        () -> Models.unset().withFallbacks("opus").withModel("opus")),
                refused("betas must not be blank.", () -> Models.unset().withBetas("x", "")),
                refused(
                        "betas takes one name at a time, without commas, not \"x,y\".",
                        () -> Models.unset().withBetas("x,y")),
                refused("effort must not be blank.", () -> Effort.of("")),
                refused(
                        "autocompact must be at least 100000 tokens, not 99999.",
                        () -> Startup.normal().withAutocompact(99_999)),
                refused("worktree must not be blank.", () -> Startup.normal().inWorktree(" ")),
                refused(
                        "fromPullRequest must not be blank.",
                        () -> Startup.normal().fromPullRequest("")),
                refused(PULL_REQUEST, () -> Startup.normal().fromPullRequest("https://x:s3cret@github.com/o/r/pull/1")),
                refused(PULL_REQUEST, () -> Startup.normal().fromPullRequest("https://github.com/o/r/pull/1?t=s3cret")),
                refused(PULL_REQUEST, () -> Startup.normal().fromPullRequest("github.com/o/r/pull/1#s3cret")),
                refused("thinking.tokens must be positive, not 0.", () -> Thinking.budget(0)),
                refused(
                        "thinking.display must not be blank.",
                        () -> Thinking.adaptive().withDisplay("")),
                refused(
                        "thinking.display must not be blank.",
                        () -> Thinking.budget(1).withDisplay(" ")),
                refused("baseTools must not be blank.", () -> BaseTools.only("")),
                refused(
                        "baseTools takes one name at a time, without commas, not \"Read,Bash\".",
                        () -> BaseTools.only("Read,Bash")),
                refused(
                        "allowedTools must not be blank.",
                        () -> ToolAccess.unset().withAllowed("Read", " ")),
                refused(
                        "disallowedTools must not be blank.",
                        () -> ToolAccess.unset().withDisallowed("")),
                refused(
                        "toolAliases must not be blank.",
                        () -> ToolAccess.unset().withAlias("", "x")),
                refused(
                        "toolAliases must not be blank.",
                        () -> ToolAccess.unset().withAlias("Bash", " ")),
                refused(
                        "promptTool must not be blank.",
                        () -> PermissionPolicy.unset().withPromptTool("")),
                refused(
                        "planInstructions must not be blank.",
                        () -> PermissionPolicy.unset().withPlanInstructions("")),
                refused(
                        "maxTurns must be positive, not -1.",
                        () -> Budget.unset().withMaxTurns(-1)),
                refused(
                        "maxUsd must be positive, not 0.0.",
                        () -> Budget.unset().withMaxUsd(0)),
                refused(
                        "maxUsd must be a finite number, not NaN.",
                        () -> Budget.unset().withMaxUsd(Double.NaN)),
                refused(
                        "taskTokens must be positive, not 0.",
                        () -> Budget.unset().withTaskTokens(0)),
                refused(
                        "mcpServers must not be blank.",
                        () -> McpServers.unset().with("", McpServerConfig.sdk("x"))),
                refused(
                        "mcpServers config must not be blank.",
                        () -> McpServers.unset().withConfig("")),
                refused("mcpServers command must not be blank.", () -> McpServerConfig.stdio("")),
                refused(
                        "mcpServers environment must not be blank.",
                        () -> McpServerConfig.stdio("x").withEnv("", "v")),
                refused(
                        "mcpServers headers must not be blank.",
                        () -> McpServerConfig.http(URI.create("http://x")).withHeader(" ", "v")),
                refused(
                        "mcpServers: a url must be absolute, for example http://localhost:8080/mcp.",
                        () -> McpServerConfig.http(URI.create("/mcp"))),
                refused(
                        "mcpServers: a url must be absolute, for example http://localhost:8080/mcp.",
                        () -> McpServerConfig.sse(URI.create("localhost"))),
                refused("mcpServers name must not be blank.", () -> McpServerConfig.sdk("")),
                refused(
                        "mcpServers: a timeout must be positive, not PT0S.",
                        () -> new McpServerConfig.Tuning(Optional.of(Duration.ZERO), false)),
                refused(
                        "mcpServers: a custom configuration must be a JSON object.",
                        () -> McpServerConfig.custom(RawJson.of("[]"))),
                refused("resume must not be blank.", () -> Conversation.resuming("")),
                refused(
                        "resumeAt must not be blank.",
                        () -> Conversation.resuming("s").cutAfter("")),
                refused("title must not be blank.", () -> Conversation.fresh().withTitle(" ")),
                refused("sessionId must be a UUID, not \"abc\".", () -> Conversation.freshAs("abc")),
                refused(
                        "resume and continueConversation exclude each other: choose a session or take the latest.",
                        () -> Conversation.latest().withResume("s").check()),
                refused(
                        "sessionId with resume or continueConversation needs fork: a session that is gone on with has an"
                                + " id already.",
                        () -> built(Conversation.resuming("s").withSessionId(ID))),
                refused(
                        "resumeAt needs resume: name the session that is to be cut off.",
                        () -> built(Conversation.latest().cutAfter("m"))),
                refused(
                        "fork needs resume or continueConversation: name what is to be forked.",
                        () -> built(Conversation.fresh().forked())),
                refused(
                        "settings must be a JSON object.",
                        () -> Settings.unset().withJson("[1]")),
                refused(
                        "managedSettings must be a JSON object.",
                        () -> Settings.unset().withManaged("1")),
                refused(
                        "settings must be a JSON object; the text is not JSON (line 1, column 20).",
                        () -> Settings.unset().withJson("{\"apiKey\":\"s3cret\",}")),
                refused(
                        "managedSettings must be a JSON object; the text is not JSON (line 1, column 1).",
                        () -> Settings.unset().withManaged("x")),
                refused(
                        "settings: a file and JSON exclude each other.",
                        () -> Settings.unset().withJson("{}").withFile(Path.of("x"))),
                refused(
                        "sandbox.excludedCommands must not be blank.",
                        () -> Sandbox.on().withExcludedCommands("")),
                refused(
                        "sandbox.ignoredViolations must not be blank.",
                        () -> Sandbox.on().withIgnoredViolations(List.of(), List.of(""))),
                refused(
                        "sandbox.network.allowedDomains must not be blank.",
                        () -> SandboxNetwork.unset().withAllowedDomains("")),
                refused(
                        "sandbox.network.httpProxyPort must lie between 1 and 65535, not 0.",
                        () -> SandboxNetwork.unset().withHttpProxyPort(0)),
                refused(
                        "sandbox.network.socksProxyPort must lie between 1 and 65535, not 65536.",
                        () -> SandboxNetwork.unset().withSocksProxyPort(65_536)),
                refused("user must not be blank.", () -> Workspace.here().withUser(" ")),
                refused("subagents must not be blank.", () -> Subagents.unset().with("", AgentDefinition.of("d", "p"))),
                refused(
                        "subagents.main must not be blank.",
                        () -> Subagents.unset().withMain("")),
                refused("subagents description must not be blank.", () -> AgentDefinition.of("", "p")),
                refused("subagents prompt must not be blank.", () -> AgentDefinition.of("d", " ")),
                refused(
                        "subagents maxTurns must be positive, not 0.",
                        () -> AgentDefinition.of("d", "p").withMaxTurns(0)),
                refused(
                        "subagents tools must not be blank.",
                        () -> AgentDefinition.of("d", "p").withTools("")),
                refused("debugging.categories must not be blank.", () -> Debugging.on("")),
                refused(
                        "debugging must be enabled to have categories or a file.",
                        () -> new Debugging(false, List.of("x"), Optional.empty())),
                refused("environment variable must not be blank.", () -> Environment.clean("")),
                refused(
                        "environment: a '*' may only stand at the end of a name, not in A*B.",
                        () -> Environment.clean("A*B")),
                refused(
                        "The name of an environment variable must not contain '=': A=…",
                        () -> Environment.inherited().with("A=B", "secret")));
    }

    static Stream<Arguments> startups() {
        return Stream.of(
                Arguments.of(
                        "fromPullRequest excludes resume",
                        AgentOptions.builder()
                                .startup(Startup.normal().fromPullRequest("1"))
                                .resume("s")),
                Arguments.of(
                        "fromPullRequest excludes resume",
                        AgentOptions.builder()
                                .startup(Startup.normal().fromPullRequest("1"))
                                .continueConversation(true)),
                Arguments.of(
                        "hooks and bare exclude each other",
                        AgentOptions.builder()
                                .startup(Startup.normal().bare())
                                .hook(HookEvent.STOP, (input, context) -> HookOutput.none())),
                Arguments.of(
                        "hooks and bare exclude each other",
                        AgentOptions.builder()
                                .extraArg("bare")
                                .hook(HookEvent.STOP, (input, context) -> HookOutput.none())),
                Arguments.of(
                        "skills and withoutSlashCommands exclude each other",
                        AgentOptions.builder()
                                .startup(Startup.normal().withoutSlashCommands())
                                .toolAccess(ToolAccess.unset().withSkills(Skills.all()))),
                Arguments.of(
                        "sessionStore excludes fromPullRequest and inWorktree",
                        AgentOptions.builder()
                                .startup(Startup.normal().inWorktree())
                                .sessionStore(new InMemorySessionStore())),
                Arguments.of(
                        "sessionStore excludes fromPullRequest and inWorktree",
                        AgentOptions.builder()
                                .startup(Startup.normal().fromPullRequest("1"))
                                .sessionStore(new InMemorySessionStore())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("startups")
    void aStartThatCannotDoWhatOtherOptionsSayIsRefused(String message, AgentOptions.Builder builder) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(message);
    }

    @Test
    void aPermissionCallbackAndAToolThatDecidesExcludeEachOther() {
        AgentOptions.Builder builder = AgentOptions.builder()
                .permissionPolicy(PermissionPolicy.unset().withPromptTool("mcp__a__b"))
                .permissionCallback((request, cancellation) -> PermissionDecision.allow());

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("permissionCallback and promptTool exclude each other: let this application decide, or an"
                        + " MCP tool.");
    }

    private static void built(Conversation conversation) {
        AgentOptions.builder().conversation(conversation).build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void isRefusedWithAMessageThatNamesTheOption(String message, ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b ",
                "\ta",
                "a(b",
                "a)b",
                "a,b",
                "a\u0000",
                "a\u007f",
                "a\u0085",
                "\ufeffa",
                "a\ud800",
                "*",
                "plugin:*",
                "a *",
                "/a",
                "a\\\\b",
                "a\\"
            })
    void aSkillNameCannotSayMoreThanAName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Skills.only("pdf", name))
                .withMessageStartingWith("skills");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "plugin:pdf", "two words", "a\\b", "größe", "a*b", "a/b"})
    void otherSkillNamesAreTaken(String name) {
        assertThat(Skills.only(name)).isEqualTo(new Skills.Only(List.of(name)));
    }

    @Test
    void groupsThatFitTogetherAreTaken() {
        built(Conversation.resuming("s").forked().withSessionId(ID));
        built(Conversation.latest().forked());
        built(Conversation.resuming("s").cutAfter("m", ""));
        built(Conversation.freshAs(ID.toUpperCase(Locale.ROOT)).unpersisted());
    }

    @Test
    void nullIsRefused() {
        AgentOptions.Builder builder = AgentOptions.builder();
        assertThatNullPointerException().isThrownBy(() -> builder.models(null));
        assertThatNullPointerException().isThrownBy(() -> builder.toolAccess(null));
        assertThatNullPointerException().isThrownBy(() -> builder.permissionPolicy(null));
        assertThatNullPointerException().isThrownBy(() -> builder.mcpServers(null));
        assertThatNullPointerException().isThrownBy(() -> builder.subagents(null));
        assertThatNullPointerException().isThrownBy(() -> builder.conversation(null));
        assertThatNullPointerException().isThrownBy(() -> builder.budget(null));
        assertThatNullPointerException().isThrownBy(() -> builder.workspace(null));
        assertThatNullPointerException().isThrownBy(() -> builder.settings(null));
        assertThatNullPointerException().isThrownBy(() -> builder.environment(null));
        assertThatNullPointerException().isThrownBy(() -> builder.output(null));
        assertThatNullPointerException().isThrownBy(() -> builder.debugging(null));
        assertThatNullPointerException().isThrownBy(() -> builder.dialect(null));
        assertThatNullPointerException().isThrownBy(() -> builder.mcpServer("x", null));
        assertThatNullPointerException().isThrownBy(() -> builder.subagent("x", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u2007", "\u3000", "\u200b", "\ufeff", "\u3164", "\t\u2800"})
    @Tag("R-122")
    void whatShowsNothingIsBlankInEveryScript(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> Models.of(blank)).withMessage("model must not be blank.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Skills.only("x", "y" + blank))
                .withMessageContaining("skills");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentOptions.builder().extraArg(blank, "value"));
    }
}
