package dev.agentsdk.internal.session;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.ActiveGoalMessage;
import dev.agentsdk.message.ApiRetryMessage;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.AuthStatusMessage;
import dev.agentsdk.message.BackgroundTask;
import dev.agentsdk.message.BackgroundTasksChangedMessage;
import dev.agentsdk.message.CommandLifecycleMessage;
import dev.agentsdk.message.CommandsChangedMessage;
import dev.agentsdk.message.CompactBoundaryMessage;
import dev.agentsdk.message.ControlRequestProgressMessage;
import dev.agentsdk.message.ConversationResetMessage;
import dev.agentsdk.message.ElicitationCompleteMessage;
import dev.agentsdk.message.FilesPersistedMessage;
import dev.agentsdk.message.HookProgressMessage;
import dev.agentsdk.message.HookResponseMessage;
import dev.agentsdk.message.HookStartedMessage;
import dev.agentsdk.message.InformationalMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.LocalCommandOutputMessage;
import dev.agentsdk.message.McpResourceLink;
import dev.agentsdk.message.MemoryRecallMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.MirrorErrorMessage;
import dev.agentsdk.message.ModelRefusalMessage;
import dev.agentsdk.message.NotificationMessage;
import dev.agentsdk.message.PermissionDeniedMessage;
import dev.agentsdk.message.PersistedFile;
import dev.agentsdk.message.PluginInstallMessage;
import dev.agentsdk.message.PromptSuggestionMessage;
import dev.agentsdk.message.RateLimitEvent;
import dev.agentsdk.message.RecalledMemory;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.RetryMessage;
import dev.agentsdk.message.SessionStateChangedMessage;
import dev.agentsdk.message.SessionTitleChangedMessage;
import dev.agentsdk.message.SessionWritesLostMessage;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.message.StatusMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.SubagentRetry;
import dev.agentsdk.message.TaskNotificationMessage;
import dev.agentsdk.message.TaskProgressMessage;
import dev.agentsdk.message.TaskStartedMessage;
import dev.agentsdk.message.TaskUpdatedMessage;
import dev.agentsdk.message.TaskUsage;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingTokensMessage;
import dev.agentsdk.message.ToolProgressMessage;
import dev.agentsdk.message.ToolUseSummaryMessage;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.message.WorkerShuttingDownMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** A message of every type and subtype, with all fields that this SDK knows, and what a parser must make of it. */
final class MessageSamples {

    /** A line, and the record that it says, without its raw JSON. */
    record Sample(String line, Function<RawJson, Message> made) {
        Message message() {
            return made.apply(RawJson.of(line));
        }

        @Override
        public String toString() {
            return message().getClass().getSimpleName();
        }
    }

    private static final Optional<String> S = Optional.of("s");
    private static final Optional<String> U = Optional.of("u");

    private MessageSamples() {}

    private static Sample sample(String fields, Function<RawJson, Message> made) {
        return new Sample(JsonText.json("{" + fields + ",'session_id':'s','uuid':'u'}"), made);
    }

    private static Sample system(String subtype, String fields, Function<RawJson, Message> made) {
        return sample("'type':'system','subtype':'" + subtype + "'" + (fields.isEmpty() ? "" : ",") + fields, made);
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(JsonText.json(singleQuoted));
    }

