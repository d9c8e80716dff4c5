package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.RewindResult;
import dev.agentsdk.dialog.ElicitationAnswer;
import dev.agentsdk.dialog.ElicitationRequest;
import dev.agentsdk.dialog.UserDialogAnswer;
import dev.agentsdk.dialog.UserDialogRequest;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.model.ModelReply.Ending;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.InformationalMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.PluginState;
import dev.agentsdk.message.TaskNotificationMessage;
import dev.agentsdk.message.TaskStartedMessage;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentDefinition;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Budget;
import dev.agentsdk.options.Effort;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.Models;
import dev.agentsdk.options.Output;
import dev.agentsdk.options.Plugin;
import dev.agentsdk.options.Sandbox;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.Skills;
import dev.agentsdk.options.Subagents;
import dev.agentsdk.options.Thinking;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Options that {@code qwen} has no form for do on {@code claude} what they are for. */
@RealCliTest
class RealFeaturesTest {

    private static final RealCli CLI = RealCli.CLAUDE;

    @RegisterExtension
    final Lab lab = new Lab();

    private static Turn turn(AgentOptions.Builder options, String prompt) {
        try (AgentSession session = AgentSession.open(options.build())) {
            return Turn.of(session, prompt);
        }
    }

    private static InitMessage init(Turn turn) {
        return turn.all(InitMessage.class).get(0);
    }

