package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentLaunches;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.BaseTools;
import dev.agentsdk.options.Budget;
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
import dev.agentsdk.options.Sandbox;
import dev.agentsdk.options.SandboxCredentials;
import dev.agentsdk.options.SandboxFilesystem;
import dev.agentsdk.options.SandboxNetwork;
import dev.agentsdk.options.SandboxSecret;
import dev.agentsdk.options.SettingSource;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.Skills;
import dev.agentsdk.options.Startup;
import dev.agentsdk.options.Subagents;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.Thinking;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exact words that each option becomes for {@code claude}. */
class ClaudeArgumentsTest {

    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final List<String> BEFORE = List.of("claude", "--output-format", "stream-json", "--verbose");
    private static final List<String> BEHIND = List.of("--input-format", "stream-json");

    @TempDir
    Path directory;

    private static Arguments row(String name, UnaryOperator<AgentOptions.Builder> option, String... words) {
        return Arguments.of(name, option, List.of(words));
    }

    private static Arguments models(String name, Models models, String... words) {
        return row(name, options -> options.models(models), words);
    }

    private static Arguments startup(String name, Startup startup, String... words) {
        return row(name, options -> options.startup(startup), words);
    }

    private static Arguments tools(String name, ToolAccess tools, String... words) {
        return row(name, options -> options.toolAccess(tools), words);
    }

    private static Arguments permissions(String name, PermissionPolicy policy, String... words) {
        return row(name, options -> options.permissionPolicy(policy), words);
    }

    private static Arguments conversation(String name, Conversation conversation, String... words) {
        return row(name, options -> options.conversation(conversation), words);
    }

    private static Arguments settings(String name, Settings settings, String... words) {
        return row(name, options -> options.settings(settings), words);
    }

    private static Arguments workspace(String name, Workspace workspace, String... words) {
        return row(name, options -> options.workspace(workspace), words);
    }

    private static Arguments mcp(String name, McpServers servers, String... words) {
        return row(name, options -> options.mcpServers(servers), words);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                        prompts(),
                        modelRows(),
                        toolRows(),
                        permissionRows(),
                        conversationRows(),
                        settingsRows(),
                        otherRows())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> prompts() {
        return Stream.of(
                row("nothing", options -> options),
                row("systemPrompt text", options -> options.systemPrompt("Hi"), "--system-prompt", "Hi"),
                row(
                        "systemPrompt without dynamic sections",
                        options -> options.systemPrompt(
                                SystemPrompt.presetWith("x").withoutDynamicSections()),
                        "--append-system-prompt",
                        "x"),
                row("systemPrompt blocks", options -> options.systemPrompt(SystemPrompt.blocks("a", "b"))));
    }

    private static Stream<Arguments> modelRows() {
        Models none = Models.unset();
        return Stream.of(
                models("model", Models.of("opus"), "--model", "opus"),
                models("fallbacks", none.withFallbacks("a", "b"), "--fallback-model", "a,b"),
                models("one beta", none.withBetas("context-1m-2025-08-07"), "--betas", "context-1m-2025-08-07"),
                models("two betas", none.withBetas("a", "b"), "--betas", "a", "--betas", "b"),
                models("effort", none.withEffort(Effort.XHIGH), "--effort", "xhigh"),
                models("newer effort", none.withEffort(Effort.of("more")), "--effort", "more"),
                models("thinking adaptive", none.withThinking(Thinking.adaptive()), "--thinking", "adaptive"),
                models(
                        "thinking adaptive, shown",
                        none.withThinking(Thinking.adaptive().withDisplay(Thinking.SUMMARIZED)),
                        "--thinking",
                        "adaptive",
                        "--thinking-display",
                        "summarized"),
                models("thinking budget", none.withThinking(Thinking.budget(2048)), "--max-thinking-tokens", "2048"),
                models(
                        "thinking budget, shown",
                        none.withThinking(Thinking.budget(1).withDisplay(Thinking.OMITTED)),
                        "--max-thinking-tokens",
                        "1",
                        "--thinking-display",
                        "omitted"),
                models("thinking disabled", none.withThinking(Thinking.disabled()), "--thinking", "disabled"));
    }

