package dev.agentsdk.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.permission.PermissionMode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The groups within the options: they come out as they were put in, and shortcuts and groups work together. */
class OptionGroupsTest {

    private static final String ID = "00000000-0000-4000-8000-000000000001";

    private static final Startup STARTUP = Startup.normal()
            .bare()
            .safeMode()
            .restricted()
            .withAutocompact(100_000)
            .withSystemPromptSnapshot(false)
            .inWorktree("w");

    private static AgentOptions.Builder everyGroup() {
        return AgentOptions.builder()
                .dialect(CliDialect.CLAUDE)
                .systemPrompt(SystemPrompt.text("s3cret"))
                .models(Models.of("opus")
                        .withFallbacks("sonnet")
                        .withEffort(Effort.HIGH)
                        .withThinking(Thinking.adaptive())
                        .withBetas("b"))
                .toolAccess(ToolAccess.unset()
                        .withBase(BaseTools.preset())
                        .withAllowed("Read")
                        .withDisallowed("Bash")
                        .withSkills(Skills.all())
                        .withAlias("Bash", "mcp__x__sh")
                        .withQuestionPreview(QuestionPreview.HTML))
                .permissionPolicy(PermissionPolicy.unset()
                        .withMode(PermissionMode.PLAN)
                        .withPromptTool("mcp__a__b")
                        .withPrompts(PermissionPrompts.NONE)
                        .withBypassAllowed(true)
                        .withPlanInstructions("s3cret"))
                .mcpServers(McpServers.unset()
                        .with(
                                "gh",
                                McpServerConfig.http(URI.create("http://h/")).withHeader("A", "s3cret"))
                        .withConfig("{\"s3cret\":1}")
                        .withStrict(true))
                .subagents(Subagents.unset()
                        .with("t", AgentDefinition.of("s3cret", "s3cret"))
                        .withMain("t")
                        .withForwardedText(true)
                        .withProgressSummaries(true)
                        .withStoppedOneByOne(true))
                .conversation(Conversation.resuming("s")
                        .forked()
                        .withSessionId(ID)
                        .cutAfter("m", "t")
                        .unpersisted()
                        .withTitle("s3cret"))
                .budget(Budget.unset().withMaxTurns(3).withMaxUsd(0.5).withTaskTokens(1000))
                .workspace(Workspace.at(Path.of("w"))
                        .withAdditionalDirectories(Path.of("x"))
                        .withConfigRoot(Path.of("c"))
                        .withPlugin(Plugin.at(Path.of("p")).withoutMcp())
                        .withFileCheckpointing(true)
                        .withUser("agent"))
                .settings(Settings.unset()
                        .withJson("{\"s3cret\":1}")
                        .withSandbox(Sandbox.on())
                        .withManaged("{\"s3cret\":1}")
                        .withSources(SettingSource.USER))
                .environment(Environment.clean("PATH")
                        .with("A", "s3cret")
                        .withTraceContext(() -> Map.of("traceparent", "s3cret")))
                .output(Output.plain()
                        .withPartialMessages(true)
                        .withHookEvents(true)
                        .withReplayedUserMessages(true)
                        .withPromptSuggestions(true))
                .startup(STARTUP)
                .debugging(Debugging.on("hooks").toFile(Path.of("d.log")))
                .extraArg("flag", "s3cret");
    }

    @Test
    void everyGroupComesOutAsItWasPutIn() {
        AgentOptions options = everyGroup().build();
        AgentOptions copy = options.toBuilder().build();

        for (AgentOptions each : List.of(options, copy)) {
            assertThat(each.models())
                    .isEqualTo(new Models(
                            Optional.of("opus"),
                            List.of("sonnet"),
                            Optional.of(Effort.HIGH),
                            Optional.of(Thinking.adaptive()),
                            List.of("b")));
            assertThat(each.toolAccess().base()).contains(BaseTools.preset());
            assertThat(each.toolAccess().skills()).contains(Skills.all());
            assertThat(each.toolAccess().aliases()).containsEntry("Bash", "mcp__x__sh");
            assertThat(each.permissionPolicy().promptTool()).contains("mcp__a__b");
            assertThat(each.permissionPolicy().prompts()).contains(PermissionPrompts.NONE);
            assertThat(each.permissionPolicy().bypassAllowed()).isTrue();
            assertThat(each.mcpServers().servers()).containsOnlyKeys("gh");
            assertThat(each.mcpServers().strict()).isTrue();
            assertThat(each.subagents().main()).contains("t");
            assertThat(each.conversation())
                    .isEqualTo(new Conversation(
                            Optional.of("s"),
                            false,
                            true,
                            Optional.of(ID),
                            Optional.of("m"),
                            Optional.of("t"),
                            false,
                            Optional.of("s3cret")));
            assertThat(each.budget().maxUsd().map(usd -> usd.toPlainString())).contains("0.5");
            assertThat(each.workspace().plugins()).containsExactly(new Plugin(Path.of("p"), false));
            assertThat(each.workspace().user()).contains("agent");
            assertThat(each.settings().sources()).contains(List.of(SettingSource.USER));
            assertThat(each.environment())
                    .isEqualTo(Environment.clean("PATH")
                            .withTraceContext(each.environment().traceContext().orElseThrow())
                            .with("A", "s3cret"))
                    .isNotEqualTo(Environment.clean("PATH").with("A", "s3cret"));
            assertThat(each.toolAccess().questionPreview()).contains(QuestionPreview.HTML);
            assertThat(each.output()).isEqualTo(new Output(true, true, true, true));
            assertThat(each.debugging())
                    .isEqualTo(new Debugging(true, List.of("hooks"), Optional.of(Path.of("d.log"))));
            assertThat(each.startup()).isEqualTo(STARTUP).hasSameHashCodeAs(STARTUP);
            assertThat(each.dialect()).contains(CliDialect.CLAUDE);
        }
    }