    private static Optional<String> is(String text) {
        return Optional.of(text);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    static Stream<Sample> all() {
        return Stream.of(turn(), session(), shown(), hooks(), tasks(), events()).flatMap(samples -> samples);
    }

    private static Stream<Sample> turn() {
        return Stream.of(
                sample(
                        "'type':'assistant','parent_tool_use_id':'p','error':'overloaded','message':{'id':'m','model':'x',"
                                + "'content':[{'type':'text','text':'Hi'}],'stop_reason':'end_turn','usage':{'input_tokens':1,"
                                + "'output_tokens':2,'cache_read_input_tokens':3,'cache_creation_input_tokens':4}}",
                        raw -> new AssistantMessage(
                                List.of(new TextBlock("Hi", raw("{'type':'text','text':'Hi'}"))),
                                "x",
                                is("m"),
                                is("end_turn"),
                                Optional.of(new Usage(
                                        1,
                                        2,
                                        3,
                                        4,
                                        raw("{'input_tokens':1,'output_tokens':2,'cache_read_input_tokens':3,"
                                                + "'cache_creation_input_tokens':4}"))),
                                is("p"),
                                is("overloaded"),
                                S,
                                U,
                                raw)),
                sample(
                        "'type':'user','parent_tool_use_id':'p','tool_use_result':{'a':1},'message':{'role':'user','content':'Hi'}",
                        raw -> new UserMessage(
                                List.of(new TextBlock("Hi", raw("'Hi'"))),
                                Optional.of(raw("{'a':1}")),
                                is("p"),
                                S,
                                U,
                                raw)),
                sample(
                        "'type':'result','subtype':'error_during_execution','is_error':true,'duration_ms':1,'duration_api_ms':2,'num_turns':3,"
                                + "'result':'r','total_cost_usd':0.5,'usage':{'input_tokens':1},'stop_reason':'x','terminal_reason':'completed',"
                                + "'api_error_status':500,'errors':['e'],'structured_output':[1]",
                        raw -> new ResultMessage(
                                "error_during_execution",
                                true,
                                is("r"),
                                List.of("e"),
                                ms(1),
                                ms(2),
                                3,
                                OptionalDouble.of(0.5),
                                Optional.of(new Usage(1, 0, 0, 0, raw("{'input_tokens':1}"))),
                                is("x"),
                                is("completed"),
                                OptionalInt.of(500),
                                Optional.of(raw("[1]")),
                                S,
                                U,
                                raw)),
                sample(
                        "'type':'stream_event','parent_tool_use_id':'p','event':{'type':'content_block_delta','index':1,"
                                + "'delta':{'type':'text_delta','text':'H'}}",
                        raw -> new StreamEvent(
                                "content_block_delta",
                                OptionalInt.of(1),
                                Optional.of(new StreamEvent.Delta("text_delta", "H")),
                                raw(
                                        "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'H'}}"),
                                is("p"),
                                S,
                                U,
                                raw)));
    }

    private static Stream<Sample> session() {
        return Stream.of(
                system(
                        "init",
                        "'model':'x','cwd':'/w','tools':['Read'],'permissionMode':'plan','claude_code_version':'2.1.329'",
                        raw -> new InitMessage(
                                is("x"), is("/w"), List.of("Read"), is("plan"), is("2.1.329"), S, U, raw)),
                system(
                        "init",
                        "'permission_mode':'yolo','qwen_code_version':'0.24.4'",
                        raw -> new InitMessage(
                                Optional.empty(), Optional.empty(), List.of(), is("yolo"), is("0.24.4"), S, U, raw)),
                system(
                        "compact_boundary",
                        "'compact_metadata':{'trigger':'auto','pre_tokens':9,'post_tokens':4,'duration_ms':7}",
                        raw -> new CompactBoundaryMessage(
                                "auto",
                                OptionalLong.of(9),
                                OptionalLong.of(4),
                                Optional.of(ms(7)),
                                Optional.of(raw("{'trigger':'auto','pre_tokens':9,'post_tokens':4,'duration_ms':7}")),
                                S,
                                U,
                                raw)),
                system(
                        "status",
                        "'status':'compacting','permissionMode':'plan','compact_result':'failed','compact_error':'e'",
                        raw -> new StatusMessage(is("compacting"), is("plan"), is("failed"), is("e"), S, U, raw)),
                system(
                        "status",
                        "'status':null",
                        raw -> new StatusMessage(
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), S, U, raw)),
                system(
                        "api_retry",
                        "'attempt':2,'max_retries':10,'retry_delay_ms':1500,'error_status':529,'error':'overloaded'",
                        raw -> new ApiRetryMessage(2, 10, ms(1500), OptionalInt.of(529), is("overloaded"), S, U, raw)),
                system(
                        "retry",
                        "'parent_tool_use_id':null,'data':{'reason':'retry','attempt':2,'maxRetries':7,'delayMs':1500,"
                                + "'discardedToolCalls':1,'preserveText':true}",
                        RetryMessage::of),
                system(
                        "control_request_progress",
                        "'request_id':'r','status':'api_retry','attempt':1,'max_retries':2,'retry_delay_ms':3,'error_status':500",
                        raw -> new ControlRequestProgressMessage(
                                "r",
                                "api_retry",
                                OptionalInt.of(1),
                                OptionalInt.of(2),
                                Optional.of(ms(3)),
                                OptionalInt.of(500),
                                S,
                                U,
                                raw)),
                system(
                        "model_refusal_fallback",
                        "'content':'c','original_model':'a','fallback_model':'b','direction':'retry','scope':'session',"
                                + "'request_id':'r','api_refusal_category':'k','api_refusal_explanation':'e',"
                                + "'retracted_message_uuids':['m'],'refused_user_message_uuid':'v'",
                        raw -> new ModelRefusalMessage(
                                "model_refusal_fallback",
                                "c",
                                "a",
                                is("b"),
                                is("retry"),
                                is("session"),
                                is("k"),
                                is("e"),
                                List.of("m"),
                                is("v"),
                                is("r"),
                                S,
                                U,
                                raw)),
                system(
                        "model_refusal_no_fallback",
                        "'content':'c','original_model':'a'",
                        raw -> new ModelRefusalMessage(
                                "model_refusal_no_fallback",
                                "c",
                                "a",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                S,
                                U,
                                raw)),
                system(
                        "thinking_tokens",
                        "'estimated_tokens':120,'estimated_tokens_delta':20",
                        raw -> new ThinkingTokensMessage(120, 20, S, U, raw)),
                system(
                        "session_state_changed",
                        "'state':'idle'",
                        raw -> new SessionStateChangedMessage("idle", S, U, raw)),
                system("session_title_changed", "'title':'t'", raw -> new SessionTitleChangedMessage("t", S, U, raw)),
                system(
                        "session_writes_lost",
                        "'error_code':'ENOSPC','lost':['transcript'],'transcript_session_ids':['s']",
                        raw -> new SessionWritesLostMessage("ENOSPC", List.of("transcript"), List.of("s"), S, U, raw)),
                system(
                        "worker_shutting_down",
                        "'reason':'idle'",
                        raw -> new WorkerShuttingDownMessage("idle", S, U, raw)),
                system(
                        "mirror_error",
                        "'error':'e','key':{'projectKey':'p'}",
                        raw -> new MirrorErrorMessage("e", Optional.of(raw("{'projectKey':'p'}")), S, U, raw)));
    }

