package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.hook.HookMatcher;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookSpecificOutput;
import dev.agentsdk.hook.PermissionRequestInput;
import dev.agentsdk.hook.PostModelSwitchInput;
import dev.agentsdk.hook.PostToolBatchInput;
import dev.agentsdk.hook.PreModelSwitchInput;
import dev.agentsdk.hook.PreSkillShellCommandInput;
import dev.agentsdk.hook.PreToolUseInput;
import dev.agentsdk.hook.SessionStartInput;
import dev.agentsdk.hook.StopInput;
import dev.agentsdk.hook.UnknownHookInput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.permission.PermissionUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hooks: what the handshake says of them, what they are told, what they answer, and what happens when they fail. */
@Timeout(30)
class HooksTest {

    private static final String COMMON =
            "'session_id':'s','transcript_path':'/t.jsonl','cwd':'/w','permission_mode':'plan','agent_id':'a1',"
                    + "'agent_type':'tester','effort':{'level':'high'}";
    private static final String PRE_TOOL = "{'hook_event_name':'PreToolUse'," + COMMON
            + ",'tool_name':'Bash','tool_input':{'command':'ls'}," + "'tool_use_id':'toolu_9'}";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);

    private AgentOptions.Builder options() {
        return AgentOptions.builder().callbackErrorListener(errors::add);
    }

    private String call(String callbackId, String input) {
        return wire.ask(
                "hook_callback", "{'callback_id':'" + callbackId + "','tool_use_id':'toolu_9','input':" + input + "}");
    }

    @Test
    void theHandshakeRegistersHooksInOrder() {
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .hook(
                                HookEvent.PRE_TOOL_USE,
                                HookMatcher.<PreToolUseInput>of("Bash|Write", (input, context) -> HookOutput.none())
                                        .withTimeout(Duration.ofSeconds(20)))
                        .hook(HookEvent.STOP, (input, context) -> HookOutput.none())
                        .hook(
                                HookEvent.PRE_TOOL_USE,
                                HookMatcher.<PreToolUseInput>all((input, context) -> HookOutput.none())
                                        .withTimeout(Duration.ofMillis(1500))
                                        .blockingOnFailure())
                        .hook(HookEvent.of("BrandNew"), (input, context) -> HookOutput.none()))) {
            assertThat(session.exitReport()).isEmpty();
            assertThat(Wire.json(transport.sent().get(0)).path("request").path("hooks"))
                    .isEqualTo(Wire.json("{'PreToolUse':["
                            + "{'matcher':'Bash|Write','hookCallbackIds':['hook_0'],'timeout':20},"
                            + "{'matcher':null,'hookCallbackIds':['hook_2'],'timeout':1.5,'onFailure':'block'}],"
                            + "'Stop':[{'matcher':null,'hookCallbackIds':['hook_1']}],"
                            + "'BrandNew':[{'matcher':null,'hookCallbackIds':['hook_3']}]}"));
        }
    }

    @Test
    void aSecondHandshakeTellsThemAgainUnderTheSameIds() {
        AgentOptions.Builder options = options().hook(HookEvent.STOP, (input, context) -> HookOutput.none());
        try (AgentSession session = Wire.open(transport, options)) {
            session.reinitialize();
            assertThat(wire.sent().path("request"))
                    .isEqualTo(Wire.json(transport.sent().get(0)).path("request"));
            assertThat(session.agentInfo().commands()).isEmpty();
            assertThat(options.build()).asString().contains("hooks=[Stop]").doesNotContain("permissionCallback");
        }
    }

    @Test
    void withoutHooksTheFieldIsNull() {
        try (AgentSession session = Wire.open(transport, options())) {
            assertThat(session.exitReport()).isEmpty();
            assertThat(transport.sent().get(0)).contains("\"hooks\":null");
        }
    }

    @Test
    void aHookIsToldItsInputTypedAndWhole() throws Exception {
        AtomicReference<PreToolUseInput> seen = new AtomicReference<>();
        try (AgentSession session = Wire.open(transport, options().hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
            seen.set(input);
            assertThat(context.toolUseId()).contains("toolu_9");
            return HookOutput.none();
        }))) {
            assertThat(wire.successOf(call("hook_0", PRE_TOOL))).isEqualTo(Wire.json("{}"));
            PreToolUseInput input = seen.get();
            assertThat(input.toolName()).isEqualTo("Bash");
            assertThat(input.toolInput().tree().path("command").asText()).isEqualTo("ls");
            assertThat(input.toolUseId()).contains("toolu_9");
            assertThat(input.sessionId()).contains("s");
            assertThat(input.cwd()).contains("/w");
            assertThat(input.permissionMode()).contains(PermissionMode.PLAN);
            assertThat(input.agentId()).contains("a1");
            assertThat(input.common().effort()).contains("high");
            assertThat(input.raw().tree().path("transcript_path").asText()).isEqualTo("/t.jsonl");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    static List<HookEvent<?>> known() {
        return HookEvent.known();
    }

    @ParameterizedTest
    @MethodSource("known")
    void everyKnownEventIsReadIntoItsType(HookEvent<?> event) {
        RawJson raw = RawJson.of("{\"hook_event_name\":\"" + event.name()
                + "\",\"tool_name\":\"T\",\"tool_input\":{},\"prompt\":\"p\",\"tool_calls\":7,\"index\":\"x\"}");
        HookInput input = HookInput.read(raw);
        assertThat(input).isInstanceOf(event.inputType());
        assertThat(input.eventName()).isEqualTo(event.name());
        assertThat(HookEvent.of(event.name())).isEqualTo(event).hasSameHashCodeAs(event);
    }

    @Test
    void thereAreAllEventsOfBothOfficialSdks() {
        assertThat(HookEvent.known()).hasSize(34).doesNotHaveDuplicates();
    }

    @Test
    void anUnknownEventAndOneThatLacksItsToolAreStillToldWhole() {
        HookInput brandNew = HookInput.read(RawJson.of("{\"hook_event_name\":\"BrandNew\",\"x\":1}"));
        assertThat(brandNew).isInstanceOf(UnknownHookInput.class);
        assertThat(brandNew.raw().tree().path("x").asInt()).isEqualTo(1);
        assertThat(HookInput.read(RawJson.of("{\"hook_event_name\":\"PreToolUse\"}")))
                .isInstanceOf(UnknownHookInput.class);
        assertThat(HookInput.read(RawJson.of("[]"))).isInstanceOf(UnknownHookInput.class);
    }

    @Test
    void suggestionsAndListsAreTyped() {
        HookInput input = HookInput.read(RawJson.of("{\"hook_event_name\":\"PermissionRequest\",\"tool_name\":\"T\","
                + "\"tool_input\":{},\"permission_suggestions\":[{\"type\":\"setMode\",\"mode\":\"acceptEdits\"}]}"));
        assertThat(((PermissionRequestInput) input).permissionSuggestions())
                .containsExactly(new PermissionUpdate.SetMode(PermissionMode.ACCEPT_EDITS, Optional.empty()));
        HookInput stop = HookInput.read(RawJson.of(
                "{\"hook_event_name\":\"Stop\",\"stop_hook_active\":true," + "\"background_tasks\":[{\"id\":\"t\"}]}"));
        assertThat(((StopInput) stop).stopHookActive()).isTrue();
        assertThat(((StopInput) stop).backgroundTasks())
                .singleElement()
                .satisfies(task -> assertThat(task.id()).isEqualTo("t"));
    }

    @Test
    void theFieldsOfClaude2_1_332AreTyped() {
        PreSkillShellCommandInput shell = read(
                PreSkillShellCommandInput.class,
                "{'hook_event_name':'PreSkillShellCommand'," + COMMON + ",'tool_name':'Bash',"
                        + "'tool_input':{'command':'git status'},'tool_use_id':'toolu_1','command_name':'review',"
                        + "'command_source':'userSettings','invoked_by':'user'}");
        assertThat(shell.toolName()).isEqualTo("Bash");
        assertThat(shell.command()).isEqualTo("git status");
        assertThat(shell.toolUseId()).contains("toolu_1");
        assertThat(shell.commandName()).isEqualTo("review");
        assertThat(shell.commandSource()).contains("userSettings");
        assertThat(shell.invokedBy()).isEqualTo("user");
        assertThat(shell.agentId()).contains("a1");

        SessionStartInput start = read(
                SessionStartInput.class,
                "{'hook_event_name':'SessionStart','source':'resume','model':'m','session_title':'t',"
                        + "'seconds_since_last_response':90.5,'context_tokens':1200,'prompt_cache_likely_expired':true,"
                        + "'estimated_cache_write_usd':0.25}");
        assertThat(start.source()).isEqualTo("resume");
        assertThat(start.sinceLastResponse()).contains(Duration.ofMillis(90_500));
        assertThat(start.contextTokens()).hasValue(1200);
        assertThat(start.promptCacheLikelyExpired()).contains(true);
        assertThat(start.estimatedCacheWriteUsd()).hasValue(0.25);

        for (String event : List.of("PreModelSwitch", "PostModelSwitch")) {
            HookInput input = read(
                    HookInput.class,
                    "{'hook_event_name':'" + event + "','from_model':'a','to_model':'b','requested_model':null,"
                            + "'source':'sdk','context_tokens':5,'prompt_cache_warm':false,'cache_ttl':'1h',"
                            + "'estimated_cache_write_usd':1.5,'pricing':'catalog'}");
            assertThat(
                            input instanceof PreModelSwitchInput pre
                                    ? pre.cacheTtl()
                                    : ((PostModelSwitchInput) input).cacheTtl())
                    .contains("1h");
            assertThat(
                            input instanceof PreModelSwitchInput pre
                                    ? pre.pricing()
                                    : ((PostModelSwitchInput) input).pricing())
                    .contains("catalog");
        }

        PostToolBatchInput batch = read(
                PostToolBatchInput.class,
                "{'hook_event_name':'PostToolBatch','tool_calls':[{'tool_name':'Read','tool_input':{'file_path':'/f'},"
                        + "'tool_use_id':'t1','tool_response':'text'},7]}");
        assertThat(batch.toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.toolName()).isEqualTo("Read");
            assertThat(call.toolUseId()).contains("t1");
            assertThat(call.toolResponse().orElseThrow().text()).isEqualTo("\"text\"");
        });

        PreToolUseInput tool = read(
                PreToolUseInput.class,
                "{'hook_event_name':'PreToolUse','tool_name':'mcp__s__t','tool_input':{},"
                        + "'mcp_server':{'name':'s','source':'project'}}");
        assertThat(tool.mcpServer().orElseThrow().name()).isEqualTo("s");
        assertThat(tool.mcpServer().orElseThrow().source()).isEqualTo("project");

        StopInput stop = read(
                StopInput.class,
                "{'hook_event_name':'Stop','background_tasks':[{'id':'t','type':'shell','status':'running',"
                        + "'description':'d','command':'sleep 9'}],'session_crons':[{'id':'c','schedule':'* * * * *',"
                        + "'recurring':true,'prompt':'p'}]}");
        assertThat(stop.backgroundTasks().get(0).command()).contains("sleep 9");
        assertThat(stop.sessionCrons().get(0).isRecurring()).isTrue();
        assertThat(stop.sessionCrons().get(0).prompt()).isEqualTo("p");
    }

    private static <I extends HookInput> I read(Class<I> type, String json) {
        return type.cast(HookInput.read(RawJson.of(json.replace('\'', '"'))));
    }

    @Test
    void aDenialReachesTheAgentInTheFormOfItsEvent() {
        HookOutput denyTool = HookOutput.of(HookSpecificOutput.denyTool("no shell"));
        for (HookOutput denial : List.of(denyTool, HookOutput.deny("no shell"))) {
            for (String event : List.of("PreToolUse", "PreSkillShellCommand", "PreModelSwitch")) {
                assertThat(wireOf(denial, event))
                        .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'" + event
                                + "','permissionDecision':'deny','permissionDecisionReason':'no shell'}}"));
            }
            assertThat(wireOf(denial, "BrandNew"))
                    .as("an event that this SDK does not know gets both forms that agents have for a denial")
                    .isEqualTo(Wire.json("{'decision':'block','reason':'no shell','hookSpecificOutput':{"
                            + "'hookEventName':'BrandNew','permissionDecision':'deny',"
                            + "'permissionDecisionReason':'no shell'}}"));
            assertThat(wireOf(denial, "PermissionRequest"))
                    .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PermissionRequest','decision':"
                            + "{'behavior':'deny','message':'no shell'}}}"));
            assertThat(wireOf(denial, "UserPromptSubmit"))
                    .isEqualTo(Wire.json("{'decision':'block','reason':'no shell'}"));
            assertThat(wireOf(denial, "Elicitation"))
                    .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'Elicitation','action':'decline'}}"));
        }
    }

    @Test
    void aHookOfAnUnknownEventThatFailsBlocksIfItIsToBlock() {
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .hook(
                                HookEvent.of("BrandNew"),
                                HookMatcher.<HookInput>all((input, context) -> {
                                            throw new IllegalStateException("no database");
                                        })
                                        .blockingOnFailure())
                        .hook(
                                HookEvent.PRE_SKILL_SHELL_COMMAND,
                                HookMatcher.<PreSkillShellCommandInput>all((input, context) -> {
                                            throw new IllegalStateException("no database");
                                        })
                                        .blockingOnFailure()))) {
            JsonNode answer = wire.successOf(call("hook_0", "{'hook_event_name':'BrandNew'}"));
            assertThat(answer.path("decision").asText()).isEqualTo("block");
            assertThat(answer.path("hookSpecificOutput")
                            .path("permissionDecision")
                            .asText())
                    .isEqualTo("deny");
            JsonNode shell = wire.successOf(call(
                    "hook_1",
                    "{'hook_event_name':'PreSkillShellCommand','tool_name':'Bash','tool_input':{'command':'x'}}"));
            assertThat(shell.path("hookSpecificOutput")
                            .path("permissionDecision")
                            .asText())
                    .isEqualTo("deny");
            assertThat(session.statistics().callbackErrors()).isEqualTo(2);
        }
    }

    @Test
    void outputsHaveTheFormOfTheWire() {
        assertThat(wireOf(
                        HookOutput.of(HookSpecificOutput.denyTool("no shell").withAdditionalContext("use Read"))
                                .withSystemMessage("m")
                                .suppressingOutput(),
                        "PreToolUse"))
                .isEqualTo(Wire.json("{'systemMessage':'m','suppressOutput':true,'hookSpecificOutput':{"
                        + "'hookEventName':'PreToolUse','permissionDecision':'deny',"
                        + "'permissionDecisionReason':'no shell','additionalContext':'use Read'}}"));
        assertThat(wireOf(
                        HookOutput.of(HookSpecificOutput.allowTool().withUpdatedInput(RawJson.of("{\"a\":1}"))),
                        "PreToolUse"))
                .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PreToolUse',"
                        + "'permissionDecision':'allow','updatedInput':{'a':1}}}"));
        assertThat(wireOf(HookOutput.stop("enough"), "Stop"))
                .isEqualTo(Wire.json("{'continue':false,'stopReason':'enough'}"));
        assertThat(wireOf(HookOutput.block("go on"), "Stop"))
                .isEqualTo(Wire.json("{'decision':'block','reason':'go on'}"));
        assertThat(wireOf(HookOutput.async(Duration.ofSeconds(3)), "PostToolUse"))
                .isEqualTo(Wire.json("{'async':true,'asyncTimeout':3000}"));
        assertThat(wireOf(HookOutput.additionalContext("c"), "SubagentStart"))
                .isEqualTo(
                        Wire.json("{'hookSpecificOutput':{'hookEventName':'SubagentStart','additionalContext':'c'}}"));
        assertThat(wireOf(HookOutput.of(HookSpecificOutput.PostToolUse.replacing(RawJson.of("\"x\""))), "PostToolUse"))
                .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PostToolUse','updatedToolOutput':'x'}}"));
        assertThat(wireOf(
                        HookOutput.of(HookSpecificOutput.PostToolUse.none()
                                .withClassifierContext("reviewed")
                                .withAdditionalContext("c")),
                        "PostToolUse"))
                .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PostToolUse','additionalContext':'c',"
                        + "'classifierContext':'reviewed'}}"));
        assertThat(wireOf(
                        HookOutput.of(
                                HookSpecificOutput.allowTool().withUpdatedInput(RawJson.of("{\"command\":\"ls\"}"))),
                        "PreSkillShellCommand"))
                .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PreSkillShellCommand',"
                        + "'permissionDecision':'allow','updatedInput':{'command':'ls'}}}"));
        assertThat(wireOf(
                        HookOutput.of(new HookSpecificOutput.PermissionRequest(
                                PermissionDecision.deny("no").andInterrupt())),
                        "PermissionRequest"))
                .isEqualTo(Wire.json("{'hookSpecificOutput':{'hookEventName':'PermissionRequest','decision':"
                        + "{'behavior':'deny','message':'no','interrupt':true}}}"));
        assertThat(wireOf(
                        HookOutput.none()
                                .withTerminalSequence("bell")
                                .with(new HookSpecificOutput.Raw(Map.of("newField", 1))),
                        "BrandNew"))
                .isEqualTo(Wire.json(
                        "{'terminalSequence':'bell','hookSpecificOutput':{'hookEventName':'BrandNew','newField':1}}"));
        assertThatThrownBy(() -> HookOutput.none().with("hookSpecificOutput", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Through a session, as the agent gets it. */
    private JsonNode wireOf(HookOutput output, String event) {
        InMemoryTransport agent = new InMemoryTransport();
        Wire side = new Wire(agent);
        try (AgentSession session = Wire.open(agent, options().hook(HookEvent.of(event), (input, context) -> output))) {
            assertThat(session.exitReport()).isEmpty();
            return side.successOf(side.ask(
                    "hook_callback",
                    "{'callback_id':'hook_0','input':{'hook_event_name':'" + event
                            + "','tool_name':'T','tool_input':{}}}"));
        }
    }

    @Test
    void aHookThatThrowsIsAnErrorAndOneThatBlocksOnFailureDenies() throws Exception {
        HookMatcher<PreToolUseInput> throwing = HookMatcher.of("Bash", (input, context) -> {
            throw new IllegalStateException("no database");
        });
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .hook(HookEvent.PRE_TOOL_USE, throwing)
                        .hook(HookEvent.PRE_TOOL_USE, throwing.blockingOnFailure())
                        .hook(
                                HookEvent.USER_PROMPT_SUBMIT,
                                HookMatcher.<dev.agentsdk.hook.UserPromptSubmitInput>all((input, context) -> null)
                                        .blockingOnFailure()))) {
            assertThat(wire.errorOf(call("hook_0", PRE_TOOL))).isEqualTo("no database");
            CallbackException heard = errors.poll(5, TimeUnit.SECONDS);
            assertThat(heard.kind()).isEqualTo(CallbackException.Kind.HOOK);
            assertThat(heard.callback()).isEqualTo("PreToolUse (Bash)");

            JsonNode denied = wire.successOf(call("hook_1", PRE_TOOL)).path("hookSpecificOutput");
            assertThat(denied.path("permissionDecision").asText()).isEqualTo("deny");
            assertThat(denied.path("permissionDecisionReason").asText()).contains("no database");

            assertThat(wire.successOf(call("hook_1", "{'hook_event_name':'PreToolUse'}"))
                            .path("hookSpecificOutput")
                            .path("permissionDecision")
                            .asText())
                    .as("an input that cannot be read")
                    .isEqualTo("deny");
            assertThat(wire.successOf(call("hook_2", "{'hook_event_name':'UserPromptSubmit','prompt':'p'}"))
                            .path("decision")
                            .asText())
                    .isEqualTo("block");
            assertThat(session.statistics().callbackErrors()).isEqualTo(4);
        }
    }

    @Test
    void anOutputForAnotherEventIsAFailureAndNotOverlooked() throws Exception {
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .hook(
                                HookEvent.POST_TOOL_USE,
                                (input, context) -> HookOutput.of(HookSpecificOutput.denyTool("too late"))))) {
            assertThat(wire.errorOf(
                            call("hook_0", "{'hook_event_name':'PostToolUse','tool_name':'T','tool_input':{}}")))
                    .contains("PostToolUse")
                    .contains("another event");
            assertThat(errors.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void aHookThatTimesOutAtTheAgentIsInterrupted() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (AgentSession session = Wire.open(transport, options().hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                context.cancellation().throwIfCancelled();
            }
            return HookOutput.none();
        }))) {
            String id = call("hook_0", PRE_TOOL);
            assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
            wire.cancel(id);
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
        assertThat(transport.sent()).noneMatch(line -> line.contains("control_response"));
    }

    @Test
    void anAsynchronousHookHoldsNoThread() {
        CompletableFuture<HookOutput> later = new CompletableFuture<>();
        try (AgentSession session = Wire.open(
                transport,
                options().hook(HookEvent.STOP, HookMatcher.<StopInput>allAsync((input, context) -> later)))) {
            String id = call("hook_0", "{'hook_event_name':'Stop'}");
            later.complete(HookOutput.block("not yet"));
            assertThat(wire.successOf(id).path("decision").asText()).isEqualTo("block");
            assertThat(session.exitReport()).isEmpty();
        }
    }
}
