package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.AgentControls;
import dev.agentsdk.control.ControlRequest;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.control.ModelInfo;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.tool.ToolServer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every control request to the agent: the frame that goes out, and what the answer becomes. */
// More than 400 lines: one row, or several, for each control request.
@Timeout(30)
class ControlFramesTest {

    /**
     * One request.
     *
     * @param method the method that sends it
     * @param call calls the method, and makes of its result what is compared
     * @param request the exact request
     * @param answer what the agent answers
     * @param expected what comes of the answer
     */
    record Row(String method, Function<AgentSession, Object> call, String request, String answer, Object expected) {
        @Override
        public String toString() {
            return method + " " + request;
        }
    }

    private static Row row(
            String method, String request, String answer, Object expected, Function<AgentSession, Object> call) {
        return new Row(method, call, request, answer, expected);
    }

    private static final String DONE = "nothing is returned";

    /** A request whose answer says nothing. */
    private static Row silent(String method, String request, Consumer<AgentSession> call) {
        return row(method, request, "{}", DONE, session -> {
            call.accept(session);
            return DONE;
        });
    }

    static Stream<Row> rows() {
        return Stream.of(turns(), model(), servers(), tasks(), settings(), files(), reloads(), session())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> turns() {
        return Stream.of(
                row(
                        "interrupt",
                        "{'subtype':'interrupt'}",
                        "{'still_queued':['u1']}",
                        List.of("u1"),
                        s -> s.interrupt().stillQueued()),
                row(
                        "interruptAndCancelQueued",
                        "{'subtype':'interrupt','cancel_queued':true}",
                        "{'still_queued':[]}",
                        List.of(),
                        s -> s.interruptAndCancelQueued().stillQueued()),
                row(
                        "cancelQueuedMessage",
                        "{'subtype':'cancel_async_message','message_uuid':'u1'}",
                        "{'cancelled':true}",
                        true,
                        s -> s.cancelQueuedMessage("u1")),
                row(
                        "sideQuestion",
                        "{'subtype':'side_question','question':'why?'}",
                        "{'response':'because'}",
                        Optional.of("because"),
                        s -> s.sideQuestion("why?")),
                silent("endSession", "{'subtype':'end_session'}", AgentSession::endSession));
    }

    private static Stream<Row> model() {
        return Stream.of(
                silent("setModel", "{'subtype':'set_model','model':'opus'}", s -> s.setModel("opus")),
                silent("setModel", "{'subtype':'set_model','model':null}", s -> s.setModel(null)),
                silent(
                        "setMaxThinkingTokens",
                        "{'subtype':'set_max_thinking_tokens','max_thinking_tokens':100}",
                        s -> s.setMaxThinkingTokens(100)),
                silent(
                        "setMaxThinkingTokens",
                        "{'subtype':'set_max_thinking_tokens','max_thinking_tokens':null}",
                        s -> s.setMaxThinkingTokens(null)),
                silent(
                        "setMaxThinkingTokens",
                        "{'subtype':'set_max_thinking_tokens','max_thinking_tokens':5,'thinking_display':'omitted'}",
                        s -> s.request(ControlRequests.setMaxThinkingTokens(5, "omitted"))),
                row(
                        "models",
                        "{'subtype':'list_models'}",
                        "{'models':[{'value':'a'},{'value':'b'}]}",
                        List.of("a", "b"),
                        s -> s.models().stream().map(ModelInfo::value).toList()),
                row(
                        "contextUsage",
                        "{'subtype':'get_context_usage'}",
                        "{'totalTokens':2177,'maxTokens':1000}",
                        2177L,
                        s -> s.contextUsage().totalTokens()),
                row(
                        "contextUsageSummary",
                        "{'subtype':'get_context_usage','detail':'summary'}",
                        "{'percentage':0.2}",
                        0.2,
                        s -> s.request(ControlRequests.contextUsageSummary()).percentage()),
                row(
                        "usage",
                        "{'subtype':'get_usage'}",
                        "{'rate_limits':{},'behaviors':null}",
                        true,
                        s -> s.usage().lastWeek().isEmpty()),
                row(
                        "usageWithoutBehaviors",
                        "{'subtype':'get_usage','skip_behaviors':true}",
                        "{}",
                        true,
                        s -> s.request(ControlRequests.usageWithoutBehaviors())
                                .lastDay()
                                .isEmpty()),
                row(
                        "sessionCost",
                        "{'subtype':'get_session_cost'}",
                        "{'text':'Total cost: $0.1'}",
                        "Total cost: $0.1",
                        AgentSession::sessionCost),
                row(
                        "binaryVersion",
                        "{'subtype':'get_binary_version'}",
                        "{'version':'2.1.332'}",
                        "2.1.332",
                        s -> s.binaryVersion().version()));
    }

    private static Stream<Row> servers() {
        return Stream.of(
                row(
                        "mcpStatus",
                        "{'subtype':'mcp_status'}",
                        "{'mcpServers':[{'name':'gh','status':'connected'},{'name':'x','status':'failed'}]}",
                        List.of(true, false),
                        s -> s.mcpStatus().stream()
                                .map(McpServerStatus::isConnected)
                                .toList()),
                silent(
                        "reconnectMcpServer",
                        "{'subtype':'mcp_reconnect','serverName':'gh'}",
                        s -> s.reconnectMcpServer("gh")),
                silent(
                        "toggleMcpServer",
                        "{'subtype':'mcp_toggle','serverName':'gh','enabled':false}",
                        s -> s.toggleMcpServer("gh", false)),
                row(
                        "setMcpServers",
                        "{'subtype':'mcp_set_servers','servers':{'gh':{'command':'x'},"
                                + "'calc':{'type':'sdk','name':'calc'}}}",
                        "{'added':['gh','calc'],'removed':['old'],'errors':{'gh':'gone'}}",
                        List.of(List.of("gh", "calc"), List.of("old"), Map.of("gh", "gone")),
                        s -> {
                            Map<String, Object> servers = new java.util.LinkedHashMap<>();
                            servers.put("gh", Map.of("command", "x"));
                            servers.put("calc", ToolServer.of("calc"));
                            var change = s.setMcpServers(servers);
                            return List.of(change.added(), change.removed(), change.errors());
                        }),
                row(
                        "setMcpServers",
                        "{'subtype':'mcp_set_servers','servers':{'gh':{'command':'x'}}}",
                        "{'added':['gh']}",
                        List.of("gh"),
                        s -> s.request(ControlRequests.setMcpServers(Map.of("gh", Map.of("command", "x"))))
                                .added()),
                row(
                        "setMcpPermissionModeOverride",
                        "{'subtype':'set_mcp_permission_mode_override','serverName':'gh','mode':'auto'}",
                        "{'warning':'unknown server'}",
                        Optional.of("unknown server"),
                        s -> s.setMcpPermissionModeOverride("gh", PermissionMode.AUTO)),
                row(
                        "setMcpPermissionModeOverride",
                        "{'subtype':'set_mcp_permission_mode_override','serverName':'gh','mode':null}",
                        "{}",
                        Optional.empty(),
                        s -> s.setMcpPermissionModeOverride("gh", null)),
                row(
                        "callMcpTool",
                        "{'subtype':'mcp_call','tool':'mcp__calc__add','arguments':{'a':1}}",
                        "{'result':{'content':[]}}",
                        "{\"result\":{\"content\":[]}}",
                        s -> s.callMcpTool("mcp__calc__add", Map.of("a", 1)).text()),
                row(
                        "readMcpResource",
                        "{'subtype':'mcp_read_resource','serverName':'gh','uri':'ui://a'}",
                        "{'contents':[{'uri':'ui://a','text':'<p>'}]}",
                        Optional.of("<p>"),
                        s -> s.readMcpResource("gh", "ui://a").get(0).text()));
    }

    private static Stream<Row> tasks() {
        return Stream.of(
                silent("stopTask", "{'subtype':'stop_task','task_id':'t1'}", s -> s.stopTask("t1")),
                row(
                        "backgroundTasks",
                        "{'subtype':'background_tasks'}",
                        "{'backgrounded':false}",
                        false,
                        s -> s.backgroundTasks(null)),
                row(
                        "backgroundTasks",
                        "{'subtype':'background_tasks','tool_use_id':'toolu_1'}",
                        "{}",
                        true,
                        s -> s.backgroundTasks("toolu_1")),
                row(
                        "taskOutput",
                        "{'subtype':'get_task_output','task_id':'t1'}",
                        "{'output':'end','total_bytes':9}",
                        "end",
                        s -> s.taskOutput("t1").output()));
    }

    private static Stream<Row> settings() {
        return Stream.of(
                row(
                        "setPermissionMode",
                        "{'subtype':'set_permission_mode','mode':'plan'}",
                        "{'mode':'default'}",
                        Optional.of(PermissionMode.DEFAULT),
                        s -> s.setPermissionMode(PermissionMode.PLAN)),
                row(
                        "settings",
                        "{'subtype':'get_settings'}",
                        "{'effective':{'model':'x'},'sources':[]}",
                        "{\"model\":\"x\"}",
                        s -> s.settings().effective().text()),
                silent(
                        "applySettings",
                        "{'subtype':'apply_flag_settings','settings':{'model':'x'}}",
                        s -> s.applySettings(Map.of("model", "x"))),
                row(
                        "updateSettings",
                        "{'subtype':'update_settings','source':'localSettings','settings':{'model':'x'}}",
                        "{'ok':true}",
                        "{\"ok\":true}",
                        s -> s.updateSettings("localSettings", Map.of("model", "x"))
                                .text()),
                row(
                        "permissionRules",
                        "{'subtype':'list_permission_rules'}",
                        "{'state':{'rules':[{'behavior':'deny','source':'session','rule':'Bash(rm:*)'}]}}",
                        "Bash(rm:*)",
                        s -> s.permissionRules().rules().get(0).rule()),
                row(
                        "hooksListing",
                        "{'subtype':'get_hooks_listing'}",
                        "{'hooks':[{'event':'Stop','commandText':'echo'}]}",
                        "echo",
                        s -> s.hooksListing().hooks().get(0).commandText()));
    }

    private static Stream<Row> files() {
        return Stream.of(
                row(
                        "fileSuggestions",
                        "{'subtype':'file_suggestions','query':'ab'}",
                        "{'suggestions':[]}",
                        "{\"suggestions\":[]}",
                        s -> s.fileSuggestions("ab").text()),
                row(
                        "readFile",
                        "{'subtype':'read_file','path':'a'}",
                        "{'contents':'x','absPath':'/a'}",
                        "x",
                        s -> s.readFile("a").contents()),
                row(
                        "readFile",
                        "{'subtype':'read_file','path':'a','max_bytes':9,'encoding':'base64'}",
                        "{'contents':'eA==','encoding':'base64'}",
                        "x",
                        s -> new String(
                                s.request(ControlRequests.readFile("a", 9, true))
                                        .bytes(),
                                java.nio.charset.StandardCharsets.UTF_8)),
                silent(
                        "seedReadState",
                        "{'subtype':'seed_read_state','path':'a','mtime':1700000000000}",
                        s -> s.seedReadState("a", 1_700_000_000_000L)),
                row(
                        "registerRepoRoot",
                        "{'subtype':'register_repo_root','directory':'sub'}",
                        "{'directory':'/w/sub'}",
                        "/w/sub",
                        s -> s.registerRepoRoot("sub")),
                row(
                        "rewindFiles",
                        "{'subtype':'rewind_files','user_message_id':'u-1'}",
                        "{'canRewind':true,'filesChanged':['a.txt']}",
                        List.of("a.txt"),
                        s -> s.rewindFiles("u-1").filesChanged()),
                row(
                        "rewindFilesDryRun",
                        "{'subtype':'rewind_files','user_message_id':'u-1','dry_run':true}",
                        "{'canRewind':false,'error':'no checkpoint'}",
                        Optional.of("no checkpoint"),
                        s -> s.rewindFilesDryRun("u-1").error()));
    }

    private static Stream<Row> reloads() {
        return Stream.of(
                row(
                        "reloadPlugins",
                        "{'subtype':'reload_plugins'}",
                        "{'commands':[],'agents':[],'plugins':[],'mcpServers':[],'error_count':2}",
                        2,
                        s -> s.reloadPlugins().errorCount()),
                row(
                        "reloadSkills",
                        "{'subtype':'reload_skills'}",
                        "{'skills':[{'name':'s'}]}",
                        List.of("s"),
                        s -> s.reloadSkills().stream().map(SlashCommand::name).toList()),
                row(
                        "reloadOutputStyles",
                        "{'subtype':'reload_output_styles'}",
                        "{'available_output_styles':['default','Concise']}",
                        List.of("default", "Concise"),
                        AgentSession::reloadOutputStyles));
    }

    private static Stream<Row> session() {
        return Stream.of(
                silent("renameSession", "{'subtype':'rename_session','title':'t'}", s -> s.renameSession("t")),
                row(
                        "generateSessionTitle",
                        "{'subtype':'generate_session_title','description':'d','persist':true}",
                        "{'title':'A title'}",
                        Optional.of("A title"),
                        s -> s.generateSessionTitle("d", true)),
                silent("setColor", "{'subtype':'set_color','color':'red'}", s -> s.setColor("red")),
                silent(
                        "setHasSubscribers",
                        "{'subtype':'set_has_subscribers','has_subscribers':true}",
                        s -> s.setHasSubscribers(true)),
                silent(
                        "setHasSubscribers",
                        "{'subtype':'set_has_subscribers','has_subscribers':null}",
                        s -> s.setHasSubscribers(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void goesOutAsThisFrameAndIsAnsweredTyped(Row row) throws Exception {
        InMemoryTransport transport = new InMemoryTransport();
        Wire wire = new Wire(transport);
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            CompletableFuture<Object> result =
                    CompletableFuture.supplyAsync(() -> row.call().apply(session));

            JsonNode sent = wire.sent();
            assertThat(sent.path("type").asText()).isEqualTo("control_request");
            assertThat(sent.path("request_id").asText()).isNotEmpty();
            assertThat(sent.size())
                    .as("nothing but type, request_id and request")
                    .isEqualTo(3);
            assertThat(sent.path("request")).isEqualTo(Wire.json(row.request()));
            wire.answer(sent, row.answer());

            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(row.expected());
        }
    }

    @Test
    void everyMethodOfASessionAndEveryFactoryHasARow() {
        Set<String> methods = new TreeSet<>();
        Arrays.stream(AgentControls.class.getDeclaredMethods())
                .filter(Method::isDefault)
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .forEach(methods::add);
        methods.removeAll(Set.of("request", "requestAsync"));
        Arrays.stream(ControlRequests.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == ControlRequest.class)
                .map(Method::getName)
                .forEach(methods::add);

        Set<String> inRows = rows().map(Row::method).collect(Collectors.toSet());
        assertThat(inRows).isEqualTo(methods);
    }

    /** The transport in memory answers it by itself. */
    @Test
    void theHandshakeCanBeRepeated() {
        InMemoryTransport transport = new InMemoryTransport();
        Wire wire = new Wire(transport);
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            assertThat(session.reinitialize()).isEqualTo(session.agentInfo());
            assertThat(wire.sent().path("request").path("subtype").asText()).isEqualTo("initialize");
        }
    }
}
