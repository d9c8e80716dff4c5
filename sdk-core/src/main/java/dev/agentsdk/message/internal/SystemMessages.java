package dev.agentsdk.message.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.ApiRetryMessage;
import dev.agentsdk.message.CommandsChangedMessage;
import dev.agentsdk.message.CompactBoundaryMessage;
import dev.agentsdk.message.ControlRequestProgressMessage;
import dev.agentsdk.message.ElicitationCompleteMessage;
import dev.agentsdk.message.FilesPersistedMessage;
import dev.agentsdk.message.InformationalMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.LocalCommandOutputMessage;
import dev.agentsdk.message.MemoryRecallMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.MirrorErrorMessage;
import dev.agentsdk.message.ModelRefusalMessage;
import dev.agentsdk.message.NotificationMessage;
import dev.agentsdk.message.PermissionDeniedMessage;
import dev.agentsdk.message.PersistedFile;
import dev.agentsdk.message.PluginInstallMessage;
import dev.agentsdk.message.RecalledMemory;
import dev.agentsdk.message.RetryMessage;
import dev.agentsdk.message.SessionStateChangedMessage;
import dev.agentsdk.message.SessionTitleChangedMessage;
import dev.agentsdk.message.SessionWritesLostMessage;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.message.StatusMessage;
import dev.agentsdk.message.ThinkingTokensMessage;
import dev.agentsdk.message.UnknownSystemMessage;
import dev.agentsdk.message.WorkerShuttingDownMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Messages of type {@code system}, by their subtype. Tasks and hooks are families of their own. Subtypes and fields are
 * those of {@code claude} 2.1 and of the official SDKs for TypeScript 0.3 and Python 0.2.
 */
final class SystemMessages {

    private final ShallowObject in;
    private final RawJson raw;
    private final Optional<String> sessionId;
    private final Optional<String> uuid;

    private SystemMessages(ShallowObject in, RawJson raw) {
        this.in = in;
        this.raw = raw;
        this.sessionId = in.string("session_id");
        this.uuid = in.string("uuid");
    }

    static Message of(ShallowObject in, RawJson raw) {
        return new SystemMessages(in, raw).message(in.text("subtype"));
    }

    private Message message(String subtype) {
        return switch (subtype) {
            case "init" -> init();
            case "task_started", "task_progress", "task_updated", "task_notification", "background_tasks_changed" ->
                TaskMessages.of(subtype, in, raw);
            case "hook_started", "hook_progress", "hook_response" -> HookMessages.of(subtype, in, raw);
            case "status" ->
                new StatusMessage(
                        in.string("status"),
                        in.string("permissionMode"),
                        in.string("compact_result"),
                        in.string("compact_error"),
                        sessionId,
                        uuid,
                        raw);
            case "compact_boundary" -> compactBoundary();
            case "api_retry" ->
                new ApiRetryMessage(
                        in.integer("attempt").orElse(0),
                        in.integer("max_retries").orElse(0),
                        in.millis("retry_delay_ms").orElse(Duration.ZERO),
                        in.integer("error_status"),
                        in.string("error"),
                        sessionId,
                        uuid,
                        raw);
            case "retry" -> RetryMessage.of(raw);
            case "control_request_progress" ->
                new ControlRequestProgressMessage(
                        in.text("request_id"),
                        in.text("status"),
                        in.integer("attempt"),
                        in.integer("max_retries"),
                        in.millis("retry_delay_ms"),
                        in.integer("error_status"),
                        sessionId,
                        uuid,
                        raw);
            case "model_refusal_fallback", "model_refusal_no_fallback" -> modelRefusal(subtype);
            case "thinking_tokens" ->
                new ThinkingTokensMessage(
                        in.number("estimated_tokens").orElse(0),
                        in.number("estimated_tokens_delta").orElse(0),
                        sessionId,
                        uuid,
                        raw);
            case "session_state_changed" -> new SessionStateChangedMessage(in.text("state"), sessionId, uuid, raw);
            case "session_title_changed" -> new SessionTitleChangedMessage(in.text("title"), sessionId, uuid, raw);
            case "session_writes_lost" ->
                new SessionWritesLostMessage(
                        in.text("error_code"),
                        in.strings("lost"),
                        in.strings("transcript_session_ids"),
                        sessionId,
                        uuid,
                        raw);
            case "worker_shutting_down" -> new WorkerShuttingDownMessage(in.text("reason"), sessionId, uuid, raw);
            case "mirror_error" -> new MirrorErrorMessage(in.text("error"), in.raw("key"), sessionId, uuid, raw);
            default -> forTheUser(subtype);
        };
    }