    private static Stream<Sample> shown() {
        return Stream.of(
                system("local_command_output", "'content':'c'", raw -> new LocalCommandOutputMessage("c", S, U, raw)),
                system(
                        "informational",
                        "'content':'c','level':'warning','tool_use_id':'t','prevent_continuation':true,'tag':'g'",
                        raw -> new InformationalMessage("c", is("warning"), is("t"), true, is("g"), S, U, raw)),
                system(
                        "notification",
                        "'key':'k','text':'t','priority':'high','color':'red','timeout_ms':900",
                        raw -> new NotificationMessage(
                                "k", "t", is("high"), is("red"), Optional.of(ms(900)), S, U, raw)),
                system(
                        "permission_denied",
                        "'tool_name':'Bash','tool_use_id':'t','message':'no','agent_id':'a','decision_reason_type':'rule',"
                                + "'decision_reason':'r'",
                        raw -> new PermissionDeniedMessage("Bash", "t", "no", is("a"), is("rule"), is("r"), S, U, raw)),
                system(
                        "plugin_install",
                        "'status':'failed','name':'n','error':'e'",
                        raw -> new PluginInstallMessage("failed", is("n"), is("e"), S, U, raw)),
                system(
                        "commands_changed",
                        "'commands':[{'name':'n','description':'d','argumentHint':'h'}]",
                        raw -> new CommandsChangedMessage(
                                List.of(SlashCommand.of(raw("{'name':'n','description':'d','argumentHint':'h'}"))),
                                S,
                                U,
                                raw)),
                system(
                        "files_persisted",
                        "'files':[{'filename':'f','file_id':'i'}],'failed':[{'filename':'g','error':'e'}],'processed_at':'now'",
                        raw -> new FilesPersistedMessage(
                                List.of(new PersistedFile(
                                        "f", is("i"), Optional.empty(), raw("{'filename':'f','file_id':'i'}"))),
                                List.of(new PersistedFile(
                                        "g", Optional.empty(), is("e"), raw("{'filename':'g','error':'e'}"))),
                                is("now"),
                                S,
                                U,
                                raw)),
                system(
                        "memory_recall",
                        "'mode':'select','memories':[{'path':'p','scope':'team','content':'c'}]",
                        raw -> new MemoryRecallMessage(
                                "select",
                                List.of(new RecalledMemory(
                                        "p", is("team"), is("c"), raw("{'path':'p','scope':'team','content':'c'}"))),
                                S,
                                U,
                                raw)),
                system(
                        "elicitation_complete",
                        "'mcp_server_name':'m','elicitation_id':'e'",
                        raw -> new ElicitationCompleteMessage("m", "e", S, U, raw)));
    }

