package dev.agentsdk.internal.protocol.streamjson;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.internal.Json;
import dev.agentsdk.options.AgentDefinition;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.options.Effort;
import dev.agentsdk.options.McpServerConfig;
import dev.agentsdk.options.Output;
import dev.agentsdk.options.PermissionPolicy;
import dev.agentsdk.options.SettingSource;
import dev.agentsdk.options.Skills;
import dev.agentsdk.options.Subagents;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.options.ToolAccess;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeFieldsTest {

    private static AgentOptions.Builder options() {
        return AgentOptions.builder();
    }

    private static Arguments row(AgentOptions.Builder options, String fields) {
        return Arguments.of(options.build(), fields);
    }

    private static String text(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> claude() {
        AgentDefinition full = AgentDefinition.of("d", "p")
                .withTools("Read", "Bash")
                .withDisallowedTools("Write")
                .withModel("opus")
                .withSkills("pdf")
                .withMemory(SettingSource.PROJECT)
                .withMcpServers("gh")
                .withMcpServer("own", McpServerConfig.stdio("x"))
                .withInitialPrompt("go")
                .withMaxTurns(5)
                .withBackground(true)
                .withEffort(Effort.HIGH)
                .withPermissionMode(PermissionMode.PLAN)
                .with("omitClaudeMd", true);
        return Stream.of(
                row(options(), "{}"),
                row(options().systemPrompt("own"), "{}"),
                row(options().systemPrompt(SystemPrompt.presetWith("x")), "{}"),
                row(
                        options().systemPrompt(SystemPrompt.preset().withoutDynamicSections()),
                        "{'excludeDynamicSections':true}"),
                row(options().systemPrompt(SystemPrompt.blocks("a", "b")), "{'systemPrompt':['a','b']}"),
                row(
                        options().systemPrompt(SystemPrompt.blocks("a", SystemPrompt.DYNAMIC_BOUNDARY, "b")),
                        "{'systemPrompt':['a','__SYSTEM_PROMPT_DYNAMIC_BOUNDARY__','b']}"),
                row(
                        options().subagent("t", AgentDefinition.of("d", "p")),
                        "{'agents':{'t':{'description':'d','prompt':'p'}}}"),
                row(
                        options().subagent("t", full),
                        "{'agents':{'t':{'description':'d','prompt':'p','tools':['Read','Bash'],'disallowedTools':['Write'],"
                                + "'model':'opus','skills':['pdf'],'memory':'project','mcpServers':['gh',{'own':{'type':'stdio',"
                                + "'command':'x','args':[]}}],'initialPrompt':'go','maxTurns':5,'background':true,'effort':'high',"
                                + "'permissionMode':'plan','omitClaudeMd':true}}}"),
                row(
                        options().toolAccess(ToolAccess.unset().withSkills(Skills.only("pdf", "x"))),
                        "{'skills':['pdf','x']}"),
                row(options().toolAccess(ToolAccess.unset().withSkills(Skills.only())), "{'skills':[]}"),
                row(options().toolAccess(ToolAccess.unset().withSkills(Skills.all())), "{}"),
                row(
                        options().toolAccess(ToolAccess.unset().withAlias("Bash", "mcp__x__sh")),
                        "{'toolAliases':{'Bash':'mcp__x__sh'}}"),
                row(options().subagents(Subagents.unset().withForwardedText(true)), "{'forwardSubagentText':true}"),
                row(
                        options().subagents(Subagents.unset().withProgressSummaries(true)),
                        "{'agentProgressSummaries':true}"),
                row(options().subagents(Subagents.unset().withStoppedOneByOne(true)), "{'perTaskStopAffordance':true}"),
                row(options().conversation(Conversation.fresh().withTitle("T")), "{'title':'T'}"),
                row(
                        options().permissionPolicy(PermissionPolicy.unset().withPlanInstructions("how")),
                        "{'planModeInstructions':'how'}"),
                row(options().output(Output.plain().withPromptSuggestions(true)), "{'promptSuggestions':true}"));
    }

    @ParameterizedTest
    @MethodSource("claude")
    void anOptionWithoutAFlagTravelsWithTheHandshake(AgentOptions options, String fields) {
        assertThat(text(Dialect.of(CliDialect.CLAUDE).handshake(options))).isEqualTo(json(fields));
    }

    @Test
    void qwenHasHelpersAsAList() {
        AgentOptions options = options()
                .subagent(
                        "t",
                        AgentDefinition.of("d", "p")
                                .withTools("Read")
                                .withModel("m")
                                .withMaxTurns(5))
                .build();

        assertThat(text(Dialect.of(CliDialect.QWEN).handshake(options)))
                .isEqualTo(json("{'agents':[{'name':'t','description':'d','systemPrompt':'p','tools':['Read'],"
                        + "'modelConfig':{'model':'m'},'runConfig':{'max_turns':5},'level':'session'}]}"));
        assertThat(Dialect.of(CliDialect.QWEN).handshake(AgentOptions.defaults()))
                .isEmpty();
    }

    @Test
    void qwenIsToldToWaitForPermissionsAsLongAsItCan() {
        AgentOptions options = options()
                .permissionCallback((request, cancellation) -> PermissionDecision.allow())
                .build();

        assertThat(text(Dialect.of(CliDialect.QWEN).handshake(options)))
                .isEqualTo(json("{'timeout':{'canUseTool':600000}}"));
    }

    @Test
    void claudeTakesRequestsAsTheyAre() {
        assertThat(text(Dialect.of(CliDialect.CLAUDE).request("mcp_status", Map.of())))
                .isEqualTo(json("{'subtype':'mcp_status'}"));
        assertThat(text(Dialect.of(CliDialect.CLAUDE).request("set_permission_mode", Map.of("mode", "acceptEdits"))))
                .isEqualTo(json("{'subtype':'set_permission_mode','mode':'acceptEdits'}"));
        assertThat(text(Dialect.of(CliDialect.CLAUDE).request("initialize", Map.of("sdkMcpServers", List.of("a")))))
                .isEqualTo(json("{'subtype':'initialize','sdkMcpServers':['a']}"));
    }

    @Test
    void qwenHasOtherNamesForRequests() {
        assertThat(text(Dialect.of(CliDialect.QWEN).request("mcp_status", Map.of())))
                .isEqualTo(json("{'subtype':'mcp_server_status'}"));
        assertThat(text(Dialect.of(CliDialect.QWEN).request("interrupt", Map.of())))
                .isEqualTo(json("{'subtype':'interrupt'}"));
    }

    @Test
    void qwenTakesServersOfTheApplicationAsAMap() {
        assertThat(Dialect.of(CliDialect.QWEN).request("initialize", Map.of("sdkMcpServers", List.of("a"))))
                .containsEntry("sdkMcpServers", Map.of("a", Map.of("type", "sdk", "name", "a")));
    }

    @ParameterizedTest
    @CsvSource({
        "default, default",
        "plan, plan",
        "auto, auto",
        "acceptEdits, auto-edit",
        "bypassPermissions, yolo",
        "auto-edit, auto-edit",
        "newer, newer"
    })
    void qwenHasOtherNamesForModes(String mode, String expected) {
        assertThat(Dialect.of(CliDialect.QWEN).request("set_permission_mode", Map.of("mode", mode)))
                .containsEntry("mode", expected);
    }
}
