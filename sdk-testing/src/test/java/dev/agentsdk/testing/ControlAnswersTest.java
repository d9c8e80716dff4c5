package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.control.AgentInfo;
import dev.agentsdk.control.AgentSettings;
import dev.agentsdk.control.BinaryVersion;
import dev.agentsdk.control.ContextUsage;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.control.FileContents;
import dev.agentsdk.control.HooksListing;
import dev.agentsdk.control.McpResourceContents;
import dev.agentsdk.control.McpServerStatus;
import dev.agentsdk.control.ModelInfo;
import dev.agentsdk.control.PermissionRules;
import dev.agentsdk.control.PluginsReload;
import dev.agentsdk.control.TaskOutput;
import dev.agentsdk.control.UsageReport;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What control requests answer. The answers have the form in which claude 2.1.332 writes them. */
@Timeout(30)
class ControlAnswersTest {

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private AgentSession session;

    @BeforeEach
    void open() {
        session = Wire.open(transport, AgentOptions.builder());
    }

    @AfterEach
    void close() {
        session.close();
    }

    private <T> T answered(Supplier<T> call, String expectedRequest, String answer) throws Exception {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(call);
        JsonNode sent = wire.sent();
        assertThat(sent.path("request")).isEqualTo(Wire.json(expectedRequest));
        wire.answer(sent, answer);
        return result.get(5, TimeUnit.SECONDS);
    }

    @Test
    void theModeInForceIsTheAnswer() throws Exception {
        String request = "{'subtype':'set_permission_mode','mode':'plan'}";
        assertThat(answered(() -> session.setPermissionMode(PermissionMode.PLAN), request, "{'mode':'default'}"))
                .contains(PermissionMode.DEFAULT);
        assertThat(answered(() -> session.setPermissionMode(PermissionMode.PLAN), request, "{}"))
                .as("an older CLI")
                .isEmpty();
    }

    @Test
    void whetherAQueuedMessageWasCancelledIsTheAnswer() throws Exception {
        String request = "{'subtype':'cancel_async_message','message_uuid':'u'}";
        assertThat(answered(() -> session.cancelQueuedMessage("u"), request, "{'cancelled':true}"))
                .isTrue();
        assertThat(answered(() -> session.cancelQueuedMessage("u"), request, "{'cancelled':false}"))
                .isFalse();
    }

    @Test
    void whetherSomethingWentToTheBackgroundIsTheAnswer() throws Exception {
        String request = "{'subtype':'background_tasks','tool_use_id':'t'}";
        assertThat(answered(() -> session.backgroundTasks("t"), request, "{'backgrounded':false}"))
                .isFalse();
        assertThat(answered(() -> session.backgroundTasks("t"), request, "{}")).isTrue();
    }

    @Test
    void theModeOfOneMcpServerCanBeOverridden() throws Exception {
        assertThat(answered(
                        () -> session.setMcpPermissionModeOverride("gh", PermissionMode.AUTO),
                        "{'subtype':'set_mcp_permission_mode_override','serverName':'gh','mode':'auto'}",
                        "{'warning':'not yet known'}"))
                .contains("not yet known");
        assertThat(answered(
                        () -> session.setMcpPermissionModeOverride("gh", null),
                        "{'subtype':'set_mcp_permission_mode_override','serverName':'gh','mode':null}",
                        "{}"))
                .isEmpty();
    }