    private static Stream<Sample> hooks() {
        return Stream.of(
                system(
                        "hook_started",
                        "'hook_id':'i','hook_name':'n','hook_event':'Stop'",
                        raw -> new HookStartedMessage("Stop", "n", "i", S, U, raw)),
                system(
                        "hook_started",
                        "'hook_event_name':'Stop'",
                        raw -> new HookStartedMessage("Stop", "", "", S, U, raw)),
                system(
                        "hook_started",
                        "'hook_event':'','hook_name':'n','hook_event_name':'Stop'",
                        raw -> new HookStartedMessage("n", "n", "", S, U, raw)),
                system(
                        "hook_progress",
                        "'hook_id':'i','hook_name':'n','hook_event':'Stop','stdout':'o','stderr':'e','output':'oe'",
                        raw -> new HookProgressMessage("Stop", "n", "i", "o", "e", "oe", S, U, raw)),
                system(
                        "hook_response",
                        "'hook_id':'i','hook_name':'n','hook_event':'Stop','stdout':'o','stderr':'e','output':'oe','exit_code':2,"
                                + "'outcome':'error'",
                        raw -> new HookResponseMessage(
                                "Stop", "n", "i", "o", "e", "oe", OptionalInt.of(2), is("error"), S, U, raw)));
    }

    private static Stream<Sample> tasks() {
        String usage = "{'total_tokens':1,'tool_uses':2,'duration_ms':3}";
        Optional<TaskUsage> used = Optional.of(new TaskUsage(1, 2, ms(3), raw(usage)));
        String task =
                "{'task_id':'t','task_type':'local_bash','description':'d','subagent_type':'a','parent_task_id':'p','ambient':true}";
        return Stream.of(
                system(
                        "task_started",
                        "'task_id':'t','description':'d','task_type':'local_agent','tool_use_id':'u','subagent_type':'a',"
                                + "'parent_task_id':'p','workflow_name':'w','prompt':'q','is_backgrounded':false,'spawn_depth':1,'ambient':true",
                        raw -> new TaskStartedMessage(
                                "t",
                                "d",
                                is("local_agent"),
                                is("u"),
                                is("a"),
                                is("p"),
                                is("w"),
                                is("q"),
                                Optional.of(false),
                                OptionalInt.of(1),
                                true,
                                S,
                                U,
                                raw)),
                system(
                        "task_progress",
                        "'task_id':'t','description':'d','usage':" + usage
                                + ",'last_tool_name':'Read','summary':'y','tool_use_id':'u','subagent_type':'a'",
                        raw -> new TaskProgressMessage(
                                "t", "d", used, is("Read"), is("y"), is("u"), is("a"), S, U, raw)),
                system(
                        "task_updated",
                        "'task_id':'t','patch':{'status':'killed','description':'d','error':'e','end_time':1760000000000,"
                                + "'total_paused_ms':5,'is_backgrounded':true}",
                        raw -> new TaskUpdatedMessage(
                                "t",
                                is("killed"),
                                is("d"),
                                is("e"),
                                Optional.of(Instant.ofEpochMilli(1_760_000_000_000L)),
                                Optional.of(ms(5)),
                                Optional.of(true),
                                Optional.of(
                                        raw("{'status':'killed','description':'d','error':'e','end_time':1760000000000,"
                                                + "'total_paused_ms':5,'is_backgrounded':true}")),
                                S,
                                U,
                                raw)),
                system(
                        "task_notification",
                        "'task_id':'t','status':'completed','summary':'y','output_file':'/o','usage':" + usage
                                + ",'tool_use_id':'u','reason':'worker_restart','resource_links':[{'uri':'x'}],'ambient':true",
                        raw -> new TaskNotificationMessage(
                                "t",
                                "completed",
                                "y",
                                is("/o"),
                                used,
                                is("u"),
                                is("worker_restart"),
                                List.of(McpResourceLink.of(raw("{'uri':'x'}"))),
                                true,
                                S,
                                U,
                                raw)),
                system(
                        "background_tasks_changed",
                        "'tasks':[" + task + "]",
                        raw -> new BackgroundTasksChangedMessage(
                                List.of(new BackgroundTask("t", "local_bash", "d", is("a"), is("p"), true, raw(task))),
                                S,
                                U,
                                raw)));
    }