    /** What is there to be shown. */
    private Message forTheUser(String subtype) {
        return switch (subtype) {
            case "local_command_output" -> new LocalCommandOutputMessage(in.text("content"), sessionId, uuid, raw);
            case "informational" ->
                new InformationalMessage(
                        in.text("content"),
                        in.string("level"),
                        in.string("tool_use_id"),
                        in.flag("prevent_continuation"),
                        in.string("tag"),
                        sessionId,
                        uuid,
                        raw);
            case "notification" ->
                new NotificationMessage(
                        in.text("key"),
                        in.text("text"),
                        in.string("priority"),
                        in.string("color"),
                        in.millis("timeout_ms"),
                        sessionId,
                        uuid,
                        raw);
            case "permission_denied" ->
                new PermissionDeniedMessage(
                        in.text("tool_name"),
                        in.text("tool_use_id"),
                        in.text("message"),
                        in.string("agent_id"),
                        in.string("decision_reason_type"),
                        in.string("decision_reason"),
                        sessionId,
                        uuid,
                        raw);
            case "plugin_install" ->
                new PluginInstallMessage(
                        in.text("status"), in.string("name"), in.string("error"), sessionId, uuid, raw);
            case "commands_changed" ->
                new CommandsChangedMessage(in.objects("commands", SlashCommand::of), sessionId, uuid, raw);
            case "files_persisted" ->
                new FilesPersistedMessage(
                        files("files"), files("failed"), in.string("processed_at"), sessionId, uuid, raw);
            case "memory_recall" -> new MemoryRecallMessage(in.text("mode"), memories(), sessionId, uuid, raw);
            case "elicitation_complete" ->
                new ElicitationCompleteMessage(
                        in.text("mcp_server_name"), in.text("elicitation_id"), sessionId, uuid, raw);
            default -> new UnknownSystemMessage(subtype, sessionId, uuid, raw);
        };
    }

    private Message init() {
        return new InitMessage(
                in.string("model"),
                in.string("cwd"),
                in.strings("tools"),
                // The second names are those of qwen.
                in.string("permissionMode").or(() -> in.string("permission_mode")),
                in.string("claude_code_version").or(() -> in.string("qwen_code_version")),
                sessionId,
                uuid,
                raw);
    }

    private Message compactBoundary() {
        ShallowObject metadata = in.object("compact_metadata");
        return new CompactBoundaryMessage(
                metadata.text("trigger"),
                metadata.number("pre_tokens"),
                metadata.number("post_tokens"),
                metadata.millis("duration_ms"),
                in.raw("compact_metadata"),
                sessionId,
                uuid,
                raw);
    }

    private Message modelRefusal(String subtype) {
        return new ModelRefusalMessage(
                subtype,
                in.text("content"),
                in.text("original_model"),
                in.string("fallback_model"),
                in.string("direction"),
                in.string("scope"),
                in.string("api_refusal_category"),
                in.string("api_refusal_explanation"),
                in.strings("retracted_message_uuids"),
                in.string("refused_user_message_uuid"),
                in.string("request_id"),
                sessionId,
                uuid,
                raw);
    }

    private List<PersistedFile> files(String list) {
        return in.raws(list).stream()
                .map(file -> {
                    ShallowObject fields = ShallowObject.of(file);
                    return new PersistedFile(
                            fields.text("filename"), fields.string("file_id"), fields.string("error"), file);
                })
                .toList();
    }

    private List<RecalledMemory> memories() {
        return in.raws("memories").stream()
                .map(memory -> {
                    ShallowObject fields = ShallowObject.of(memory);
                    return new RecalledMemory(
                            fields.text("path"), fields.string("scope"), fields.string("content"), memory);
                })
                .toList();
    }
}