    @Test
    void usageIsTyped() throws Exception {
        UsageReport usage = answered(
                () -> session.request(ControlRequests.usageWithoutBehaviors()),
                "{'subtype':'get_usage','skip_behaviors':true}",
                "{'session':{'total_cost_usd':0.5,'total_api_duration_ms':7,'total_duration_ms':1422,"
                        + "'total_lines_added':3,'total_lines_removed':2,'model_usage':{'m':{'inputTokens':4}}},"
                        + "'subscription_type':'max','rate_limits_available':true,'rate_limits':{'five_hour':"
                        + "{'utilization':12.5,'resets_at':'2026-11-29T05:00:00Z'},'seven_day':null,"
                        + "'model_scoped':[{'display_name':'Opus','utilization':1,'resets_at':null}],"
                        + "'extra_usage':{'is_enabled':true,'monthly_limit':100,'used_credits':5,'utilization':5,"
                        + "'currency':'USD'}},'behaviors':{'day':{'request_count':9,'session_count':2,'behaviors':"
                        + "[{'key':'cron','pct':40,'count':3}],'agents':[{'name':'a','pct':1}],"
                        + "'fix':{'keys':['cron'],'messages':['less']}}}}");
        assertThat(usage.session().orElseThrow().totalCostUsd()).isEqualTo(0.5);
        assertThat(usage.session().orElseThrow().duration()).isEqualTo(Duration.ofMillis(1422));
        assertThat(usage.session().orElseThrow().linesAdded()).isEqualTo(3);
        assertThat(usage.session().orElseThrow().modelUsage().get("m").inputTokens())
                .isEqualTo(4);
        assertThat(usage.subscriptionType()).contains("max");
        assertThat(usage.rateLimits().orElseThrow().fiveHour().orElseThrow().utilization())
                .hasValue(12.5);
        assertThat(usage.rateLimits().orElseThrow().fiveHour().orElseThrow().resetsAt())
                .contains(Instant.parse("2026-11-29T05:00:00Z"));
        assertThat(usage.rateLimits().orElseThrow().sevenDay()).isEmpty();
        assertThat(usage.rateLimits().orElseThrow().byModel().get(0).displayName())
                .contains("Opus");
        assertThat(usage.rateLimits().orElseThrow().extraUsage().orElseThrow().currency())
                .contains("USD");
        assertThat(usage.lastDay().orElseThrow().behaviors().get(0).name()).isEqualTo("cron");
        assertThat(usage.lastDay().orElseThrow().behaviors().get(0).count()).hasValue(3);
        assertThat(usage.lastDay().orElseThrow().fixMessages()).containsExactly("less");
        assertThat(usage.lastWeek()).isEmpty();
    }

    @Test
    void hooksAndRulesAreTyped() throws Exception {
        HooksListing hooks = answered(
                session::hooksListing,
                "{'subtype':'get_hooks_listing'}",
                "{'events':[{'name':'Stop','summary':'s','supportsMatcher':false,'hookCount':1}],'hooks':[{'event':'Stop',"
                        + "'matcher':'','source':'userSettings','sourceLabel':'User','type':'command',"
                        + "'displayText':'x','commandText':'echo','contentLabel':'Command','timeout':5}],"
                        + "'eventCatalog':[{'name':'Stop','summary':'s','supportsMatcher':false}],"
                        + "'policy':{'disabledByPolicy':false,'managedOnly':true,'policyHookCount':2},"
                        + "'safeMode':{'managedHooksStillApply':true,'exitHint':'restart'},"
                        + "'errors':[{'file':'/s','path':'p','message':'m'}]}");
        assertThat(hooks.events().get(0).hookCount()).isOne();
        assertThat(hooks.hooks().get(0).commandText()).isEqualTo("echo");
        assertThat(hooks.hooks().get(0).timeout()).contains(Duration.ofSeconds(5));
        assertThat(hooks.policy().orElseThrow().managedOnly()).isTrue();
        assertThat(hooks.safeModeHint()).contains("restart");
        assertThat(hooks.errors().get(0).message()).isEqualTo("m");

        PermissionRules rules = answered(
                session::permissionRules,
                "{'subtype':'list_permission_rules'}",
                "{'state':{'rules':[{'behavior':'deny','source':'session','rule':'Bash(rm:*)',"
                        + "'editability':'session'}],'workspaceDirectories':[{'path':'/w','source':'cliArg'}],"
                        + "'originalCwd':'/o','managedOnly':false}}");
        assertThat(rules.rules().get(0).rule()).isEqualTo("Bash(rm:*)");
        assertThat(rules.rules().get(0).behavior()).isEqualTo("deny");
        assertThat(rules.workspaceDirectories().get(0).path()).isEqualTo("/w");
        assertThat(rules.originalCwd()).isEqualTo("/o");
    }

