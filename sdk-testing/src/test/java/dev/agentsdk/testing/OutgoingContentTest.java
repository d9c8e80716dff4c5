package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookSpecificOutput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the API would refuse does not reach the agent, by whichever callback it comes. */
@Timeout(30)
class OutgoingContentTest {

    record Nothing() {}

    private static final String UNPAIRED = "a\ud83d";
    private static final String REPLACED = "a\ufffd";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);

    private AgentSession open(AgentOptions.Builder options) {
        return Wire.open(transport, options.callbackErrorListener(errors::add));
    }

    @Test
    void aDenialHasNoUnpairedSurrogateAndAlwaysAReason() {
        BlockingQueue<String> reasons = new ArrayBlockingQueue<>(2);
        reasons.add(UNPAIRED);
        reasons.add(" ");
        String request = "'tool_name':'Bash','input':{},'tool_use_id':'t'";
        try (AgentSession session = open(AgentOptions.builder()
                .permissionCallback((asked, cancellation) -> PermissionDecision.deny(reasons.remove())))) {
            assertThat(wire.successOf(wire.ask("can_use_tool", "{" + request + "}"))
                            .path("message")
                            .asText())
                    .isEqualTo(REPLACED);
            assertThat(wire.successOf(wire.ask("can_use_tool", "{" + request + "}"))
                            .path("message")
                            .asText())
                    .isEqualTo("The application denied it and gave no reason.");
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void aToolResultHasNoUnpairedSurrogateAndNoEmptyText() throws Exception {
        Tool cut = Tool.of("cut", "", Nothing.class, (none, context) -> ToolResult.text(UNPAIRED));
        Tool empty = Tool.of("empty", "", Nothing.class, (none, context) -> ToolResult.text(""));
        Tool blank = Tool.of("blank", "", Nothing.class, (none, context) -> {
            throw new IllegalStateException("");
        });
        try (AgentSession session = open(AgentOptions.builder().toolServer(ToolServer.of("calc", cut, empty, blank)))) {
            assertThat(called("cut")).isEqualTo(REPLACED);
            assertThat(called("empty")).startsWith("The text of a tool's result must not be empty");
            assertThat(errors.poll(5, TimeUnit.SECONDS).callback()).isEqualTo("calc/empty");
            assertThat(called("blank")).isEqualTo("java.lang.IllegalStateException");
            assertThat(session.statistics().callbackErrors()).isEqualTo(2);
        }
    }

    private String called(String tool) {
        return wire.successOf(wire.ask(
                        "mcp_message",
                        "{'server_name':'calc','message':{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'"
                                + tool + "','arguments':{}}}}"))
                .at("/mcp_response/result/content/0/text")
                .asText();
    }

    @Test
    void theOutputOfAHookIsCheckedAsAToolResultIs() throws Exception {
        BlockingQueue<HookOutput> outputs = new ArrayBlockingQueue<>(3);
        outputs.add(HookOutput.additionalContext(UNPAIRED));
        outputs.add(HookOutput.of(HookSpecificOutput.PostToolUse.replacing(
                RawJson.of("[{\"type\":\"image\",\"data\":\"AQID\",\"mimeType\":\"image/tiff\"}]"))));
        outputs.add(HookOutput.of(HookSpecificOutput.PostToolUse.replacing(
                RawJson.of("{\"content\":[{\"type\":\"text\",\"text\":\"\"}]}"))));
        try (AgentSession session =
                open(AgentOptions.builder().hook(HookEvent.POST_TOOL_USE, (input, context) -> outputs.remove()))) {
            assertThat(wire.successOf(hook())
                            .at("/hookSpecificOutput/additionalContext")
                            .asText())
                    .isEqualTo(REPLACED);
            assertThat(wire.errorOf(hook())).contains("image/tiff");
            assertThat(errors.poll(5, TimeUnit.SECONDS).kind()).isEqualTo(CallbackException.Kind.HOOK);
            assertThat(wire.errorOf(hook())).contains("must not be empty");
            assertThat(session.statistics().callbackErrors()).isEqualTo(2);
        }
    }

    private String hook() {
        return wire.ask(
                "hook_callback",
                "{'callback_id':'hook_0','input':{'hook_event_name':'PostToolUse','session_id':'s','transcript_path':'/t',"
                        + "'cwd':'/','tool_name':'Bash','tool_input':{},'tool_response':{},'tool_use_id':'t'}}");
    }

    @Test
    void theTitleOfASessionHasNoUnpairedSurrogate() throws Exception {
        try (AgentSession session = open(AgentOptions.builder())) {
            CompletableFuture<Void> renamed = CompletableFuture.runAsync(() -> session.renameSession(UNPAIRED));
            var request = wire.sent();
            assertThat(request.at("/request/title").asText()).isEqualTo(REPLACED);
            wire.answer(request, "{}");
            renamed.get(5, TimeUnit.SECONDS);
            assertThatIllegalArgumentException().isThrownBy(() -> session.send(" "));
        }
    }
}