    private static Stream<Sample> events() {
        String info =
                "{'status':'allowed_warning','resetsAt':1760000000,'rateLimitType':'five_hour','utilization':0.75,"
                        + "'overageStatus':'rejected','overageResetsAt':1760000001,'overageDisabledReason':'out_of_credits'}";
        String goal = "{'condition':'c','iterations':2,'last_reason':'r'}";
        return Stream.of(
                sample(
                        "'type':'rate_limit_event','rate_limit_info':" + info,
                        raw -> new RateLimitEvent(
                                "allowed_warning",
                                Optional.of(Instant.ofEpochSecond(1_760_000_000)),
                                is("five_hour"),
                                OptionalDouble.of(0.75),
                                is("rejected"),
                                Optional.of(Instant.ofEpochSecond(1_760_000_001)),
                                is("out_of_credits"),
                                Optional.of(raw(info)),
                                S,
                                U,
                                raw)),
                sample(
                        "'type':'conversation_reset','new_conversation_id':'n','trigger':'clear','user_message_uuid':'m'",
                        raw -> new ConversationResetMessage("n", is("clear"), is("m"), S, U, raw)),
                sample(
                        "'type':'tool_progress','tool_use_id':'t','tool_name':'Bash','parent_tool_use_id':'p',"
                                + "'elapsed_time_seconds':1.25,'task_id':'k','heartbeat':true,'subagent_type':'a','subagent_retry':{'attempt':1}",
                        raw -> new ToolProgressMessage(
                                "t",
                                "Bash",
                                is("p"),
                                ms(1250),
                                is("k"),
                                true,
                                is("a"),
                                Optional.of(SubagentRetry.of(raw("{'attempt':1}"))),
                                S,
                                U,
                                raw)),
                sample(
                        "'type':'tool_use_summary','summary':'y','preceding_tool_use_ids':['a','b']",
                        raw -> new ToolUseSummaryMessage("y", List.of("a", "b"), S, U, raw)),
                sample(
                        "'type':'prompt_suggestion','suggestion':'y'",
                        raw -> new PromptSuggestionMessage("y", S, U, raw)),
                sample(
                        "'type':'command_lifecycle','command_uuid':'c','state':'queued'",
                        raw -> new CommandLifecycleMessage("c", "queued", S, U, raw)),
                sample(
                        "'type':'auth_status','isAuthenticating':true,'output':['o'],'error':'e'",
                        raw -> new AuthStatusMessage(true, List.of("o"), is("e"), S, U, raw)),
                sample(
                        "'type':'active_goal','value':" + goal,
                        raw -> new ActiveGoalMessage(
                                is("c"), OptionalInt.of(2), is("r"), Optional.of(raw(goal)), S, U, raw)),
                sample(
                        "'type':'active_goal','value':null",
                        raw -> new ActiveGoalMessage(
                                Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), S, U, raw)));
    }
}