    @Test
    void reloadsAreTyped() throws Exception {
        PluginsReload plugins = answered(
                session::reloadPlugins,
                "{'subtype':'reload_plugins'}",
                "{'commands':[{'name':'c','description':'d','aliases':['x'],'builtin':true}],'agents':[{'name':'a',"
                        + "'description':'d'}],'plugins':[{'name':'p','path':'/p','version':'1'}],'mcpServers':"
                        + "[{'name':'gh','status':'connected'}],'error_count':1,'cache_impact':"
                        + "{'mcp_servers_added':['gh'],'mcp_servers_removed':[],'lsp_tool_change':'adds'}}");
        assertThat(plugins.commands().get(0).aliases()).containsExactly("x");
        assertThat(plugins.commands().get(0).isBuiltin()).isTrue();
        assertThat(plugins.plugins().get(0).version()).contains("1");
        assertThat(plugins.mcpServers().get(0).isConnected()).isTrue();
        assertThat(plugins.errorCount()).isOne();
        assertThat(plugins.mcpServersAdded()).containsExactly("gh");
        assertThat(plugins.lspToolChange()).contains("adds");
        assertThat(answered(
                        session::reloadSkills,
                        "{'subtype':'reload_skills'}",
                        "{'skills':[{'name':'s','description':'d'}]}"))
                .extracting(SlashCommand::name)
                .containsExactly("s");
        assertThat(answered(
                        session::reloadOutputStyles,
                        "{'subtype':'reload_output_styles'}",
                        "{'available_output_styles':['default','Concise']}"))
                .containsExactly("default", "Concise");
    }

    @Test
    void theRestIsTyped() throws Exception {
        TaskOutput output = answered(
                () -> session.taskOutput("t"),
                "{'subtype':'get_task_output','task_id':'t'}",
                "{'output':'end','total_bytes':9000,'truncated':true}");
        assertThat(output.output()).isEqualTo("end");
        assertThat(output.totalBytes()).isEqualTo(9000);
        assertThat(output.isTruncated()).isTrue();

        List<McpResourceContents> contents = answered(
                () -> session.readMcpResource("s", "ui://a"),
                "{'subtype':'mcp_read_resource','serverName':'s','uri':'ui://a'}",
                "{'contents':[{'uri':'ui://a','mimeType':'text/html','text':'<p>'}]}");
        assertThat(contents.get(0).text()).contains("<p>");

        List<ModelInfo> models = answered(
                session::models,
                "{'subtype':'list_models'}",
                "{'models':[{'value':'default','resolvedModel':'m-1','displayName':'D','description':'x',"
                        + "'supportsEffort':true,'supportedEffortLevels':['low','max'],'supportsFastMode':true}]}");
        assertThat(models.get(0).resolvedModel()).contains("m-1");
        assertThat(models.get(0).supportedEffortLevels()).containsExactly("low", "max");
        assertThat(models.get(0).supportsAutoMode()).isFalse();

        BinaryVersion version = answered(
                session::binaryVersion,
                "{'subtype':'get_binary_version'}",
                "{'version':'2.1.332','buildTime':'2026-11-24T19:09:44Z'}");
        assertThat(version.version()).isEqualTo("2.1.332");
        assertThat(version.buildTime()).contains(Instant.parse("2026-11-24T19:09:44Z"));

        AgentSettings settings = answered(
                session::settings,
                "{'subtype':'get_settings'}",
                "{'effective':{'model':'x'},'sources':[{'source':'userSettings','settings':{'model':'x'}}],"
                        + "'applied':{'model':'m-1','effort':'medium'}}");
        assertThat(settings.effective().text()).isEqualTo("{\"model\":\"x\"}");
        assertThat(settings.sources().get(0).source()).isEqualTo("userSettings");
        assertThat(settings.effort()).contains("medium");

        assertThat(answered(
                        () -> session.registerRepoRoot("sub"),
                        "{'subtype':'register_repo_root','directory':'sub'}",
                        "{'directory':'/w/sub'}"))
                .isEqualTo("/w/sub");
        FileContents file = answered(
                () -> session.readFile("a"),
                "{'subtype':'read_file','path':'a'}",
                "{'contents':'x','absPath':'/a','lossy':true}");
        assertThat(file.isLossy()).isTrue();
        assertThat(answered(
                                () -> session.request(ControlRequests.setMaxThinkingTokens(null, "omitted")),
                                "{'subtype':'set_max_thinking_tokens','max_thinking_tokens':null,'thinking_display':'omitted'}",
                                "{}")
                        .text())
                .isEqualTo("{}");
    }

