package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookMatcher;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A hook that cannot be asked denies: after an error the agent proceeds as if there were no hook. */
@Timeout(60)
@Tag("R-120")
class UnaskedHooksTest {

    private static final String DEEP = "[".repeat(600) + "]".repeat(600);

    private static final String PRE_TOOL =
            "{'hook_event_name':'PreToolUse','tool_name':'Bash','tool_input':{'command':'ls'}}";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);
    private final AtomicInteger calls = new AtomicInteger();

    private AgentOptions.Builder options(String... events) {
        AgentOptions.Builder options = AgentOptions.builder().callbackErrorListener(errors::add);
        for (String event : events) {
            options.hook(HookEvent.of(event), (input, context) -> {
                calls.incrementAndGet();
                return HookOutput.none();
            });
        }
        return options;
    }

    private static String deepInput(String event) {
        return "{'hook_event_name':'" + event + "','tool_name':'mcp__db__query','tool_input':{'x':" + DEEP + "}}";
    }

    private String call(String callbackId, String input) {
        return wire.ask(
                "hook_callback", "{'callback_id':'" + callbackId + "','input':" + input + ",'tool_use_id':'toolu_9'}");
    }

    private static Stream<Arguments> answers() {
        String tool = "'permissionDecision':'deny','permissionDecisionReason':'R'}}";
        String stop = "{'continue':false,'stopReason':'R'}";
        String block = "{'decision':'block','reason':'R'}";
        String both = "{'continue':false,'stopReason':'R','decision':'block','reason':'R'}";
        List<Arguments> expected = new ArrayList<>();
        for (HookEvent<?> event : HookEvent.known()) {
            String name = event.name();
            expected.add(Arguments.of(
                    name,
                    switch (name) {
                        case "PreToolUse", "PreSkillShellCommand", "PreModelSwitch" ->
                            "{'hookSpecificOutput':{'hookEventName':'" + name + "'," + tool;
                        case "PermissionRequest" ->
                            "{'hookSpecificOutput':{'hookEventName':'PermissionRequest','decision':"
                                    + "{'behavior':'deny','message':'R'}}}";
                        case "Elicitation", "ElicitationResult" ->
                            "{'hookSpecificOutput':{'hookEventName':'" + name + "','action':'decline'}}";
                        case "UserPromptSubmit", "UserPromptExpansion", "PreCompact", "ConfigChange" -> block;
                        case "Stop", "SubagentStop", "TeammateIdle" -> stop;
                        default -> both;
                    }));
        }
        expected.add(Arguments.of(
                "BrandNew",
                "{'decision':'block','reason':'R','hookSpecificOutput':{'hookEventName':'BrandNew'," + tool));
        return expected.stream();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aRequestThatIsTooDeepIsDeniedInTheFormOfItsEvent(String event, String expected) throws Exception {
        try (AgentSession session = Wire.open(transport, options(event))) {
            JsonNode answer = wire.successOf(call("hook_0", deepInput(event)));

            assertThat(withShortReason(answer)).isEqualTo(Wire.json(expected));
            CallbackException heard = errors.poll(20, TimeUnit.SECONDS);
            assertThat(heard.kind()).isEqualTo(CallbackException.Kind.HOOK);
            assertThat(heard.callback()).isEqualTo(event);
            assertThat(heard).hasMessageContaining("was not asked").hasMessageContaining("toolu_9");
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
            assertThat(calls).hasValue(0);
        }
    }

    private static JsonNode withShortReason(JsonNode answer) {
        return Wire.json(answer.toString().replaceAll("\"The application's hook was not asked([^\"\\\\]|\\\\.)*\"", "\"R\""));
    }

    private static String denialOf(JsonNode answer) {
        JsonNode specific = answer.path("hookSpecificOutput");
        assertThat(specific.path("hookEventName").asText()).as(answer.toString()).isEqualTo("PreToolUse");
        return specific.path("permissionDecision").asText();
    }

    @Test
    void aMatcherThatBlocksOnFailureDeniesLikewise() {
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder()
                        .hook(
                                HookEvent.of("PreToolUse"),
                                HookMatcher.all((input, context) -> HookOutput.none())
                                        .blockingOnFailure()))) {
            assertThat(denialOf(wire.successOf(call("hook_0", deepInput("PreToolUse")))))
                    .isEqualTo("deny");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatStandsInTheInputOfTheToolCountsForNothing() {
        try (AgentSession session = Wire.open(transport, options("PreToolUse", "Stop"))) {
            JsonNode answer = wire.successOf(call(
                    "hook_0",
                    "{'hook_event_name':'PreToolUse','tool_name':'T','tool_input':{'hook_event_name':'Stop',"
                            + "'callback_id':'hook_1','subtype':'x','request':{'callback_id':'hook_1'},'x':" + DEEP
                            + "}}"));
            assertThat(denialOf(answer)).isEqualTo("deny");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void aRequestWhoseSubtypeCannotBeReadIsTakenForAHooks() {
        try (AgentSession session = Wire.open(transport, options("PreToolUse"))) {
            transport.emit("{\"type\":\"control_request\",\"request_id\":\"cut\",\"request\":{\"subtype\":");
            assertThat(withShortReason(wire.successOf("cut")))
                    .isEqualTo(Wire.json("{'continue':false,'stopReason':'R','decision':'block','reason':'R'}"));

            transport.emit("{\"type\":\"control_request\",\"request_id\":\"late\",\"request\":{\"callback_id\":"
                    + "\"hook_0\",\"x\":" + DEEP + "}}");
            assertThat(denialOf(wire.successOf("late"))).isEqualTo("deny");
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void anUnknownHookDenies() {
        try (AgentSession session = Wire.open(transport, options())) {
            assertThat(denialOf(wire.successOf(call("hook_7", PRE_TOOL)))).isEqualTo("deny");
            assertThat(denialOf(wire.successOf(call("hook_7", deepInput("PreToolUse")))))
                    .isEqualTo("deny");
            assertThat(withShortReason(wire.successOf(call("hook_7", "7"))))
                    .as("of an event that cannot be found")
                    .isEqualTo(Wire.json("{'continue':false,'stopReason':'R','decision':'block','reason':'R'}"));
            assertThat(session.statistics().callbackErrors()).isEqualTo(3);
        }
    }

    @Test
    void anInputThatIsNoneOfTheEventDenies() {
        try (AgentSession session = Wire.open(
                transport, AgentOptions.builder().hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
                    calls.incrementAndGet();
                    return HookOutput.none();
                }))) {
            for (String input : List.of("7", "null", "[]", "'x'", "{}", "{'hook_event_name':'Stop'}")) {
                assertThat(denialOf(wire.successOf(call("hook_0", input)))).isEqualTo("deny");
            }
            assertThat(denialOf(wire.successOf(wire.ask("hook_callback", "{'callback_id':'hook_0'}"))))
                    .isEqualTo("deny");
            assertThat(session.statistics().callbackErrors()).isEqualTo(7);
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void aCallbackIdBehindMoreFieldsThanAreReadIsFound() {
        StringBuilder fields = new StringBuilder("{");
        for (int i = 0; i < 10_000; i++) {
            fields.append("'f").append(i).append("':0,");
        }
        try (AgentSession session = Wire.open(transport, options("PreToolUse"))) {
            String id = wire.ask("hook_callback", fields + "'callback_id':'hook_0','input':" + PRE_TOOL + "}");
            assertThat(wire.successOf(id)).isEqualTo(Wire.json("{}"));
            assertThat(calls).as("the hook is asked").hasValue(1);
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void anExecutorThatRefusesDenies() throws Exception {
        try (AgentSession session = Wire.open(
                transport,
                options("PreToolUse").callbackExecutor(work -> {
                    throw new RejectedExecutionException("full");
                }))) {
            assertThat(denialOf(wire.successOf(call("hook_0", PRE_TOOL)))).isEqualTo("deny");
            assertThat(errors.poll(20, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(RejectedExecutionException.class);
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
        }
    }

    @Test
    void hooksBeyondTheNumberThatIsServedAtATimeWaitAndAreAsked() {
        int many = 400;
        try (AgentSession session = Wire.open(transport, options("PreToolUse"))) {
            for (int i = 0; i < many; i++) {
                call("hook_0", PRE_TOOL);
            }
            for (int i = 0; i < many; i++) {
                JsonNode response = wire.sent().path("response");
                assertThat(response.path("subtype").asText()).isEqualTo("success");
            }
            assertThat(calls).hasValue(many);
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void aHookOfTheApplicationThatFailsIsStillAnErrorAsInTheOfficialSdks() {
        try (AgentSession session = Wire.open(
                transport, AgentOptions.builder().hook(HookEvent.of("PreToolUse"), (input, context) -> {
                    throw new IllegalStateException("no database");
                }))) {
            assertThat(wire.errorOf(call("hook_0", PRE_TOOL))).isEqualTo("no database");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void otherRequestsThatAreTooDeepAreAnErrorAlsoIfThereAreHooks() {
        try (AgentSession session = Wire.open(
                transport,
                options("PreToolUse").permissionCallback((request, cancellation) -> PermissionDecision.allow()))) {
            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'tool_name':'Bash','input':{'v':" + DEEP + "}}")))
                    .contains("cannot be read");
            assertThat(session.exitReport()).isEmpty();
        }
    }
}
