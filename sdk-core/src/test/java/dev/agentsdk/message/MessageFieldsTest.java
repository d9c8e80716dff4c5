package dev.agentsdk.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The fields of claude 2.1.332 that records read on demand, and the blocks of the newer API. */
class MessageFieldsTest {

    private static <M> M message(Class<M> type, String fields) {
        return type.cast(Message.parse(("{" + fields + "}").replace('\'', '"')));
    }

    private static ContentBlock block(String json) {
        return message(AssistantMessage.class, "'type':'assistant','message':{'content':[" + json + "]}")
                .content()
                .get(0);
    }

    private static <B extends ContentBlock> B block(Class<B> type, String json) {
        return type.cast(block(json));
    }

    @Test
    void anAssistantMessageTellsUsageAndContext() {
        AssistantMessage answer = message(
                AssistantMessage.class,
                "'type':'assistant','message':{'content':[],'usage':{'input_tokens':1,'cache_creation':"
                        + "{'ephemeral_5m_input_tokens':2,'ephemeral_1h_input_tokens':3},'server_tool_use':"
                        + "{'web_search_requests':4,'web_fetch_requests':5},'service_tier':'standard'}},"
                        + "'resume_reason':'worker_restart','resumed_from_incomplete_thinking':true,'context_usage':"
                        + "{'model':'m','total_tokens':10,'raw_max_tokens':100,'percentage':10.5,'over_limit':"
                        + "{'tokens_over':7,'kind':'hard_limit'},'categories':[{'name':'c','tokens':1,'kind':'used'}],"
                        + "'mcp_tools':[{'name':'t','server_name':'s','tokens':2}],'memory_files':[{'path':'/f',"
                        + "'type':'User','tokens':3}],'agents':[{'agent_type':'a','source':'x','tokens':4}],"
                        + "'skills':[{'name':'k','plugin_name':'p','tokens':5}]},'usage_report':{'session':"
                        + "{'total_cost_usd':0.5},'rate_limits':{'limits':[{'kind':'five_hour','group':'g',"
                        + "'percent':50,'resets_at':'2026-01-02T03:04:05Z','scope':{'model':{'display_name':'Opus'}},"
                        + "'severity':'warning','is_active':true}],'extra_usage':{'is_enabled':true}}}");

        Usage usage = answer.usage().orElseThrow();
        assertThat(usage.cacheCreation5mInputTokens()).hasValue(2);
        assertThat(usage.cacheCreation1hInputTokens()).hasValue(3);
        assertThat(usage.webSearchRequests()).hasValue(4);
        assertThat(usage.webFetchRequests()).hasValue(5);
        assertThat(usage.serviceTier()).contains("standard");
        assertThat(usage).isEqualTo(Usage.of(usage.raw()));
        assertThat(answer.resumeReason()).contains("worker_restart");
        assertThat(answer.isResumedFromIncompleteThinking()).isTrue();
        ContextReport context = answer.contextUsage().orElseThrow();
        assertThat(context.totalTokens()).isEqualTo(10);
        assertThat(context.percentage()).isEqualTo(10.5);
        assertThat(context.tokensOver()).hasValue(7);
        assertThat(context.overLimitKind()).contains("hard_limit");
        assertThat(context.categories().get(0).kind()).contains("used");
        assertThat(context.mcpTools().get(0).serverName()).contains("s");
        assertThat(context.memoryFiles().get(0).name()).isEqualTo("/f");
        assertThat(context.agents().get(0).name()).isEqualTo("a");
        assertThat(context.skills().get(0).pluginName()).contains("p");
        AccountUsage account = answer.accountUsage().orElseThrow();
        assertThat(account.session().orElseThrow().totalCostUsd()).isEqualTo(0.5);
        assertThat(account.limits().get(0).percentage()).isEqualTo(50);
        assertThat(account.limits().get(0).model()).contains("Opus");
        assertThat(account.limits().get(0).resetsAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(account.extraUsage().orElseThrow().isEnabled()).isTrue();
    }

    @Test
    void aResultTellsWhatItIsOf() {
        ResultMessage result = message(
                ResultMessage.class,
                "'type':'result','subtype':'success','local_command':'cost','result_index':3,'resume_reason':'r',"
                        + "'credential_expires_at':'2026-01-02T03:04:05Z','fast_mode_state':'cooldown',"
                        + "'fast_mode_disabled_reason':'x','begun_message_ids':['u'],'ttft_stream_ms':12,"
                        + "'first_stream_post_queued_behind':'none','warm_spare_claimed':true,"
                        + "'request_sent_wall_ms':1767323045000,"
                        + "'invalid_config_file':{'path':'/c','is_global':true,'backup_searched':true,'backup_path':'/b'}");

        assertThat(result.localCommand()).contains("cost");
        assertThat(result.resultIndex()).hasValue(3);
        assertThat(result.resumeReason()).contains("r");
        assertThat(result.credentialExpiresAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(result.fastModeState()).contains("cooldown");
        assertThat(result.fastModeDisabledReason()).contains("x");
        assertThat(result.begunMessageIds()).containsExactly("u");
        assertThat(result.timings().timeToFirstStreamedToken()).contains(Duration.ofMillis(12));
        assertThat(result.timings().firstStreamPostQueuedBehind()).contains("none");
        assertThat(result.timings().warmSpareClaimed()).contains(true);
        assertThat(result.timings().requestSentAt()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(result.timings().timeToRequest()).isEmpty();
        assertThat(result.invalidConfigFile().orElseThrow().backupPath()).contains("/b");
    }

    @Test
    void theSetUpTellsWhatIsOn() {
        InitMessage init = message(
                InitMessage.class,
                "'type':'system','subtype':'init','betas':['b'],'terminal_slash_commands':['vim'],'effort':'high',"
                        + "'fast_mode_state':'on','view_mode':'focus','sandbox_enabled':true,'plugins':[{'name':'p',"
                        + "'path':'/p','version':'2'}],'plugin_errors':[{'plugin':'q','type':'load','message':'m',"
                        + "'managed_lock':{'plugin_enabled':true,'name':'lock','marketplace':'k'}}]");

        assertThat(init.betas()).containsExactly("b");
        assertThat(init.terminalSlashCommands()).containsExactly("vim");
        assertThat(init.effort()).contains("high");
        assertThat(init.fastModeState()).contains("on");
        assertThat(init.viewMode()).contains("focus");
        assertThat(init.isSandboxEnabled()).contains(true);
        assertThat(init.plugins().get(0).version()).contains("2");
        assertThat(init.pluginErrors().get(0).plugin()).isEqualTo("q");
        assertThat(init.pluginErrors().get(0).lockedBy()).contains("lock");
        assertThat(init.pluginErrors().get(0).isPluginEnabled()).contains(true);
    }

    @Test
    void limitsRetriesAndTasksTellTheRest() {
        RateLimitEvent limit = message(
                RateLimitEvent.class,
                "'type':'rate_limit_event','rate_limit_info':{'status':'rejected','isUsingOverage':true,"
                        + "'overageEnabled':false,'surpassedThreshold':0.75,'limitScope':'service',"
                        + "'errorCode':'credits_required','canUserPurchaseCredits':true}");
        assertThat(limit.isUsingOverage()).contains(true);
        assertThat(limit.isOverageEnabled()).contains(false);
        assertThat(limit.surpassedThreshold()).hasValue(0.75);
        assertThat(limit.limitScope()).contains("service");
        assertThat(limit.errorCode()).contains("credits_required");
        assertThat(limit.canPurchaseCredits()).contains(true);

        ApiRetryMessage retry = message(
                ApiRetryMessage.class,
                "'type':'system','subtype':'api_retry','no_response':{'waited_ms':900,'retry_wait_ms':1800}");
        assertThat(retry.waitedWithoutResponse()).contains(Duration.ofMillis(900));
        assertThat(retry.waitAfterNoResponse()).contains(Duration.ofMillis(1800));

        RetryMessage again = message(
                RetryMessage.class,
                "'type':'system','subtype':'retry','uuid':'u','session_id':'s','parent_tool_use_id':null,'data':"
                        + "{'reason':'retry','attempt':2,'maxRetries':7,'delayMs':1500,'discardedToolCalls':3,"
                        + "'preserveText':true}");
        assertThat(again.subtype()).isEqualTo("retry");
        assertThat(again.uuid()).contains("u");
        assertThat(again.reason()).isEqualTo("retry");
        assertThat(again.attempt()).hasValue(2);
        assertThat(again.maxRetries()).hasValue(7);
        assertThat(again.delay()).contains(Duration.ofMillis(1500));
        assertThat(again.discardedToolCalls()).isEqualTo(3);
        assertThat(again.isTextPreserved()).isTrue();
        RetryMessage bare = message(
                RetryMessage.class,
                "'type':'system','subtype':'retry','data':{'reason':'model_fallback','discardedToolCalls':0,"
                        + "'preserveText':false}");
        assertThat(bare.reason()).isEqualTo("model_fallback");
        assertThat(bare.attempt()).isEmpty();
        assertThat(bare.delay()).isEmpty();
        assertThat(bare.isTextPreserved()).isFalse();

        TaskStartedMessage task = message(
                TaskStartedMessage.class,
                "'type':'system','subtype':'task_started','task_id':'t','run_id':'r1','skip_transcript':true");
        assertThat(task.runId()).contains("r1");
        assertThat(task.isSkippedInTranscript()).isTrue();

        TaskNotificationMessage done = message(
                TaskNotificationMessage.class,
                "'type':'system','subtype':'task_notification','task_id':'t','resource_links':[{'uri':'file:///x',"
                        + "'name':'x','mimeType':'text/plain','size':7}]");
        assertThat(done.resourceLinks().get(0).uri()).isEqualTo("file:///x");
        assertThat(done.resourceLinks().get(0).size()).hasValue(7);

        CompactBoundaryMessage compact = message(
                CompactBoundaryMessage.class,
                "'type':'system','subtype':'compact_boundary','compact_metadata':{'trigger':'auto','preserved_messages':"
                        + "{'anchor_uuid':'a','uuids':['x','y']},'preserved_segment':{'head_uuid':'x',"
                        + "'anchor_uuid':'a','tail_uuid':'y'}}");
        assertThat(compact.preservedMessages().orElseThrow().uuids()).containsExactly("x", "y");
        assertThat(compact.preservedSegment().orElseThrow().tailUuid()).contains("y");

        UserMessage user = message(
                UserMessage.class,
                "'type':'user','message':{'content':'hi'},'refusal_retry':true,'inline_pastes':['p'],"
                        + "'origin':{'kind':'peer','from':'f','name':'n','verifiedPeerPid':42}");
        assertThat(user.isRefusalRetry()).isTrue();
        assertThat(user.inlinePastes()).containsExactly("p");
        assertThat(user.origin().orElseThrow().from()).contains("f");
        assertThat(user.origin().orElseThrow().verifiedPeerPid()).hasValue(42);
    }

    @Test
    void blocksOfTheNewerApiAreTyped() {
        McpToolUseBlock call = block(
                McpToolUseBlock.class, "{'type':'mcp_tool_use','id':'i','name':'n','server_name':'s','input':{'a':1}}");
        assertThat(call.type()).isEqualTo("mcp_tool_use");
        assertThat(call.serverName()).isEqualTo("s");
        assertThat(call.input().text()).isEqualTo("{\"a\":1}");
        McpToolListingBlock listing = block(
                McpToolListingBlock.class, "{'type':'mcp_tool_listing','mcp_server_name':'s','tools':[{'name':'t'}]}");
        assertThat(listing.serverName()).isEqualTo("s");
        assertThat(listing.tools()).hasSize(1);
        assertThat(block(ContainerUploadBlock.class, "{'type':'container_upload','file_id':'f'}")
                        .fileId())
                .isEqualTo("f");
        assertThat(block(CompactionBlock.class, "{'type':'compaction','content':'summary','signature':'x'}")
                        .content())
                .contains("summary");
        FallbackBlock fallback =
                block(FallbackBlock.class, "{'type':'fallback','from':{'model':'a'},'to':{'model':'b'},'trigger':{}}");
        assertThat(fallback.fromModel()).contains("a");
        assertThat(fallback.toModel()).contains("b");
        SearchResultBlock found = block(
                SearchResultBlock.class,
                "{'type':'search_result','source':'http://h','title':'t','content':[{'type':'text','text':'x'}],"
                        + "'citations':{'enabled':true}}");
        assertThat(found.source()).isEqualTo("http://h");
        assertThat(found.content()).containsExactly("x");
        assertThat(found.citationsEnabled()).isTrue();
    }

    @Test
    void textTellsItsCitationsAndCallsTheirCaller() {
        TextBlock text = block(
                TextBlock.class,
                "{'type':'text','text':'t','citations':[{'type':'page_location','cited_text':'c','document_index':0,"
                        + "'document_title':'d','start_page_number':2,'end_page_number':3},{'type':"
                        + "'web_search_result_location','cited_text':'w','title':'wt','url':'http://h'}]}");
        assertThat(text.citations()).hasSize(2);
        assertThat(text.citations().get(0).start()).hasValue(2);
        assertThat(text.citations().get(0).end()).hasValue(3);
        assertThat(text.citations().get(0).title()).contains("d");
        assertThat(text.citations().get(1).url()).contains("http://h");
        assertThat(text.citations().get(1).title()).contains("wt");
        assertThat(text.citations().get(1).start()).isEmpty();
        ToolUseBlock call = block(
                ToolUseBlock.class,
                "{'type':'tool_use','id':'i','name':'n','input':{},'caller':{'type':'code_execution_20250825',"
                        + "'tool_id':'srvtoolu_1'}}");
        assertThat(call.callerType()).contains("code_execution_20250825");
        assertThat(call.callerToolId()).contains("srvtoolu_1");
        assertThat(block(TextBlock.class, "{'type':'text','text':'t','citations':null}")
                        .citations())
                .isEmpty();
    }
}
