package dev.agentsdk.message;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the raw JSON when it is asked for. */
class MessageDetailsTest {

    private static Message parse(String singleQuoted) {
        return Message.parse(json(singleQuoted));
    }

    private static AssistantMessage answer(String fields) {
        return (AssistantMessage) parse("{'type':'assistant'" + fields + "}");
    }

    private static UserMessage user(String fields) {
        return (UserMessage) parse("{'type':'user'" + fields + "}");
    }

    private static ResultMessage result(String fields) {
        return (ResultMessage) parse("{'type':'result','subtype':'success'" + fields + "}");
    }

    private static InitMessage init(String fields) {
        return (InitMessage) parse("{'type':'system','subtype':'init'" + fields + "}");
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    @Test
    void anAnswerTellsWhoseItIsAndWhatItAnswers() {
        AssistantMessage answer = answer(",'agent_id':'a','subagent_type':'t','task_description':'d','aborted':true,"
                + "'supersedes':['x'],'request_id':'r','user_message_uuids':['u','v'],'user_message_uuid':'u',"
                + "'timestamp':'2026-01-02T03:04:05.678Z','context_usage':{'a':1}");

        assertThat(answer.subagent())
                .contains(new MessageSubagent(Optional.of("a"), Optional.of("t"), Optional.of("d")));
        assertThat(answer.isAborted()).isTrue();
        assertThat(answer.supersedes()).containsExactly("x");
        assertThat(answer.requestId()).contains("r");
        assertThat(answer.userMessageUuids()).containsExactly("u", "v");
        assertThat(answer.timestamp()).contains(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(answer.contextUsage()).contains(ContextReport.of(raw("{'a':1}")));
    }

    @Test
    void whatAnAnswerDoesNotTellIsAbsent() {
        AssistantMessage answer = answer("");

        assertThat(answer.subagent()).isEmpty();
        assertThat(answer.isAborted()).isFalse();
        assertThat(answer.supersedes()).isEmpty();
        assertThat(answer.requestId()).isEmpty();
        assertThat(answer.userMessageUuids()).isEmpty();
        assertThat(answer.timestamp()).isEmpty();
        assertThat(answer.contextUsage()).isEmpty();
        assertThat(answer(",'user_message_uuid':'u'").userMessageUuids()).containsExactly("u");
    }

    @Test
    void aUserMessageTellsWhoIsBehindIt() {
        UserMessage message = user(",'origin':{'kind':'human'},'isSynthetic':true,'isReplay':true,'priority':'now',"
                + "'timestamp':'2026-01-02T03:04:05+01:00','agent_id':'a'");

        assertThat(message.origin()).contains(new MessageOrigin("human", raw("{'kind':'human'}")));
        assertThat(message.origin().orElseThrow().isHuman()).isTrue();
        assertThat(message.isSynthetic()).isTrue();
        assertThat(message.isReplay()).isTrue();
        assertThat(message.priority()).contains("now");
        assertThat(message.timestamp()).contains(Instant.parse("2026-01-02T02:04:05Z"));
        assertThat(message.subagent()).get().returns(Optional.of("a"), MessageSubagent::agentId);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'kind':'peer','from':'x'    | peer
                    'kind':'newer'              | newer
                    'kind':'Human'              | Human
                    """)
    void anOriginThatIsNotKnownIsNoHuman(String fields, String kind) {
        MessageOrigin origin = user(",'origin':{" + fields + "}").origin().orElseThrow();

        assertThat(origin.kind()).isEqualTo(kind);
        assertThat(origin.isHuman()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'origin':null", ",'origin':'human'", ",'origin':{}", ",'origin':{'kind':7}"})
    void anOriginWithoutAKindIsNone(String fields) {
        assertThat(user(fields).origin()).isEmpty();
        assertThat(result(fields).origin()).isEmpty();
    }

    @Test
    void aResultTellsWhatEachModelHasUsed() {
        String usage = "{'inputTokens':1,'outputTokens':2,'thinkingTokens':9,'cacheReadInputTokens':3,"
                + "'cacheCreationInputTokens':4,'cacheCreationEphemeral5mInputTokens':10,"
                + "'cacheCreationEphemeral1hInputTokens':11,'webSearchRequests':5,'costUSD':0.25,"
                + "'contextWindow':200000,'maxOutputTokens':64000,'canonicalModel':'c','provider':'bedrock',"
                + "'costBasis':'managed'}";

        Map<String, ModelUsage> byModel =
                result(",'modelUsage':{'b':" + usage + ",'a':{},'c':7}").modelUsage();
        assertThat(byModel.keySet()).containsExactly("b", "a");
        ModelUsage used = byModel.get("b");
        assertThat(used.raw()).isEqualTo(raw(usage));
        assertThat(used.inputTokens()).isEqualTo(1);
        assertThat(used.outputTokens()).isEqualTo(2);
        assertThat(used.thinkingTokens()).hasValue(9);
        assertThat(used.cacheReadInputTokens()).isEqualTo(3);
        assertThat(used.cacheCreationInputTokens()).isEqualTo(4);
        assertThat(used.cacheCreation5mInputTokens()).hasValue(10);
        assertThat(used.cacheCreation1hInputTokens()).hasValue(11);
        assertThat(used.webSearchRequests()).isEqualTo(5);
        assertThat(used.costUsd()).isEqualTo(0.25);
        assertThat(used.contextWindow()).hasValue(200_000);
        assertThat(used.maxOutputTokens()).hasValue(64_000);
        assertThat(used.canonicalModel()).contains("c");
        assertThat(used.provider()).contains("bedrock");
        assertThat(used.costBasis()).contains("managed");
        ModelUsage none = byModel.get("a");
        assertThat(none.inputTokens()).isZero();
        assertThat(none.costUsd()).isZero();
        assertThat(none.contextWindow()).isEmpty();
        assertThat(result("").modelUsage()).isEmpty();
        assertThat(result(",'modelUsage':[1]").modelUsage()).isEmpty();
    }

    @Test
    void aResultTellsWhatWasNotPermitted() {
        String denial = "{'tool_name':'Bash','tool_use_id':'t','tool_input':{'command':'ls'}}";

        assertThat(result(",'permission_denials':[" + denial + ",7]").permissionDenials())
                .containsExactly(
                        new PermissionDenial("Bash", "t", Optional.of(raw("{'command':'ls'}")), raw(denial)),
                        new PermissionDenial("", "", Optional.empty(), raw("7")));
        assertThat(result("").permissionDenials()).isEmpty();
    }

    @Test
    void aResultTellsTheRest() {
        String deferred = "{'id':'t','name':'Bash','input':{}}";
        ResultMessage result = result(",'deferred_tool_use':" + deferred + ",'origin':{'kind':'coordinator'},"
                + "'user_message_uuid':'u','ttft_ms':120,'queued_turn_count':2,'startup_failure_reason':'cwd_unavailable',"
                + "'terminal_reason':'aborted_tools'");

        assertThat(result.deferredToolUse())
                .contains(new DeferredToolUse("t", "Bash", Optional.of(raw("{}")), raw(deferred)));
        assertThat(result.origin()).get().returns("coordinator", MessageOrigin::kind);
        assertThat(result.userMessageUuids()).containsExactly("u");
        assertThat(result.timeToFirstToken()).contains(Duration.ofMillis(120));
        assertThat(result.queuedTurns()).hasValue(2);
        assertThat(result.startupFailureReason()).contains("cwd_unavailable");
        assertThat(result.isInterrupted()).isTrue();
        assertThat(result(",'terminal_reason':'completed'").isInterrupted()).isFalse();
        assertThat(result("").isInterrupted()).isFalse();
        assertThat(result("").deferredToolUse()).isEmpty();
        assertThat(result("").queuedTurns()).isEmpty();
    }

    @Test
    void theSetUpOfATurnTellsWhatIsAtHand() {
        InitMessage init = init(",'mcp_servers':[{'name':'gh','status':'connected'}],'slash_commands':['help'],"
                + "'agents':['a'],'skills':['s'],'plugins':[{'name':'p','path':'/p'}],'capabilities':['c'],"
                + "'output_style':'default','apiKeySource':'user'");

        assertThat(init.mcpServers())
                .containsExactly(new McpServerState("gh", "connected", raw("{'name':'gh','status':'connected'}")));
        assertThat(init.slashCommands()).containsExactly("help");
        assertThat(init.agents()).containsExactly("a");
        assertThat(init.skills()).containsExactly("s");
        assertThat(init.plugins()).containsExactly(PluginState.of(raw("{'name':'p','path':'/p'}")));
        assertThat(init.capabilities()).containsExactly("c");
        assertThat(init.outputStyle()).contains("default");
        assertThat(init.apiKeySource()).contains("user");
        assertThat(init("").mcpServers()).isEmpty();
        assertThat(init(",'plugins':{}").plugins()).isEmpty();
    }

    @Test
    void aPartOfAnAnswerTellsHowLongTheFirstTokenTook() {
        assertThat(((StreamEvent) parse("{'type':'stream_event','ttft_ms':7}")).timeToFirstToken())
                .contains(Duration.ofMillis(7));
    }

    @ParameterizedTest
    @CsvSource({"completed, true", "failed, true", "stopped, true", "killed, true", "running, false", "newer, false"})
    void theEndOfATaskIsTheSameInBothVocabularies(String status, boolean terminal) {
        assertThat(TaskMessage.isTerminal(status)).isEqualTo(terminal);
        TaskUpdatedMessage updated = (TaskUpdatedMessage)
                parse("{'type':'system','subtype':'task_updated','patch':{'status':'" + status + "'}}");
        assertThat(updated.isTerminal()).isEqualTo(terminal);
    }

    @Test
    void anUpdateWithoutAStatusIsNoEnd() {
        assertThat(((TaskUpdatedMessage) parse("{'type':'system','subtype':'task_updated'}")).isTerminal())
                .isFalse();
        assertThat(((SessionStateChangedMessage)
                                parse("{'type':'system','subtype':'session_state_changed','state':'idle'}"))
                        .isIdle())
                .isTrue();
        assertThat(List.of(parse("{'type':'system','subtype':'session_state_changed'}")))
                .allSatisfy(message -> assertThat(((SessionStateChangedMessage) message).isIdle())
                        .isFalse());
    }
}