    private static Stream<Arguments> toolRows() {
        ToolAccess none = ToolAccess.unset();
        return Stream.of(
                tools("base tools", none.withBase(BaseTools.only("Read", "Bash")), "--tools", "Read,Bash"),
                tools("no base tools", none.withBase(BaseTools.only()), "--tools", ""),
                tools("default base tools", none.withBase(BaseTools.preset()), "--tools", "default"),
                tools("allowed", none.withAllowed("Read", "Bash(ls:*)"), "--allowedTools", "Read,Bash(ls:*)"),
                tools("disallowed", none.withDisallowed("WebFetch"), "--disallowedTools", "WebFetch"),
                tools(
                        "all skills",
                        none.withSkills(Skills.all()),
                        "--allowedTools",
                        "Skill",
                        "--setting-sources=user,project"),
                tools(
                        "all skills, allowed before",
                        none.withAllowed("Skill").withSkills(Skills.all()),
                        "--allowedTools",
                        "Skill",
                        "--setting-sources=user,project"),
                tools(
                        "some skills",
                        none.withAllowed("Read", "Skill(a)").withSkills(Skills.only("a", "b:c")),
                        "--allowedTools",
                        "Read,Skill(a),Skill(b:c)",
                        "--setting-sources=user,project"),
                tools("no skills", none.withSkills(Skills.only()), "--setting-sources=user,project"),
                row(
                        "skills with sources of one's own",
                        options -> options.toolAccess(none.withSkills(Skills.all()))
                                .settings(Settings.unset().withSources(SettingSource.LOCAL)),
                        "--allowedTools",
                        "Skill",
                        "--setting-sources=local"),
                tools("aliases", none.withAlias("Bash", "mcp__x__y")));
    }

    private static Stream<Arguments> permissionRows() {
        PermissionPolicy none = PermissionPolicy.unset();
        return Stream.of(
                permissions("mode", none.withMode(PermissionMode.DONT_ASK), "--permission-mode", "dontAsk"),
                permissions("prompt tool", none.withPromptTool("mcp__a__b"), "--permission-prompt-tool", "mcp__a__b"),
                permissions("prompts none", none.withPrompts(PermissionPrompts.NONE), "--permission-prompts", "none"),
                permissions("prompts host", none.withPrompts(PermissionPrompts.HOST), "--permission-prompts", "host"),
                row(
                        "permission callback",
                        options -> options.permissionCallback((request, cancellation) -> PermissionDecision.allow()),
                        "--permission-prompt-tool",
                        "stdio"),
                permissions("bypass", none.withBypassAllowed(true), "--allow-dangerously-skip-permissions"),
                permissions("plan instructions", none.withPlanInstructions("x")),
                row("max turns", options -> options.budget(Budget.unset().withMaxTurns(7)), "--max-turns", "7"),
                row("max usd", options -> options.budget(Budget.unset().withMaxUsd(0.25)), "--max-budget-usd", "0.25"),
                row(
                        "max usd without exponent",
                        options -> options.budget(Budget.unset().withMaxUsd(new BigDecimal("1E-7"))),
                        "--max-budget-usd",
                        "0.0000001"),
                row("task budget", options -> options.budget(Budget.unset().withTaskTokens(9)), "--task-budget", "9"));
    }

    private static Stream<Arguments> conversationRows() {
        return Stream.of(
                conversation("resume", Conversation.resuming("-x"), "--resume=-x"),
                conversation("continue", Conversation.latest(), "--continue"),
                conversation("fork", Conversation.resuming("s").forked(), "--resume=s", "--fork-session"),
                conversation("fork latest", Conversation.latest().forked(), "--continue", "--fork-session"),
                conversation("session id", Conversation.freshAs(ID), "--session-id=" + ID),
                conversation(
                        "fork with an id",
                        Conversation.resuming("s").forked().withSessionId(ID),
                        "--resume=s",
                        "--session-id=" + ID,
                        "--fork-session"),
                conversation(
                        "resume at", Conversation.resuming("s").cutAfter("-m"), "--resume=s", "--resume-session-at=-m"),
                conversation(
                        "resume at, dropping a turn",
                        Conversation.resuming("s").cutAfter("m", "t"),
                        "--resume=s",
                        "--resume-session-at=m",
                        "--resume-drops-turn=t"),
                conversation(
                        "an empty turn is passed on",
                        Conversation.resuming("s").cutAfter("m", ""),
                        "--resume=s",
                        "--resume-session-at=m",
                        "--resume-drops-turn="),
                conversation("unpersisted", Conversation.fresh().unpersisted(), "--no-session-persistence"),
                conversation("title", Conversation.fresh().withTitle("x")));
    }