    private ModelCall lastCall() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1);
    }

    /** The last request to the model after a turn with these models. */
    private JsonNode request(Models models) {
        turn(lab.options(CLI).models(models), prompt("Hello", text("Hi")));
        return lastCall().body();
    }

    @Test
    void effortIsInTheRequest() {
        for (Effort effort : List.of(Effort.LOW, Effort.HIGH)) {
            assertThat(request(Models.unset().withEffort(effort))
                            .at("/output_config/effort")
                            .asText())
                    .isEqualTo(effort.value());
        }
    }

    /** Newer models think adaptively whatever they are told; this one can be told. */
    @Test
    void thinkingIsInTheRequest() {
        Models model = Models.of("claude-sonnet-4-5");

        JsonNode budgeted = request(model.withThinking(Thinking.budget(2000))).path("thinking");
        assertThat(budgeted.path("type").asText()).isEqualTo("enabled");
        assertThat(budgeted.path("budget_tokens").asInt()).isEqualTo(2000);
        assertThat(request(model.withThinking(Thinking.disabled()))
                        .path("thinking")
                        .path("type")
                        .asText())
                .isEqualTo("disabled");
        assertThat(request(Models.of("default").withThinking(Thinking.adaptive()))
                        .path("thinking")
                        .path("type")
                        .asText())
                .isEqualTo("adaptive");
    }

    @Test
    void aBudgetOfTokensIsInTheRequest() {
        turn(lab.options(CLI).budget(Budget.unset().withTaskTokens(50_000)), prompt("Hello", text("Hi")));

        assertThat(lastCall().body().at("/output_config/task_budget/total").asInt())
                .isEqualTo(50_000);
    }

    @Test
    void aBudgetThatIsSpentEndsTheTurnWithAnError() {
        String twoCalls = prompt("Go", tool("Bash", CLI.shell("true")), text("Not said."));

        Turn dollars =
                turn(lab.options(CLI).allowedTools("Bash").budget(Budget.unset().withMaxUsd(0.0001)), twoCalls);
        assertThat(dollars.result().isError()).isTrue();
        assertThat(dollars.result().subtype()).isEqualTo("error_max_budget_usd");
        assertThat(dollars.text()).doesNotContain("Not said.");

        Turn turns = turn(lab.options(CLI).allowedTools("Bash").maxTurns(1), twoCalls);
        assertThat(turns.result().isError()).isTrue();
        assertThat(turns.result().subtype()).isEqualTo("error_max_turns");
        assertThat(turns.text()).doesNotContain("Not said.");
    }

    @Test
    void aSkillOfTheProjectIsListedAndLoaded() {
        Lab.write(
                lab.cwd().resolve(".claude/skills/peel/SKILL.md"),
                "---\nname: peel\ndescription: Peels fruit.\n---\nThe marker is tangerine.\n");

        Turn turn = turn(
                lab.options(CLI).toolAccess(ToolAccess.unset().withSkills(Skills.only("peel"))),
                prompt("Go", tool("Skill", Map.of("skill", "peel")), text("Done")));

        assertThat(init(turn).skills()).contains("peel");
        assertThat(lastCall().conversation()).contains("The marker is tangerine.");
    }

    @Test
    void aPluginBringsItsCommands() {
        Path plugin = lab.home().resolve("plugin");
        Lab.write(
                plugin.resolve(".claude-plugin/plugin.json"),
                "{\"name\":\"fruit\",\"version\":\"1.2.3\",\"description\":\"Fruit.\"}");
        Lab.write(plugin.resolve("commands/peel.md"), "---\ndescription: Peels.\n---\nThe marker is pomelo.\n");
        AgentOptions.Builder options =
                lab.options(CLI).workspace(Workspace.at(lab.cwd()).withPlugin(Plugin.at(plugin)));

        try (AgentSession session = AgentSession.open(options.build())) {
            Turn turn = Turn.of(session, prompt("Hello", text("Hi")));
            assertThat(init(turn).plugins())
                    .filteredOn(loaded -> loaded.name().equals("fruit"))
                    .singleElement()
                    .extracting(PluginState::version)
                    .isEqualTo(Optional.of("1.2.3"));
            assertThat(init(turn).slashCommands()).contains("fruit:peel");

            Turn.of(session, "/fruit:peel");
            assertThat(lab.model().calls())
                    .anySatisfy(call -> assertThat(call.conversation()).contains("The marker is pomelo."));
        }
    }

    @Test
    void filesAreRewoundToAMessage() {
        Path file = lab.cwd().resolve("a.txt");
        AgentOptions.Builder options = lab.options(CLI)
                .permissionMode(PermissionMode.ACCEPT_EDITS)
                .workspace(Workspace.at(lab.cwd()).withFileCheckpointing(true))
                .output(Output.plain().withReplayedUserMessages(true));
        try (AgentSession session = AgentSession.open(options.build())) {
            Turn turn = Turn.of(session, prompt("Write", tool("Write", CLI.write(file, "one")), text("Done")));
            String message = turn.all(UserMessage.class).stream()
                    .filter(UserMessage::isReplay)
                    .findFirst()
                    .flatMap(UserMessage::uuid)
                    .orElseThrow();
            assertThat(file).hasContent("one");

            RewindResult dryRun = session.rewindFilesDryRun(message);
            assertThat(dryRun.canRewind()).isTrue();
            assertThat(dryRun.filesChanged()).containsExactly(file.toString());
            assertThat(dryRun.deletions()).hasValue(1);
            assertThat(file).hasContent("one");

            assertThat(session.rewindFiles(message).canRewind()).isTrue();
            assertThat(file).doesNotExist();
        }
    }

    /** Whether the platform lets a sandbox be made; the reason, if not. */
    private static Optional<String> noSandboxHere() {
        for (List<String> command : List.of(
                List.of("socat", "-V"),
                List.of("bwrap", "--ro-bind", "/", "/", "--unshare-net", "--unshare-pid", "--proc", "/proc", "true"))) {
            try {
                Process probe =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                try {
                    probe.getOutputStream().close();
                    String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    if (probe.waitFor() != 0) {
                        return Optional.of(command.get(0) + " cannot work on this machine: " + said);
                    }
                } finally {
                    probe.destroyForcibly();
                }
            } catch (IOException e) {
                return Optional.of(command.get(0) + " is not on the PATH of this machine.");
            } catch (InterruptedException e) {
                throw new IllegalStateException("Interrupted while looking whether there can be a sandbox.", e);
            }
        }
        return Optional.empty();
    }

    private static Settings required(Sandbox sandbox) {
        return Settings.unset().withSandbox(sandbox.withFailIfUnavailable(true));
    }

    /** On each machine: the CLI finds neither bwrap nor socat, as it has nothing in its PATH. */
    @Test
    void aSandboxThatCannotBeHadIsAnErrorIfItIsRequired() throws IOException {
        Path empty = Files.createDirectory(lab.home().resolve("empty"));

        assertThatThrownBy(() -> turn(
                        lab.options(CLI).env("PATH", empty.toString()).settings(required(Sandbox.on())),
                        prompt("Hello", text("Hi"))))
                .isInstanceOf(CliExitedException.class)
                .hasMessageContaining("Sandbox required but unavailable")
                .hasMessageContaining("bwrap");
        assertThat(lab.model().scriptedCalls()).isEmpty();
    }

    @Test
    void aSandboxThatCannotBeHadIsAWarningIfItIsNotRequired() throws IOException {
        Path empty = Files.createDirectory(lab.home().resolve("empty"));
        List<String> stderr = new CopyOnWriteArrayList<>();

        Turn turn = turn(
                lab.options(CLI)
                        .env("PATH", empty.toString())
                        .stderrListener(stderr::add)
                        .settings(Settings.unset().withSandbox(Sandbox.on())),
                prompt("Hello", text("Hi")));

        assertThat(turn.text()).isEqualTo("Hi");
        assertThat(String.join("\n", stderr)).contains("sandbox").contains("bwrap");
    }

    /** As in a container without namespaces: what is required is not run without a sandbox. */
    @Test
    void aCommandIsNotRunIfItsSandboxDoesNotWork() throws IOException {
        Path programs = Files.createDirectory(lab.home().resolve("programs"));
        for (String program : List.of("bwrap", "socat")) {
            Lab.write(programs.resolve(program), "#!/bin/sh\necho bwrap: No permissions for a namespace >&2; exit 1\n");
            assertThat(programs.resolve(program).toFile().setExecutable(true)).isTrue();
        }

        Turn turn = turn(
                lab.options(CLI)
                        .env("PATH", programs + File.pathSeparator + System.getenv("PATH"))
                        .settings(required(Sandbox.on().withAutoAllow(true).withUnsandboxedAllowed(false))),
                prompt("Go", tool("Bash", CLI.shell("touch inside.txt")), text("Done")));

        assertThat(turn.all(UserMessage.class))
                .flatExtracting(UserMessage::content)
                .filteredOn(ToolResultBlock.class::isInstance)
                .singleElement()
                .satisfies(block -> {
                    ToolResultBlock result = (ToolResultBlock) block;
                    assertThat(result.isError()).isTrue();
                    assertThat(result.text()).contains("Sandbox is required but failed to initialize");
                });
        assertThat(lab.cwd().resolve("inside.txt")).doesNotExist();
    }

    @Test
    void aCommandInTheSandboxWritesInTheWorkingDirectoryOnly() {
        assumeThat(noSandboxHere()).isEmpty();
        Path outside = lab.home().resolve("outside.txt");

        turn(
                lab.options(CLI)
                        .settings(required(Sandbox.on()
                                .withAutoAllow(true)
                                .withUnsandboxedAllowed(false)
                                .withWeakerNested(true))),
                prompt("Go", tool("Bash", CLI.shell("touch inside.txt; touch " + outside)), text("Done")));

        assertThat(lab.cwd().resolve("inside.txt")).exists();
        assertThat(outside).doesNotExist();
        assertThat(lastCall().conversation()).contains("Read-only file system");
    }

    @Test
    void aQuestionOfAnMcpServerReachesTheApplication() {
        List<ElicitationRequest> asked = new CopyOnWriteArrayList<>();
        Path server = lab.home().resolve("asker.js");
        Lab.write(server, ASKER);
        AgentOptions.Builder options = lab.options(CLI)
                .allowedTools("mcp__asker__ask")
                .mcpServer(
                        "asker",
                        McpServerConfig.stdio(
                                RealCli.nodeDirectory().resolve("node").toString(), server.toString()))
                .elicitationCallback((question, cancellation) -> {
                    asked.add(question);
                    return CompletableFuture.completedFuture(ElicitationAnswer.accept(Map.of("name", "Ann")));
                });

        turn(options, prompt("Go", tool("mcp__asker__ask", Map.of()), text("Done")));

        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.serverName()).isEqualTo("asker");
            assertThat(question.message()).isEqualTo("Your name?");
            assertThat(question.requestedSchema()
                            .orElseThrow()
                            .tree()
                            .at("/properties/name/type")
                            .asText())
                    .isEqualTo("string");
        });
        assertThat(lastCall().conversation()).contains("The server was told accept Ann");
    }

    /** Asks the client for a name in the middle of a tool call. */
    private static final String ASKER = """
            const send = message => process.stdout.write(JSON.stringify({jsonrpc: '2.0', ...message}) + '\\n');
            let call;
            require('readline').createInterface({input: process.stdin}).on('line', line => {
              const message = JSON.parse(line);
              if (message.method === 'initialize') {
                send({id: message.id, result: {protocolVersion: message.params.protocolVersion,
                    capabilities: {tools: {}}, serverInfo: {name: 'asker', version: '1'}}});
              } else if (message.method === 'tools/list') {
                send({id: message.id, result: {tools: [{name: 'ask', description: 'Asks for a name.',
                    inputSchema: {type: 'object', properties: {}}}]}});
              } else if (message.method === 'tools/call') {
                call = message.id;
                send({id: 'question', method: 'elicitation/create', params: {message: 'Your name?',
                    requestedSchema: {type: 'object', properties: {name: {type: 'string'}}, required: ['name']}}});
              } else if (message.id === 'question') {
                const answer = message.result;
                send({id: call, result: {content: [{type: 'text',
                    text: 'The server was told ' + answer.action + ' ' + answer.content.name}]}});
              }
            });
            """;

    @Test
    void aQuestionOfTheModelIsAnsweredByThePermissionCallback() {
        List<Map<String, ?>> questions = List.of(Map.of(
                "question",
                "Which fruit?",
                "header",
                "Fruit",
                "multiSelect",
                false,
                "options",
                List.of(
                        Map.of("label", "Apple", "description", "Red."),
                        Map.of("label", "Pear", "description", "Green."))));
        AgentOptions.Builder options = lab.options(CLI)
                .permissionCallback((request, cancellation) ->
                        request.toolName().equals("AskUserQuestion")
                                ? PermissionDecision.allow()
                                        .withUpdatedInput(Map.of(
                                                "questions", questions, "answers", Map.of("Which fruit?", "Pear")))
                                : PermissionDecision.deny("Only questions."));

        turn(options, prompt("Go", tool("AskUserQuestion", Map.of("questions", questions)), text("Done")));

        assertThat(lastCall().conversation()).contains("Which fruit?\\\"=\\\"Pear");
    }

    /** A refusal is the occasion of the one kind of dialog that the official SDK names. Without an account there is none. */
    @Test
    void aRefusalOfTheModelIsToldAndTheTurnGoesOnWithoutADialog() {
        List<UserDialogRequest> shown = new CopyOnWriteArrayList<>();
        AgentOptions.Builder options = lab.options(CLI)
                .userDialogCallback(Set.of("refusal_fallback_prompt"), (dialog, cancellation) -> {
                    shown.add(dialog);
                    return CompletableFuture.completedFuture(UserDialogAnswer.cancelled());
                });

        Turn turn = turn(options, prompt("Go", text("I will not.").ending(Ending.REFUSAL), text("This is fine.")));

        assertThat(shown).isEmpty();
        assertThat(turn.all(InformationalMessage.class))
                .singleElement()
                .satisfies(told -> assertThat(told.content()).contains("stopped the response"));
        assertThat(turn.text()).endsWith("This is fine.");
        assertThat(turn.result().isError()).isFalse();
    }

    @Test
    void aSubagentWorksWithItsOwnPromptAndItsTextIsForwarded() {
        AgentOptions.Builder options = lab.options(CLI)
                .subagents(Subagents.unset()
                        .with("helper", AgentDefinition.of("Helps.", "You are a mandarin."))
                        .withForwardedText(true));
        Turn turn = untilATaskHasEnded(
                options,
                prompt(
                        "Go",
                        tool(
                                "Task",
                                Map.of(
                                        "description",
                                        "Help",
                                        "subagent_type",
                                        "helper",
                                        "prompt",
                                        prompt("Help", text("I am the helper.")))),
                        text("Done"),
                        text("It is over.")));

        assertThat(lab.model().scriptedCalls())
                .anySatisfy(call ->
                        assertThat(call.body().path("system").toString()).contains("You are a mandarin."));
        assertThat(turn.all(TaskStartedMessage.class))
                .singleElement()
                .satisfies(task -> assertThat(
                                task.raw().tree().path("subagent_type").asText())
                        .isEqualTo("helper"));
        assertThat(turn.all(AssistantMessage.class))
                .filteredOn(message -> message.parentToolUseId().isPresent())
                .extracting(AssistantMessage::text)
                .containsExactly("I am the helper.");
        assertThat(turn.all(TaskNotificationMessage.class))
                .singleElement()
                .satisfies(task -> assertThat(task.status()).isEqualTo("completed"));
    }

    /** It works in the background: its messages may come before the result of the turn or behind it. */
    private static Turn untilATaskHasEnded(AgentOptions.Builder options, String prompt) {
        try (AgentSession session = AgentSession.open(options.build())) {
            List<Message> messages = new ArrayList<>(Turn.of(session, prompt).messages());
            while (messages.stream().noneMatch(TaskNotificationMessage.class::isInstance)) {
                messages.addAll(Turn.rest(session).messages());
            }
            return new Turn(messages);
        }
    }
}