    @Test
    void contextUsageIsTypedInFull() throws Exception {
        ContextUsage usage = answered(
                () -> session.request(ControlRequests.contextUsageSummary()),
                "{'subtype':'get_context_usage','detail':'summary'}",
                "{'categories':[{'id':'skills','name':'Skills','tokens':7,'color':'c','kind':'used'}],'totalTokens':1,"
                        + "'gridRows':[[{'color':'c','isFilled':true,'categoryName':'Skills','tokens':7,"
                        + "'percentage':1,'squareFullness':0.5}]],'agents':[{'agentType':'Explore','source':'built-in',"
                        + "'tokens':3}],'slashCommands':{'totalCommands':4,'includedCommands':2,'tokens':5},"
                        + "'skills':{'totalSkills':8,'includedSkills':6,'tokens':9,'skillFrontmatter':[{'name':'s',"
                        + "'source':'plugin','pluginName':'p','tokens':2}]},'messageBreakdown':{'toolCallTokens':1,"
                        + "'toolCallsByType':[{'name':'Bash','callTokens':3,'resultTokens':4}]},"
                        + "'apiUsage':{'input_tokens':11,'output_tokens':12}}");
        assertThat(usage.categories().get(0).color()).contains("c");
        assertThat(usage.grid().get(0).get(0).squareFullness()).isEqualTo(0.5);
        assertThat(usage.agents().get(0).name()).isEqualTo("Explore");
        assertThat(usage.slashCommands().orElseThrow().total()).isEqualTo(4);
        assertThat(usage.skills().orElseThrow().included()).isEqualTo(6);
        assertThat(usage.skills().orElseThrow().skills().get(0).pluginName()).contains("p");
        assertThat(usage.messages().orElseThrow().tools().get(0).resultTokens()).isEqualTo(4);
        assertThat(usage.apiUsage().orElseThrow().outputTokens()).isEqualTo(12);
    }

    @Test
    void theHandshakeIsTypedInFull() {
        AgentInfo info =
                AgentInfo.of(RawJson.of(("{'commands':[{'name':'c'}],'models':[{'value':'v'}],'agents':[{'name':'a',"
                                + "'model':'m'}],'account':{'email':'secret@example.org','apiProvider':'bedrock'},"
                                + "'output_style':'default','claude_code_version':'2.1.332','hooks_applied':true,"
                                + "'hook_on_failure_supported':true,'fast_mode_state':'off','sandbox_enabled':false,"
                                + "'sdk_mcp_manifests_parked':{'s':'parked'}}")
                        .replace('\'', '"')));
        assertThat(info.commands().get(0).name()).isEqualTo("c");
        assertThat(info.models().get(0).value()).isEqualTo("v");
        assertThat(info.subagents().get(0).model()).contains("m");
        assertThat(info.account().orElseThrow().apiProvider()).contains("bedrock");
        assertThat(info.account().orElseThrow()).asString().doesNotContain("secret");
        assertThat(info.hooksApplied()).contains(true);
        assertThat(info.supportsBlockingHooks()).contains(true);
        assertThat(info.pluginsApplied()).isEmpty();
        assertThat(info.isSandboxEnabled()).contains(false);
        assertThat(info.sdkMcpManifests()).isEqualTo(Map.of("s", "parked"));
        assertThat(info).isEqualTo(AgentInfo.of(info.raw())).hasSameHashCodeAs(AgentInfo.of(info.raw()));
        assertThat(McpServerStatus.of(RawJson.of("[]")).name()).isEmpty();
    }
}