    private static Stream<Arguments> settingsRows() {
        Settings none = Settings.unset();
        SandboxNetwork network = SandboxNetwork.unset()
                .withAllowedDomains("a.example", "*.b.example")
                .withDeniedDomains("c.example")
                .withManagedDomainsOnly(true)
                .withUnixSockets("/run/x.sock")
                .withAllUnixSockets(false)
                .withLocalBinding(true)
                .withMachLookup("com.example.x")
                .withHttpProxyPort(8080)
                .withSocksProxyPort(1080);
        Sandbox sandbox = Sandbox.on()
                .withAutoAllow(true)
                .withExcludedCommands("docker")
                .withUnsandboxedAllowed(false)
                .withWeakerNested(true)
                .withNetwork(network)
                .withIgnoredViolations(List.of("/tmp/x"), List.of("localhost"));
        return Stream.of(
                settings("file", none.withFile(Path.of("/srv/settings.json")), "--settings", "/srv/settings.json"),
                settings("json", none.withJson(" { \"model\" : \"opus\" } "), "--settings", "{\"model\":\"opus\"}"),
                settings(
                        "sandbox off",
                        none.withSandbox(Sandbox.off()),
                        "--settings",
                        "{\"sandbox\":{\"enabled\":false}}"),
                settings(
                        "sandbox in json",
                        none.withJson("{\"permissions\":{\"deny\":[\"Read(./.env)\"]},\"sandbox\":{\"old\":1}}")
                                .withSandbox(Sandbox.on()
                                        .withNetwork(SandboxNetwork.unset().withLocalBinding(true))),
                        "--settings",
                        "{\"permissions\":{\"deny\":[\"Read(./.env)\"]},\"sandbox\":{\"old\":1,\"enabled\":true,"
                                + "\"network\":{\"allowLocalBinding\":true}}}"),
                settings(
                        "sandbox merged into that of the json",
                        none.withSandbox(Sandbox.on()
                                        .withExcludedCommands("docker")
                                        .withNetwork(SandboxNetwork.unset().withAllowedDomains("b.example")))
                                .withJson("{\"sandbox\":{\"enabled\":false,\"failIfUnavailable\":true,"
                                        + "\"excludedCommands\":[\"git\"],\"network\":{\"allowedDomains\":[\"a.example\"],"
                                        + "\"strictAllowlist\":true}}}"),
                        "--settings",
                        "{\"sandbox\":{\"enabled\":true,\"failIfUnavailable\":true,\"excludedCommands\":[\"docker\"],"
                                + "\"network\":{\"allowedDomains\":[\"b.example\"],\"strictAllowlist\":true}}}"),
                settings(
                        "the sandbox of claude 2.1.332",
                        none.withSandbox(Sandbox.on()
                                .withFailIfUnavailable(true)
                                .withNetwork(SandboxNetwork.unset()
                                        .withStrictAllowlist(true)
                                        .withTlsTermination(Path.of("/ca.pem"), Path.of("/ca.key")))
                                .withFilesystem(SandboxFilesystem.unset()
                                        .withAllowWrite("~/out")
                                        .withDenyWrite("/etc")
                                        .withDenyRead("~/.ssh")
                                        .withAllowRead("~/.ssh/known_hosts")
                                        .withManagedReadPathsOnly(false)
                                        .withDisabled(false))
                                .withCredentials(SandboxCredentials.unset()
                                        .withSecrets(
                                                SandboxSecret.variable("TOKEN", SandboxSecret.Mode.MASK)
                                                        .withExtract("key=(.*)", "deny")
                                                        .withInjectHosts("api.example"),
                                                SandboxSecret.file(Path.of("/s"), SandboxSecret.Mode.DENY)
                                                        .withMaskedClaims("sub")
                                                        .withMaskedDuplicates(true))
                                        .withAwsPair("ID", "KEY", null)
                                        .withAwsPair("ID2", "KEY2", "TOKEN2")
                                        .withPlaintextInject(false))
                                .withNestedUserNamespaces(true)
                                .withWeakerNetworkIsolation(false)
                                .withAppleEvents(false)
                                .withRipgrep("/rg", "--x")
                                .withBwrapPath(Path.of("/bwrap"))
                                .withSocatPath(Path.of("/socat"))
                                .with("brandNew", List.of(1))),
                        "--settings",
                        "{\"sandbox\":{\"enabled\":true,\"failIfUnavailable\":true,\"network\":{\"strictAllowlist\":true,"
                                + "\"tlsTerminate\":{\"caCertPath\":\"/ca.pem\",\"caKeyPath\":\"/ca.key\"}},\"filesystem\":{"
                                + "\"allowWrite\":[\"~/out\"],\"denyWrite\":[\"/etc\"],\"denyRead\":[\"~/.ssh\"],"
                                + "\"allowRead\":[\"~/.ssh/known_hosts\"],\"allowManagedReadPathsOnly\":false,"
                                + "\"disabled\":false},\"credentials\":{\"files\":[{\"path\":\"/s\",\"mode\":\"deny\","
                                + "\"decode\":\"jwt\",\"maskClaims\":[\"sub\"],\"maskDuplicates\":true}],\"envVars\":["
                                + "{\"name\":\"TOKEN\",\"mode\":\"mask\",\"extract\":\"key=(.*)\","
                                + "\"onExtractNoMatch\":\"deny\",\"injectHosts\":[\"api.example\"]}],\"awsPairs\":["
                                + "{\"accessKeyIdVar\":\"ID\",\"secretAccessKeyVar\":\"KEY\"},"
                                + "{\"accessKeyIdVar\":\"ID2\",\"secretAccessKeyVar\":\"KEY2\","
                                + "\"sessionTokenVar\":\"TOKEN2\"}],\"allowPlaintextInject\":false},"
                                + "\"allowNestedUserNamespaces\":true,\"enableWeakerNetworkIsolation\":false,"
                                + "\"allowAppleEvents\":false,\"ripgrep\":{\"command\":\"/rg\",\"args\":[\"--x\"]},"
                                + "\"bwrapPath\":\"/bwrap\",\"socatPath\":\"/socat\",\"brandNew\":[1]}}"),
                settings(
                        "the whole sandbox",
                        none.withSandbox(sandbox),
                        "--settings",
                        "{\"sandbox\":{\"enabled\":true,\"autoAllowBashIfSandboxed\":true,\"excludedCommands\":[\"docker\"],"
                                + "\"allowUnsandboxedCommands\":false,\"enableWeakerNestedSandbox\":true,\"network\":{"
                                + "\"allowedDomains\":[\"a.example\",\"*.b.example\"],\"deniedDomains\":[\"c.example\"],"
                                + "\"allowManagedDomainsOnly\":true,\"allowUnixSockets\":[\"/run/x.sock\"],"
                                + "\"allowAllUnixSockets\":false,\"allowLocalBinding\":true,"
                                + "\"allowMachLookup\":[\"com.example.x\"],\"httpProxyPort\":8080,\"socksProxyPort\":1080},"
                                + "\"ignoreViolations\":{\"file\":[\"/tmp/x\"],\"network\":[\"localhost\"]}}}"),
                settings("managed", none.withManaged("{\"a\": 1}"), "--managed-settings", "{\"a\":1}"),
                settings(
                        "sources",
                        none.withSources(SettingSource.USER, SettingSource.PROJECT, SettingSource.LOCAL),
                        "--setting-sources=user,project,local"),
                settings("no sources", none.withSources(), "--setting-sources="),
                mcp(
                        "mcp server",
                        McpServers.unset().with("gh", McpServerConfig.stdio("npx", "-y")),
                        "--mcp-config",
                        "{\"mcpServers\":{\"gh\":{\"type\":\"stdio\",\"command\":\"npx\",\"args\":[\"-y\"]}}}"),
                mcp(
                        "mcp servers in order",
                        McpServers.unset()
                                .with("z", McpServerConfig.http(URI.create("http://h/")))
                                .with("a", McpServerConfig.sdk("a")),
                        "--mcp-config",
                        "{\"mcpServers\":{\"z\":{\"type\":\"http\",\"url\":\"http://h/\"},\"a\":{\"type\":\"sdk\",\"name\":\"a\"}}}"),
                mcp("mcp file", McpServers.unset().withConfig("mcp.json"), "--mcp-config", "mcp.json"),
                mcp(
                        "mcp file and server",
                        McpServers.unset().withConfig("mcp.json").with("a", McpServerConfig.sdk("a")),
                        "--mcp-config",
                        "mcp.json",
                        "--mcp-config",
                        "{\"mcpServers\":{\"a\":{\"type\":\"sdk\",\"name\":\"a\"}}}"),
                mcp("strict", McpServers.unset().withStrict(true), "--strict-mcp-config"));
    }

