package dev.agentsdk.message.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.ActiveGoalMessage;
import dev.agentsdk.message.AuthStatusMessage;
import dev.agentsdk.message.CommandLifecycleMessage;
import dev.agentsdk.message.ConversationResetMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.PromptSuggestionMessage;
import dev.agentsdk.message.RateLimitEvent;
import dev.agentsdk.message.SubagentRetry;
import dev.agentsdk.message.ToolProgressMessage;
import dev.agentsdk.message.ToolUseSummaryMessage;
import dev.agentsdk.message.UnknownMessage;
import java.time.Duration;
import java.util.Optional;

/** The types that are no part of a turn, and those that have no class. */
final class EventMessages {

    private EventMessages() {}

    static Message of(String type, ShallowObject in, RawJson raw) {
        Optional<String> sessionId = in.string("session_id");
        Optional<String> uuid = in.string("uuid");
        return switch (type) {
            case "rate_limit_event" -> {
                ShallowObject info = in.object("rate_limit_info");
                yield new RateLimitEvent(
                        info.text("status"),
                        info.epochSeconds("resetsAt"),
                        info.string("rateLimitType"),
                        info.decimal("utilization"),
                        info.string("overageStatus"),
                        info.epochSeconds("overageResetsAt"),
                        info.string("overageDisabledReason"),
                        in.raw("rate_limit_info"),
                        sessionId,
                        uuid,
                        raw);
            }
            case "conversation_reset" ->
                new ConversationResetMessage(
                        in.text("new_conversation_id"),
                        in.string("trigger"),
                        in.string("user_message_uuid"),
                        sessionId,
                        uuid,
                        raw);
            case "tool_progress" ->
                new ToolProgressMessage(
                        in.text("tool_use_id"),
                        in.text("tool_name"),
                        in.string("parent_tool_use_id"),
                        in.seconds("elapsed_time_seconds").orElse(Duration.ZERO),
                        in.string("task_id"),
                        in.flag("heartbeat"),
                        in.string("subagent_type"),
                        in.object("subagent_retry", SubagentRetry::of),
                        sessionId,
                        uuid,
                        raw);
            case "tool_use_summary" ->
                new ToolUseSummaryMessage(
                        in.text("summary"), in.strings("preceding_tool_use_ids"), sessionId, uuid, raw);
            case "prompt_suggestion" -> new PromptSuggestionMessage(in.text("suggestion"), sessionId, uuid, raw);
            case "command_lifecycle" ->
                new CommandLifecycleMessage(in.text("command_uuid"), in.text("state"), sessionId, uuid, raw);
            case "auth_status" ->
                new AuthStatusMessage(
                        in.flag("isAuthenticating"), in.strings("output"), in.string("error"), sessionId, uuid, raw);
            case "active_goal" -> {
                ShallowObject goal = in.object("value");
                yield new ActiveGoalMessage(
                        goal.string("condition"),
                        goal.integer("iterations"),
                        goal.string("last_reason"),
                        in.raw("value"),
                        sessionId,
                        uuid,
                        raw);
            }
            default -> new UnknownMessage(type, sessionId, raw);
        };
    }
}
