package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.CliNotFoundException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.BaseTools;
import dev.agentsdk.options.Budget;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.options.Debugging;
import dev.agentsdk.options.Effort;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.McpServers;
import dev.agentsdk.options.Models;
import dev.agentsdk.options.Output;
import dev.agentsdk.options.PermissionPolicy;
import dev.agentsdk.options.PermissionPrompts;
import dev.agentsdk.options.Plugin;
import dev.agentsdk.options.QuestionPreview;
import dev.agentsdk.options.Sandbox;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.Skills;
import dev.agentsdk.options.Startup;
import dev.agentsdk.options.Subagents;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.Thinking;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.schema.JsonSchema;
import dev.agentsdk.tool.ToolServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact words that each option becomes for {@code qwen}, and what it has no words for. */
class QwenArgumentsTest {

    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final Path QWEN = Path.of("/opt/bin/qwen");

    private static Arguments row(UnaryOperator<AgentOptions.Builder> option, String... words) {
        return Arguments.of(option, List.of(words));
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row(options -> options),
                row(options -> options.model("q"), "--model", "q"),
                row(options -> options.models(Models.unset().withFallbacks("a", "b")), "--fallback-model", "a,b"),
                row(options -> options.systemPrompt("Hi"), "--system-prompt", "Hi"),
                row(options -> options.systemPrompt(SystemPrompt.preset())),
                row(options -> options.systemPrompt(SystemPrompt.presetWith("- x")), "--append-system-prompt=- x"),
                row(options -> options.permissionMode(PermissionMode.PLAN), "--approval-mode", "plan"),
                row(options -> options.permissionMode(PermissionMode.ACCEPT_EDITS), "--approval-mode", "auto-edit"),
                row(options -> options.permissionMode(PermissionMode.BYPASS_PERMISSIONS), "--approval-mode", "yolo"),
                row(options -> options.permissionMode(PermissionMode.of("yolo")), "--approval-mode", "yolo"),
                row(options -> options.maxTurns(3), "--max-session-turns", "3"),
                row(
                        options -> options.toolAccess(ToolAccess.unset().withBase(BaseTools.only("a", "b"))),
                        "--core-tools",
                        "a,b"),
                row(options -> options.toolAccess(ToolAccess.unset().withBase(BaseTools.preset()))),
                row(options -> options.allowedTools("a", "b"), "--allowed-tools", "a,b"),
                row(options -> options.disallowedTools("a", "b"), "--exclude-tools", "a,b"),
                row(options -> options.includePartialMessages(true), "--include-partial-messages"),
                row(options -> options.resume("-r"), "--resume=-r"),
                row(options -> options.continueConversation(true), "--continue"),
                row(options -> options.conversation(Conversation.latest().forked()), "--continue", "--fork-session"),
                row(options -> options.conversation(Conversation.freshAs(ID)), "--session-id=" + ID),
                row(options -> options.conversation(Conversation.fresh().unpersisted()), "--chat-recording=false"),
                row(
                        options -> options.workspace(
                                Workspace.at(Path.of("/w")).withAdditionalDirectories(Path.of("/a"), Path.of("/b"))),
                        "--include-directories",
                        "/a",
                        "--include-directories",
                        "/b"),
                row(options -> options.debugging(Debugging.on()), "--debug"),
                row(
                        options -> options.mcpServer("s", McpServerConfig.stdio("x", "y"))
                                .mcpServer("h", McpServerConfig.http(URI.create("http://h/")))
                                .mcpServer("e", McpServerConfig.sse(URI.create("http://e/")))
                                .mcpServer("c", McpServerConfig.custom(RawJson.of("{\"tcp\":\"t\"}")))
                                .mcpServer("mine", McpServerConfig.sdk("mine")),
                        "--mcp-config",
                        "{\"mcpServers\":{\"s\":{\"command\":\"x\",\"args\":[\"y\"]},\"h\":{\"httpUrl\":\"http://h/\"},"
                                + "\"e\":{\"url\":\"http://e/\"},\"c\":{\"tcp\":\"t\"}}}"),
                row(options -> options.mcpServer("mine", McpServerConfig.sdk("mine"))),
                row(options -> options.mcpServers(McpServers.unset().withConfig("m.json")), "--mcp-config", "m.json"),
                row(options -> options.startup(Startup.normal().bare()), "--bare"),
                row(options -> options.startup(Startup.normal().safeMode()), "--safe-mode"),
                row(options -> options.startup(Startup.normal().inWorktree()), "--worktree"),
                row(options -> options.startup(Startup.normal().inWorktree("w")), "--worktree=w"),
                row(options -> options.extraArg("auth-type", "openai"), "--auth-type", "openai"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void becomesTheseWords(UnaryOperator<AgentOptions.Builder> option, List<String> words) {
        AgentOptions options =
                option.apply(AgentOptions.builder().cliPath(QWEN)).build();
        List<String> expected = new ArrayList<>(List.of(
                QWEN.toString(), "--input-format", "stream-json", "--output-format", "stream-json", "--channel=SDK"));
        expected.addAll(words);

        assertThat(CliCommandLine.arguments(QWEN, AgentLaunches.of(options))).isEqualTo(expected);
    }

    private static Arguments refused(String option, UnaryOperator<AgentOptions.Builder> setting) {
        return Arguments.of(option, setting);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refused("hooks", options -> options.hook(HookEvent.STOP, (input, context) -> HookOutput.none())),
                refused("outputSchema", options -> options.outputSchema(JsonSchema.of("{\"type\":\"object\"}"))),
                refused("effort", options -> options.models(Models.unset().withEffort(Effort.LOW))),
                refused("thinking", options -> options.models(Models.unset().withThinking(Thinking.adaptive()))),
                refused("betas", options -> options.models(Models.unset().withBetas("b"))),
                refused("this kind of systemPrompt", options -> options.systemPrompt(SystemPrompt.file(Path.of("p")))),
                refused("this kind of systemPrompt", options -> options.systemPrompt(SystemPrompt.blocks("p"))),
                refused(
                        "this kind of systemPrompt",
                        options -> options.systemPrompt(SystemPrompt.preset().withoutDynamicSections())),
                refused(
                        "baseTools without any tool",
                        options -> options.toolAccess(ToolAccess.unset().withBase(BaseTools.only()))),
                refused(
                        "skills",
                        options -> options.toolAccess(ToolAccess.unset().withSkills(Skills.all()))),
                refused(
                        "toolAliases",
                        options -> options.toolAccess(ToolAccess.unset().withAlias("a", "b"))),
                refused(
                        "questionPreview",
                        options -> options.toolAccess(ToolAccess.unset().withQuestionPreview(QuestionPreview.HTML))),
                refused("permissionMode dontAsk", options -> options.permissionMode(PermissionMode.DONT_ASK)),
                refused(
                        "promptTool",
                        options -> options.permissionPolicy(
                                PermissionPolicy.unset().withPromptTool("p"))),
                refused(
                        "prompts",
                        options -> options.permissionPolicy(
                                PermissionPolicy.unset().withPrompts(PermissionPrompts.NONE))),
                refused(
                        "bypassAllowed",
                        options -> options.permissionPolicy(
                                PermissionPolicy.unset().withBypassAllowed(true))),
                refused(
                        "planInstructions",
                        options -> options.permissionPolicy(
                                PermissionPolicy.unset().withPlanInstructions("p"))),
                refused(
                        "strictMcpConfig",
                        options -> options.mcpServers(McpServers.unset().withStrict(true))),
                refused("maxUsd", options -> options.budget(Budget.unset().withMaxUsd(1))),
                refused("taskTokens", options -> options.budget(Budget.unset().withTaskTokens(1))),
                refused(
                        "resumeAt",
                        options ->
                                options.conversation(Conversation.resuming("s").cutAfter("m"))),
                refused(
                        "title",
                        options -> options.conversation(Conversation.fresh().withTitle("t"))),
                refused("settings", options -> options.settings(Settings.unset().withFile(Path.of("s")))),
                refused("settings", options -> options.settings(Settings.unset().withJson("{}"))),
                refused("sandbox", options -> options.settings(Settings.unset().withSandbox(Sandbox.on()))),
                refused(
                        "managedSettings",
                        options -> options.settings(Settings.unset().withManaged("{}"))),
                refused(
                        "settingSources",
                        options -> options.settings(Settings.unset().withSources())),
                refused(
                        "configRoot",
                        options -> options.workspace(Workspace.here().withConfigRoot(Path.of("c")))),
                refused("plugins", options -> options.workspace(Workspace.here().withPlugin(Plugin.at(Path.of("p"))))),
                refused(
                        "fileCheckpointing",
                        options -> options.workspace(Workspace.here().withFileCheckpointing(true))),
                refused(
                        "subagents.main",
                        options -> options.subagents(Subagents.unset().withMain("m"))),
                refused(
                        "subagents.forwardText",
                        options -> options.subagents(Subagents.unset().withForwardedText(true))),
                refused(
                        "subagents.progressSummaries",
                        options -> options.subagents(Subagents.unset().withProgressSummaries(true))),
                refused(
                        "subagents.stoppedOneByOne",
                        options -> options.subagents(Subagents.unset().withStoppedOneByOne(true))),
                refused("sessionStore", options -> options.sessionStore(new InMemorySessionStore())),
                refused("hookEvents", options -> options.output(Output.plain().withHookEvents(true))),
                refused(
                        "replayedUserMessages",
                        options -> options.output(Output.plain().withReplayedUserMessages(true))),
                refused(
                        "promptSuggestions",
                        options -> options.output(Output.plain().withPromptSuggestions(true))),
                refused(
                        "restricted",
                        options -> options.startup(Startup.normal().restricted())),
                refused(
                        "disable-slash-commands",
                        options -> options.startup(Startup.normal().withoutSlashCommands())),
                refused(
                        "autocompact",
                        options -> options.startup(Startup.normal().withAutocompactAuto())),
                refused(
                        "system-prompt-snapshot",
                        options -> options.startup(Startup.normal().withSystemPromptSnapshot(false))),
                refused("from-pr", options -> options.startup(Startup.normal().fromPullRequest("1"))),
                refused(
                        "MCP servers with safe-mode",
                        options -> options.startup(Startup.normal().safeMode()).toolServer(ToolServer.of("t"))),
                refused(
                        "MCP servers with safe-mode",
                        options -> options.startup(Startup.normal().safeMode())
                                .mcpServer("s", McpServerConfig.stdio("x"))),
                refused("debugging.categories", options -> options.debugging(Debugging.on("x"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatItHasNoFormForIsRefusedByName(String option, UnaryOperator<AgentOptions.Builder> setting) {
        AgentOptions options =
                setting.apply(AgentOptions.builder().cliPath(QWEN)).build();

        assertThatThrownBy(() -> CliCommandLine.arguments(QWEN, AgentLaunches.of(options)))
                .isInstanceOfSatisfying(
                        CliStartException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CliStartException.Reason.INVALID_ARGUMENT))
                .hasMessage("The qwen CLI has no form for: " + option + ". Leave it out, or choose another CLI.");
    }

    @Test
    void everythingThatIsRefusedIsNamedAtOnce() {
        AgentOptions options = AgentOptions.builder()
                .cliPath(QWEN)
                .models(Models.unset().withEffort(Effort.LOW).withBetas("b"))
                .build();

        assertThatThrownBy(() -> CliCommandLine.arguments(QWEN, AgentLaunches.of(options)))
                .hasMessageContaining("effort, betas.");
    }

    @Test
    void itsEnvironmentIsTheInheritedOneWithoutAnythingForClaude() {
        AgentOptions options = AgentOptions.builder()
                .cliPath(QWEN)
                .env("A", "1")
                .cwd(Path.of("/w"))
                .build();

        assertThat(AgentLaunches.of(options).environment(Map.of("CLAUDECODE", "1", "HOME", "/h")))
                .isEqualTo(Map.of("HOME", "/h", "A", "1", "PWD", "/w"));
    }

    @Test
    void itIsLookedForByItsOwnName() {
        AgentOptions options = AgentOptions.builder().dialect(CliDialect.QWEN).build();

        assertThatThrownBy(() -> CliLocator.of(Map.of("PATH", "/nowhere/bin"), Path.of("/nowhere/home"))
                        .locate(AgentLaunches.of(options)))
                .isInstanceOf(CliNotFoundException.class)
                .hasMessageContaining("The CLI \"qwen\" was not found")
                .hasMessageContaining("qwen-code")
                .hasMessageContaining("/nowhere/bin/qwen")
                .hasMessageContaining("/nowhere/home/.local/bin/qwen");
    }
}