    private static Stream<Arguments> otherRows() {
        return Stream.of(
                workspace(
                        "additional directories",
                        Workspace.here().withAdditionalDirectories(Path.of("/a"), Path.of("b")),
                        "--add-dir",
                        "/a",
                        "--add-dir",
                        "b"),
                workspace("config root", Workspace.here().withConfigRoot(Path.of("/c")), "--project-config-root", "/c"),
                workspace(
                        "plugins",
                        Workspace.here()
                                .withPlugin(Plugin.at(Path.of("/p")))
                                .withPlugin(Plugin.at(Path.of("/q")).withoutMcp()),
                        "--plugin-dir",
                        "/p",
                        "--plugin-dir-no-mcp",
                        "/q"),
                workspace("cwd", Workspace.at(Path.of("/w"))),
                workspace("file checkpointing", Workspace.here().withFileCheckpointing(true)),
                row(
                        "partial messages",
                        options -> options.output(Output.plain().withPartialMessages(true)),
                        "--include-partial-messages"),
                row(
                        "hook events",
                        options -> options.output(Output.plain().withHookEvents(true)),
                        "--include-hook-events"),
                row(
                        "replayed user messages",
                        options -> options.output(Output.plain().withReplayedUserMessages(true)),
                        "--replay-user-messages"),
                row("suggestions", options -> options.output(Output.plain().withPromptSuggestions(true))),
                row("main agent", options -> options.subagents(Subagents.unset().withMain("t")), "--agent", "t"),
                row(
                        "forwarded text",
                        options -> options.subagents(Subagents.unset().withForwardedText(true))),
                row("debugging", options -> options.debugging(Debugging.on()), "--debug"),
                row(
                        "debugging some",
                        options -> options.debugging(Debugging.on("hooks", "!mcp")),
                        "--debug=hooks,!mcp"),
                row(
                        "debugging to a file",
                        options -> options.debugging(Debugging.on().toFile(Path.of("/d.log"))),
                        "--debug",
                        "--debug-file",
                        "/d.log"),
                startup("bare", Startup.normal().bare(), "--bare"),
                startup("safe mode", Startup.normal().safeMode(), "--safe-mode"),
                startup("restricted", Startup.normal().restricted(), "--restricted"),
                startup("no slash commands", Startup.normal().withoutSlashCommands(), "--disable-slash-commands"),
                startup("autocompact", Startup.normal().withAutocompact(150_000), "--autocompact=150000"),
                startup("automatic autocompact", Startup.normal().withAutocompactAuto(), "--autocompact=auto"),
                startup(
                        "no system prompt snapshot",
                        Startup.normal().withSystemPromptSnapshot(false),
                        "--system-prompt-snapshot=off"),
                startup(
                        "system prompt snapshot",
                        Startup.normal().withSystemPromptSnapshot(true),
                        "--system-prompt-snapshot=on"),
                startup("worktree", Startup.normal().inWorktree(), "--worktree"),
                startup("named worktree", Startup.normal().inWorktree("-w"), "--worktree=-w"),
                startup("pull request", Startup.normal().fromPullRequest("12"), "--from-pr=12"),
                startup(
                        "the last of two is the one",
                        Startup.normal().inWorktree("a").bare().inWorktree("b"),
                        "--worktree=b",
                        "--bare"),
                row("extra flag", options -> options.extraArg("x").extraArg("y", "-1"), "--x", "--y=-1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void becomesTheseWords(String name, UnaryOperator<AgentOptions.Builder> option, List<String> words) {
        AgentOptions options = option.apply(AgentOptions.builder().systemPrompt(SystemPrompt.preset()))
                .build();
        List<String> expected = new ArrayList<>(BEFORE);
        expected.addAll(words);
        expected.addAll(BEHIND);

        assertThat(CliCommandLine.arguments(Path.of("claude"), AgentLaunches.of(options)))
                .isEqualTo(expected);
    }

    @Test
    void everythingTogetherIsInTheOrderOfTheOfficialSdk() {
        AgentOptions options = AgentOptions.builder()
                .models(Models.of("m")
                        .withFallbacks("f")
                        .withBetas("b")
                        .withEffort(Effort.LOW)
                        .withThinking(Thinking.adaptive()))
                .toolAccess(ToolAccess.unset()
                        .withBase(BaseTools.preset())
                        .withAllowed("A")
                        .withDisallowed("D"))
                .permissionPolicy(
                        PermissionPolicy.unset().withMode(PermissionMode.PLAN).withPromptTool("p"))
                .budget(Budget.unset().withMaxTurns(1).withMaxUsd(2).withTaskTokens(3))
                .conversation(
                        Conversation.resuming("r").forked().withSessionId(ID).cutAfter("m", "t"))
                .settings(Settings.unset().withJson("{}").withSources(SettingSource.USER))
                .workspace(Workspace.here()
                        .withAdditionalDirectories(Path.of("/a"))
                        .withPlugin(Plugin.at(Path.of("/p"))))
                .mcpServers(McpServers.unset().withConfig("c").withStrict(true))
                .output(Output.plain().withPartialMessages(true).withHookEvents(true))
                .extraArg("x")
                .build();

        assertThat(CliCommandLine.arguments(Path.of("claude"), AgentLaunches.of(options)).stream()
                        .filter(word -> word.startsWith("--"))
                        .map(word -> word.split("=", 2)[0]))
                .containsExactly(
                        "--output-format",
                        "--verbose",
                        "--system-prompt",
                        "--tools",
                        "--allowedTools",
                        "--max-turns",
                        "--max-budget-usd",
                        "--disallowedTools",
                        "--task-budget",
                        "--model",
                        "--fallback-model",
                        "--betas",
                        "--permission-prompt-tool",
                        "--permission-mode",
                        "--resume",
                        "--session-id",
                        "--settings",
                        "--add-dir",
                        "--mcp-config",
                        "--include-partial-messages",
                        "--include-hook-events",
                        "--strict-mcp-config",
                        "--fork-session",
                        "--resume-session-at",
                        "--resume-drops-turn",
                        "--setting-sources",
                        "--plugin-dir",
                        "--x",
                        "--thinking",
                        "--effort",
                        "--input-format");
    }

    @Test
    void aSandboxIsPutIntoTheSettingsOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("s.json"), "{ \"model\" : \"opus\", \"sandbox\": 1 }");

        assertThat(words(Settings.unset().withFile(file).withSandbox(Sandbox.on())))
                .containsSequence("--settings", "{\"model\":\"opus\",\"sandbox\":{\"enabled\":true}}");
    }

    @Test
    void aRelativeSettingsFileIsSeenFromTheDirectoryOfTheJvm() {
        assertThat(words(Settings.unset().withFile(Path.of("s.json"))))
                .containsSequence(
                        "--settings", Path.of("s.json").toAbsolutePath().toString());
    }

    @Test
    void settingsThatCannotTakeASandboxAreRefusedAndNotShown() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"env\":{\"KEY\":\"s3cret\"");
        Path list = Files.writeString(directory.resolve("list.json"), "[\"s3cret\"]");

        for (Path file : List.of(broken, list, directory.resolve("missing.json"))) {
            CliStartException refused = catchThrowableOfType(
                    CliStartException.class,
                    () -> words(Settings.unset().withFile(file).withSandbox(Sandbox.on())));
            assertThat(refused.reason()).isEqualTo(CliStartException.Reason.INVALID_ARGUMENT);
            assertThat(refused)
                    .hasMessageStartingWith("settings: the sandbox cannot be put into the settings of " + file)
                    .hasMessageNotContaining("s3cret");
        }
    }

    private static List<String> words(Settings settings) {
        return CliCommandLine.arguments(
                Path.of("claude"),
                AgentLaunches.of(AgentOptions.builder().settings(settings).build()));
    }
}
