package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.permission.PermissionMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All requests that agents are known to answer, as values. What each does is described at the method of the same name in
 * {@link AgentControls}. Which agent answers which depends on its version: an unknown one is refused with a
 * {@link dev.agentsdk.errors.ControlException}.
 *
 * <p>The first eleven are those of the official Python SDK 0.2; the others come from the TypeScript SDK 0.3 and
 * {@code claude} 2.1.329.
 */
// More than 400 lines: one factory method, with documentation, for each control request.
public final class ControlRequests {

    private ControlRequests() {}

    private static ControlRequest<RawJson> plain(String subtype) {
        return ControlRequest.of(subtype, Map.of());
    }

    private static ControlRequest<RawJson> with(String subtype, String field, @Nullable Object value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(field, value);
        return ControlRequest.of(subtype, fields);
    }

    private static ControlRequest<RawJson> with(
            String subtype, String field, @Nullable Object value, String other, @Nullable Object otherValue) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(field, value);
        fields.put(other, otherValue);
        return ControlRequest.of(subtype, fields);
    }

    /**
     * Stops the running turn.
     *
     * @return the request
     */
    public static ControlRequest<InterruptReceipt> interrupt() {
        return plain("interrupt").answeredBy(InterruptReceipt::read);
    }

    /**
     * Stops the running turn and drops the user messages that wait behind it.
     *
     * @return the request
     */
    public static ControlRequest<InterruptReceipt> interruptAndCancelQueued() {
        return with("interrupt", "cancel_queued", true).answeredBy(InterruptReceipt::read);
    }

    /**
     * Changes the permission mode.
     *
     * @param mode the mode
     * @return the request; the answer is the mode in force, which may be another one, if the agent says
     */
    public static ControlRequest<Optional<PermissionMode>> setPermissionMode(PermissionMode mode) {
        return with("set_permission_mode", "mode", mode.value())
                .answeredBy(raw -> Fields.of(raw)
                        .text("mode")
                        .filter(name -> !Printable.isBlank(name))
                        .map(PermissionMode::of));
    }

    /**
     * Changes the model.
     *
     * @param model the model; null for the agent's default
     * @return the request
     */
    public static ControlRequest<RawJson> setModel(@Nullable String model) {
        return with("set_model", "model", model);
    }

    /**
     * Puts files back to how they were at a user message.
     *
     * @param userMessageId the uuid of the message
     * @return the request
     */
    public static ControlRequest<RewindResult> rewindFiles(String userMessageId) {
        return with("rewind_files", "user_message_id", required(userMessageId, "userMessageId"))
                .answeredBy(RewindResult::read);
    }

    /**
     * Says what putting files back would do.
     *
     * @param userMessageId the uuid of the message
     * @return the request
     */
    public static ControlRequest<RewindResult> rewindFilesDryRun(String userMessageId) {
        return with("rewind_files", "user_message_id", required(userMessageId, "userMessageId"), "dry_run", true)
                .answeredBy(RewindResult::read);
    }

    /**
     * Asks how the MCP servers are doing.
     *
     * @return the request
     */
    public static ControlRequest<List<McpServerStatus>> mcpStatus() {
        return plain("mcp_status").answeredBy(McpServerStatus::readAll);
    }

    /**
     * Connects an MCP server anew. {@code claude} 2.1 refuses it for servers of this process; switch such a server off and
     * on instead.
     *
     * @param serverName its name in the configuration
     * @return the request
     */
    public static ControlRequest<RawJson> reconnectMcpServer(String serverName) {
        return with("mcp_reconnect", "serverName", required(serverName, "serverName"));
    }

    /**
     * Switches an MCP server on or off.
     *
     * @param serverName its name in the configuration
     * @param enabled true for on
     * @return the request
     */
    public static ControlRequest<RawJson> toggleMcpServer(String serverName, boolean enabled) {
        return with("mcp_toggle", "serverName", required(serverName, "serverName"), "enabled", enabled);
    }

    /**
     * Stops a task in the background.
     *
     * @param taskId its id
     * @return the request
     */
    public static ControlRequest<RawJson> stopTask(String taskId) {
        return with("stop_task", "task_id", required(taskId, "taskId"));
    }

    /**
     * Asks what fills the context window.
     *
     * @return the request
     */
    public static ControlRequest<ContextUsage> contextUsage() {
        return plain("get_context_usage").answeredBy(ContextUsage::of);
    }

    /**
     * Bounds the model's thinking.
     *
     * @param tokens the bound; null for none
     * @return the request
     */
    public static ControlRequest<RawJson> setMaxThinkingTokens(@Nullable Integer tokens) {
        return with("set_max_thinking_tokens", "max_thinking_tokens", tokens);
    }

    /**
     * Limits the model's thinking and sets how much of it is shown.
     *
     * @param tokens the bound; null for none
     * @param display {@code summarized}, {@code omitted} or {@code highlights}; null for the default
     * @return the request
     */
    public static ControlRequest<RawJson> setMaxThinkingTokens(@Nullable Integer tokens, @Nullable String display) {
        return setMaxThinkingTokens(tokens).with("thinking_display", display);
    }

    /**
     * Sets the permission mode for the tools of one MCP server, in place of that of the session.
     *
     * @param serverName its name in the configuration
     * @param mode {@link PermissionMode#DEFAULT} or {@link PermissionMode#AUTO}; null removes the override
     * @return the request; the answer is a warning, if there is one
     */
    public static ControlRequest<Optional<String>> setMcpPermissionModeOverride(
            String serverName, @Nullable PermissionMode mode) {
        return with(
                        "set_mcp_permission_mode_override",
                        "serverName",
                        required(serverName, "serverName"),
                        "mode",
                        mode == null ? null : mode.value())
                .answeredBy(raw -> Fields.of(raw).text("warning"));
    }

    /**
     * Replaces the MCP servers that were set by earlier such requests.
     *
     * @param servers their configurations by name, as in {@code --mcp-config}. For servers that live in this process use
     *     {@code AgentSession.setMcpServers}, which also serves them
     * @return the request
     */
    public static ControlRequest<McpServersChange> setMcpServers(Map<String, ?> servers) {
        return with("mcp_set_servers", "servers", new LinkedHashMap<>(servers)).answeredBy(McpServersChange::read);
    }

    /**
     * Calls a tool of an MCP server without the model. {@code claude} 2.1 refuses it for servers of this process.
     *
     * @param tool its full name, for example {@code mcp__calc__add}
     * @param arguments its arguments
     * @return the request
     */
    public static ControlRequest<RawJson> callMcpTool(String tool, Map<String, ?> arguments) {
        return with("mcp_call", "tool", required(tool, "tool"), "arguments", new LinkedHashMap<>(arguments));
    }

    /**
     * Reads a resource of an MCP server.
     *
     * @param serverName the server
     * @param uri the resource; {@code claude} 2.1 takes {@code ui://} addresses only and refuses others
     * @return the request; the answer is the contents, of which there may be several
     */
    public static ControlRequest<List<McpResourceContents>> readMcpResource(String serverName, String uri) {
        return with("mcp_read_resource", "serverName", required(serverName, "serverName"), "uri", required(uri, "uri"))
                .answeredBy(raw -> ShallowObject.of(raw).objects("contents", McpResourceContents::of));
    }

    /**
     * Sends running tools to the background.
     *
     * @param toolUseId the one call; null for all
     * @return the request; the answer is whether anything was moved to the background, true if the agent does not say
     */
    public static ControlRequest<Boolean> backgroundTasks(@Nullable String toolUseId) {
        return (toolUseId == null ? plain("background_tasks") : with("background_tasks", "tool_use_id", toolUseId))
                .answeredBy(raw -> Fields.of(raw).optionalFlag("backgrounded").orElse(true));
    }

    /**
     * Reads what a task in the background has written.
     *
     * @param taskId its id
     * @return the request
     */
    public static ControlRequest<TaskOutput> taskOutput(String taskId) {
        return with("get_task_output", "task_id", required(taskId, "taskId")).answeredBy(TaskOutput::of);
    }

    /**
     * Takes back a user message that waits.
     *
     * @param messageUuid the uuid that it was sent with
     * @return the request; the answer is whether it was still waiting, false if the agent does not say
     */
    public static ControlRequest<Boolean> cancelQueuedMessage(String messageUuid) {
        return with("cancel_async_message", "message_uuid", required(messageUuid, "messageUuid"))
                .answeredBy(raw -> Fields.of(raw).flag("cancelled"));
    }

    /**
     * Reads the settings in force.
     *
     * @return the request
     */
    public static ControlRequest<AgentSettings> settings() {
        return plain("get_settings").answeredBy(AgentSettings::of);
    }

    /**
     * Changes settings for this run only.
     *
     * @param settings the settings
     * @return the request
     */
    public static ControlRequest<RawJson> applySettings(Map<String, ?> settings) {
        return with("apply_flag_settings", "settings", new LinkedHashMap<>(settings));
    }

    /**
     * Changes settings in a settings file.
     *
     * @param source {@code localSettings} or {@code userSettings}
     * @param settings the settings; the agent takes only some
     * @return the request
     */
    public static ControlRequest<RawJson> updateSettings(String source, Map<String, ?> settings) {
        return with("update_settings", "source", required(source, "source"), "settings", new LinkedHashMap<>(settings));
    }

    /**
     * Lists the permission rules in force.
     *
     * @return the request
     */
    public static ControlRequest<PermissionRules> permissionRules() {
        return plain("list_permission_rules")
                .answeredBy(raw ->
                        PermissionRules.of(ShallowObject.of(raw).raw("state").orElse(raw)));
    }

    /**
     * Lists the hooks in force.
     *
     * @return the request
     */
    public static ControlRequest<HooksListing> hooksListing() {
        return plain("get_hooks_listing").answeredBy(HooksListing::of);
    }

    /**
     * Lists the models.
     *
     * @return the request
     */
    public static ControlRequest<List<ModelInfo>> models() {
        return plain("list_models").answeredBy(raw -> ShallowObject.of(raw).objects("models", ModelInfo::of));
    }

    /**
     * Reads usage and rate limits.
     *
     * @return the request
     */
    public static ControlRequest<UsageReport> usage() {
        return plain("get_usage").answeredBy(UsageReport::of);
    }

    /**
     * Reads the cost of the session so far, as a text for people.
     *
     * @return the request
     */
    public static ControlRequest<String> sessionCost() {
        return plain("get_session_cost").answeredBy(raw -> Fields.of(raw).textOrEmpty("text"));
    }

    /**
     * Reads the agent's version.
     *
     * @return the request
     */
    public static ControlRequest<BinaryVersion> binaryVersion() {
        return plain("get_binary_version").answeredBy(BinaryVersion::of);
    }

    /**
     * Finds files by a part of their path.
     *
     * @param query the part
     * @return the request
     */
    public static ControlRequest<RawJson> fileSuggestions(String query) {
        return with("file_suggestions", "query", query);
    }

    /**
     * Reads a text file on the agent's machine.
     *
     * @param path the file
     * @return the request
     */
    public static ControlRequest<FileContents> readFile(String path) {
        return with("read_file", "path", required(path, "path")).answeredBy(FileContents::of);
    }

    /**
     * Reads a part of a file on the agent's machine.
     *
     * @param path the file
     * @param maxBytes how much of it
     * @param base64 whether it comes as base64, for {@link FileContents#bytes()}
     * @return the request
     */
    public static ControlRequest<FileContents> readFile(String path, int maxBytes, boolean base64) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes + ".");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", required(path, "path"));
        fields.put("max_bytes", maxBytes);
        fields.put("encoding", base64 ? "base64" : "utf-8");
        return ControlRequest.of("read_file", fields).answeredBy(FileContents::of);
    }

    /**
     * Asks what fills the context window, without the requests to the API that count each part: faster, and estimated.
     *
     * @return the request
     */
    public static ControlRequest<ContextUsage> contextUsageSummary() {
        return contextUsage().with("detail", "summary");
    }

    /**
     * Reads usage and rate limits without {@link UsageReport#lastDay} and {@link UsageReport#lastWeek}, for which the agent
     * reads all transcripts of the last week.
     *
     * @return the request
     */
    public static ControlRequest<UsageReport> usageWithoutBehaviors() {
        return usage().with("skip_behaviors", true);
    }

    /**
     * Tells the agent that it knows a file in its present state.
     *
     * @param path the file
     * @param modifiedMillis when it was last modified, in milliseconds since 1970
     * @return the request
     */
    public static ControlRequest<RawJson> seedReadState(String path, long modifiedMillis) {
        return with("seed_read_state", "path", required(path, "path"), "mtime", modifiedMillis);
    }

    /**
     * Adds a directory to those that the agent may work in.
     *
     * @param directory below the working directory or one that was added
     * @return the request
     */
    public static ControlRequest<String> registerRepoRoot(String directory) {
        return with("register_repo_root", "directory", required(directory, "directory"))
                .answeredBy(raw -> Fields.of(raw).text("directory").orElse(directory));
    }

    /**
     * Loads the plugins anew.
     *
     * @return the request
     */
    public static ControlRequest<PluginsReload> reloadPlugins() {
        return plain("reload_plugins").answeredBy(PluginsReload::of);
    }

    /**
     * Loads the skills anew.
     *
     * @return the request
     */
    public static ControlRequest<List<SlashCommand>> reloadSkills() {
        return plain("reload_skills").answeredBy(raw -> ShallowObject.of(raw).objects("skills", SlashCommand::of));
    }

    /**
     * Loads the output styles anew.
     *
     * @return the request
     */
    public static ControlRequest<List<String>> reloadOutputStyles() {
        return plain("reload_output_styles").answeredBy(raw -> Fields.of(raw).texts("available_output_styles"));
    }

    /**
     * Names the session.
     *
     * @param title the name
     * @return the request
     */
    public static ControlRequest<RawJson> renameSession(String title) {
        return with("rename_session", "title", required(title, "title"));
    }

    /**
     * Has the model make a title.
     *
     * @param description what the session is about
     * @param persist whether the session gets that title
     * @return the request; the answer is empty if the model made none
     */
    public static ControlRequest<Optional<String>> generateSessionTitle(String description, boolean persist) {
        return with("generate_session_title", "description", required(description, "description"), "persist", persist)
                .answeredBy(raw -> Fields.of(raw).text("title"));
    }

    /**
     * Asks the model something aside, without a turn.
     *
     * @param question the question
     * @return the request; the answer is empty if the model gave none
     */
    public static ControlRequest<Optional<String>> sideQuestion(String question) {
        return with("side_question", "question", required(question, "question"))
                .answeredBy(raw -> Fields.of(raw).text("response"));
    }

    /**
     * Chooses the session's colour where agents are shown side by side. {@code claude} 2.1.329 refuses it over stdio.
     *
     * @param color the colour
     * @return the request
     */
    public static ControlRequest<RawJson> setColor(String color) {
        return with("set_color", "color", required(color, "color"));
    }

    /**
     * Tells the agent whether anybody looks at its messages.
     *
     * @param watched true if so; null for unknown
     * @return the request
     */
    public static ControlRequest<RawJson> setHasSubscribers(@Nullable Boolean watched) {
        return with("set_has_subscribers", "has_subscribers", watched);
    }

    /**
     * Ends the run: the turn is aborted, and the agent exits.
     *
     * @return the request
     */
    public static ControlRequest<RawJson> endSession() {
        return plain("end_session");
    }

    private static String required(String value, String name) {
        Objects.requireNonNull(value, name);
        if (Printable.isBlank(value)) {
            throw new IllegalArgumentException(name + " must not be blank.");
        }
        return value;
    }
}