    @Test
    void theStartIsReadBack() {
        assertThat(STARTUP.isBare()).isTrue();
        assertThat(STARTUP.isSafeMode()).isTrue();
        assertThat(STARTUP.isRestricted()).isTrue();
        assertThat(STARTUP.isWithoutSlashCommands()).isFalse();
        assertThat(STARTUP.withoutSlashCommands().isWithoutSlashCommands()).isTrue();
        assertThat(STARTUP.autocompact()).contains("100000");
        assertThat(STARTUP.systemPromptSnapshot()).contains(false);
        assertThat(STARTUP.isInWorktree()).isTrue();
        assertThat(STARTUP.worktreeName()).contains("w");
        assertThat(STARTUP.pullRequest()).isEmpty();
        assertThat(STARTUP.flags().keySet())
                .containsExactly(
                        "bare", "safe-mode", "restricted", "autocompact", "system-prompt-snapshot", "worktree");
        assertThat(Startup.normal().fromPullRequest("12").pullRequest()).contains("12");
        assertThat(Startup.normal().inWorktree().worktreeName()).isEmpty();
        assertThat(Startup.normal().inWorktree("true").worktreeName()).contains("true");
        assertThat(Startup.normal().withSystemPromptSnapshot(true).systemPromptSnapshot())
                .contains(true);
        assertThat(Startup.normal().flags()).isEmpty();
        assertThat(Startup.normal().isBare()).isFalse();
        assertThat(Startup.normal().isInWorktree()).isFalse();
    }

    @Test
    void theSummaryHasNamesAndNoSecretOfAnyGroup() {
        assertThat(everyGroup().build())
                .asString()
                .contains(
                        "opus",
                        "sonnet",
                        "high",
                        "plan",
                        "gh",
                        "PATH",
                        "maxUsd=0.5",
                        "t",
                        "sandbox",
                        "flag",
                        "questionPreview=HTML",
                        "traceContext",
                        "worktree=w")
                .doesNotContain("s3cret");
        assertThat(AgentDefinition.of("s3cret", "s3cret").toString()).doesNotContain("s3cret");
    }

    @Test
    @Tag("R-119")
    void groupsShowNoTextsAndNoValuesThatMayBeSecret() {
        AgentOptions options = everyGroup().build();
        Sandbox sandbox = Sandbox.on()
                .with("env", Map.of("K", "s3cret"))
                .withNetwork(SandboxNetwork.unset().with("httpProxy", "http://u:s3cret@host"))
                .withFilesystem(SandboxFilesystem.unset().with("key", "s3cret"))
                .withCredentials(SandboxCredentials.unset().with("key", "s3cret"));
        SandboxSecret secret =
                SandboxSecret.variable("K", SandboxSecret.Mode.MASK).with("value", "s3cret");

        assertThat(Stream.of(
                                options.systemPrompt().orElseThrow(),
                                SystemPrompt.presetWith("s3cret"),
                                SystemPrompt.blocks("s3cret"),
                                options.permissionPolicy(),
                                options.mcpServers(),
                                options.subagents(),
                                options.conversation(),
                                options.settings().withSandbox(sandbox),
                                options.environment(),
                                options.startup(),
                                options.debugging(),
                                sandbox,
                                secret)
                        .map(Object::toString))
                .allSatisfy(text -> assertThat(text).doesNotContain("s3cret"))
                .anySatisfy(text -> assertThat(text).contains("env", "network", "filesystem", "credentials"))
                .contains("Text[6 characters]");
    }

    @Test
    void aShortcutChangesItsPartOfAGroup() {
        AgentOptions options = AgentOptions.builder()
                .models(Models.unset().withEffort(Effort.LOW))
                .model("opus")
                .workspace(Workspace.here().withFileCheckpointing(true))
                .cwd(Path.of("w"))
                .output(Output.plain().withHookEvents(true))
                .includePartialMessages(true)
                .mcpServer("a", McpServerConfig.sdk("a"))
                .mcpServer("b", McpServerConfig.sdk("b"))
                .subagent("s", AgentDefinition.of("d", "p"))
                .build();

        assertThat(options.models()).isEqualTo(Models.of("opus").withEffort(Effort.LOW));
        assertThat(options.workspace()).isEqualTo(Workspace.at(Path.of("w")).withFileCheckpointing(true));
        assertThat(options.output()).isEqualTo(new Output(true, true, false, false));
        assertThat(options.mcpServers().servers()).containsOnlyKeys("a", "b");
        assertThat(options.subagents().definitions()).containsOnlyKeys("s");
    }

    @Test
    void aGroupReplacesWhatAShortcutHasSet() {
        AgentOptions options = AgentOptions.builder()
                .model("opus")
                .env("A", "1")
                .models(Models.of("sonnet"))
                .environment(Environment.clean())
                .build();

        assertThat(options.model()).contains("sonnet");
        assertThat(options.env()).isEmpty();
    }

    @Test
    void anotherMcpServerOfTheSameNameReplacesTheFirst() {
        McpServers servers = McpServers.unset()
                .with("a", McpServerConfig.stdio("one"))
                .with("b", McpServerConfig.stdio("two"))
                .with("a", McpServerConfig.stdio("three"));

        assertThat(servers.servers()).containsEntry("a", McpServerConfig.stdio("three"));
        assertThat(servers.servers().keySet()).containsExactly("a", "b");
    }
}
