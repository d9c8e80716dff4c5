package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.SlashCommand;
import dev.agentsdk.permission.PermissionMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a running agent. Sessions and queries implement it; the methods may be called from any thread,
 * also from a callback, and work while messages wait untaken.
 *
 * <p>Each method waits for the agent's answer and throws
 * <ul>
 *   <li>{@link dev.agentsdk.errors.ControlException} if the agent refuses, which includes requests that its version does not know,
 *   <li>{@link dev.agentsdk.errors.ControlTimeoutException} if it does not answer within
 *       {@link dev.agentsdk.options.SessionLimits#controlTimeout()}; the request is then withdrawn,
 *   <li>{@link dev.agentsdk.errors.CliExitedException} if it has ended, {@link dev.agentsdk.errors.TransportClosedException} if the
 *       session is closed, both also while waiting,
 *   <li>{@link dev.agentsdk.errors.AgentInterruptedException} if the thread is interrupted; the request is then withdrawn.
 * </ul>
 *
 * <p>The same requests as values, for a time-out of their own or an answer as a future, are made by
 * {@link ControlRequests}: {@code session.requestAsync(ControlRequests.mcpStatus())}.
 */
// More than 400 lines: one method, with documentation, for each control request of a session.
public interface AgentControls {

    /**
     * Sends a request and waits for the answer.
     *
     * @param request the request
     * @param <T> the answer
     * @return the answer
     * @throws dev.agentsdk.errors.AgentException as described at this interface
     * @throws IllegalArgumentException if a field of the request cannot be written as JSON
     */
    <T> T request(ControlRequest<T> request);

    /**
     * Sends a request without waiting. Cancelling the future withdraws the request. The future's dependents run on a
     * thread of the session unless they name an executor, and may call anything.
     *
     * @param request the request
     * @param <T> the answer
     * @return a future that completes with the answer, or with the exception that {@link #request} would throw
     */
    <T> CompletableFuture<T> requestAsync(ControlRequest<T> request);

    /**
     * Stops the running turn. Returns when the agent has acknowledged; what the turn still says, and its result, come as
     * messages.
     *
     * @return what still waits
     */
    default InterruptReceipt interrupt() {
        return request(ControlRequests.interrupt());
    }

    /**
     * Stops the running turn and drops the user messages that wait behind it. Newer agents only; older ones just stop.
     *
     * @return what was dropped
     */
    default InterruptReceipt interruptAndCancelQueued() {
        return request(ControlRequests.interruptAndCancelQueued());
    }

    /**
     * Changes the permission mode.
     *
     * @param mode the mode
     * @return the mode in force, which may be another one, for example where managed settings forbid the mode; empty if the
     *     agent does not say
     */
    default Optional<PermissionMode> setPermissionMode(PermissionMode mode) {
        return request(ControlRequests.setPermissionMode(mode));
    }

    /**
     * Changes the model for the turns to come. The CLI does not check the name.
     *
     * @param model the model; null for the agent's default
     */
    default void setModel(@Nullable String model) {
        request(ControlRequests.setModel(model));
    }

    /**
     * Bounds the model's thinking for the turns to come.
     *
     * @param tokens the bound; null for none
     */
    default void setMaxThinkingTokens(@Nullable Integer tokens) {
        request(ControlRequests.setMaxThinkingTokens(tokens));
    }

    /**
     * Sets the permission mode for the tools of one MCP server, in place of that of the session.
     *
     * @param serverName its name in the configuration
     * @param mode {@link PermissionMode#DEFAULT} or {@link PermissionMode#AUTO}; null removes the override
     * @return a warning, for example that the server is not known yet
     */
    default Optional<String> setMcpPermissionModeOverride(String serverName, @Nullable PermissionMode mode) {
        return request(ControlRequests.setMcpPermissionModeOverride(serverName, mode));
    }

    /**
     * Puts files back to how they were when a user message was sent. The agent must have been started with checkpoints of
     * files.
     *
     * @param userMessageId the uuid of the message
     * @return what was changed
     */
    default RewindResult rewindFiles(String userMessageId) {
        return request(ControlRequests.rewindFiles(userMessageId));
    }

    /**
     * Says what {@link #rewindFiles} would do, and does nothing.
     *
     * @param userMessageId the uuid of the message
     * @return what would be changed
     */
    default RewindResult rewindFilesDryRun(String userMessageId) {
        return request(ControlRequests.rewindFilesDryRun(userMessageId));
    }

    /**
     * How the MCP servers are doing.
     *
     * @return one status a server
     */
    default List<McpServerStatus> mcpStatus() {
        return request(ControlRequests.mcpStatus());
    }

    /**
     * Connects an MCP server anew. {@code claude} 2.1 refuses it for servers of this process; switch such a server off and
     * on instead.
     *
     * @param serverName its name in the configuration
     */
    default void reconnectMcpServer(String serverName) {
        request(ControlRequests.reconnectMcpServer(serverName));
    }

    /**
     * Switches an MCP server on or off.
     *
     * @param serverName its name in the configuration
     * @param enabled true for on
     */
    default void toggleMcpServer(String serverName, boolean enabled) {
        request(ControlRequests.toggleMcpServer(serverName, enabled));
    }

    /**
     * Calls a tool of an MCP server without the model. {@code claude} 2.1.329 does not do it for servers of this process.
     *
     * @param tool its full name, for example {@code mcp__calc__add}
     * @param arguments its arguments
     * @return the tool's result
     */
    default RawJson callMcpTool(String tool, Map<String, ?> arguments) {
        return request(ControlRequests.callMcpTool(tool, arguments));
    }

    /**
     * Reads a resource of an MCP server.
     *
     * @param serverName the server
     * @param uri the resource; {@code claude} 2.1 takes {@code ui://} addresses only and refuses others
     * @return its contents, of which there may be several
     */
    default List<McpResourceContents> readMcpResource(String serverName, String uri) {
        return request(ControlRequests.readMcpResource(serverName, uri));
    }

    /**
     * Stops a task in the background. Its end comes as a message. {@code claude} 2.1 also says yes to an id that it does
     * not know.
     *
     * @param taskId its id
     */
    default void stopTask(String taskId) {
        request(ControlRequests.stopTask(taskId));
    }

    /**
     * Sends running tools to the background.
     *
     * @param toolUseId the one call; null for all
     * @return whether anything was moved to the background; true if the agent does not say
     */
    default boolean backgroundTasks(@Nullable String toolUseId) {
        return request(ControlRequests.backgroundTasks(toolUseId));
    }

    /**
     * What a task in the background has written.
     *
     * @param taskId its id
     * @return the output
     */
    default TaskOutput taskOutput(String taskId) {
        return request(ControlRequests.taskOutput(taskId));
    }

    /**
     * Takes back a user message that waits.
     *
     * @param messageUuid the uuid that it was sent with
     * @return whether it was still waiting; false if its turn has begun, and if the agent does not say
     */
    default boolean cancelQueuedMessage(String messageUuid) {
        return request(ControlRequests.cancelQueuedMessage(messageUuid));
    }

    /**
     * What fills the model's context window. Takes about a second on a real CLI.
     *
     * @return the parts and their sizes
     */
    default ContextUsage contextUsage() {
        return request(ControlRequests.contextUsage());
    }

    /**
     * The settings in force, and where they come from.
     *
     * @return the settings
     */
    default AgentSettings settings() {
        return request(ControlRequests.settings());
    }

    /**
     * Changes settings for this run only.
     *
     * @param settings the settings
     */
    default void applySettings(Map<String, ?> settings) {
        request(ControlRequests.applySettings(settings));
    }

    /**
     * Changes settings in a settings file.
     *
     * @param source {@code localSettings} or {@code userSettings}
     * @param settings the settings; the agent takes only some
     * @return the agent's answer
     */
    default RawJson updateSettings(String source, Map<String, ?> settings) {
        return request(ControlRequests.updateSettings(source, settings));
    }

    /**
     * The permission rules in force.
     *
     * @return the rules
     */
    default PermissionRules permissionRules() {
        return request(ControlRequests.permissionRules());
    }

    /**
     * The hooks in force, those of settings files included.
     *
     * @return the hooks
     */
    default HooksListing hooksListing() {
        return request(ControlRequests.hooksListing());
    }

    /**
     * The models that can be used.
     *
     * @return the models
     */
    default List<ModelInfo> models() {
        return request(ControlRequests.models());
    }

    /**
     * Usage and rate limits of the account.
     *
     * @return the usage
     */
    default UsageReport usage() {
        return request(ControlRequests.usage());
    }

    /**
     * The cost of the session so far, as a text for people.
     *
     * @return the text
     */
    default String sessionCost() {
        return request(ControlRequests.sessionCost());
    }

    /**
     * The agent's version.
     *
     * @return the version
     */
    default BinaryVersion binaryVersion() {
        return request(ControlRequests.binaryVersion());
    }

    /**
     * Files whose path fits.
     *
     * @param query a part of the path
     * @return the files
     */
    default RawJson fileSuggestions(String query) {
        return request(ControlRequests.fileSuggestions(query));
    }

    /**
     * Reads a text file on the agent's machine.
     *
     * @param path the file
     * @return its contents
     */
    default FileContents readFile(String path) {
        return request(ControlRequests.readFile(path));
    }

    /**
     * Tells the agent that it knows a file in its present state, so that it may edit it without reading it first.
     *
     * @param path the file
     * @param modifiedMillis when it was last modified, in milliseconds since 1970
     */
    default void seedReadState(String path, long modifiedMillis) {
        request(ControlRequests.seedReadState(path, modifiedMillis));
    }

    /**
     * Adds a directory to those that the agent may work in.
     *
     * @param directory below the working directory or one that was added
     * @return the directory as the agent knows it
     */
    default String registerRepoRoot(String directory) {
        return request(ControlRequests.registerRepoRoot(directory));
    }

    /**
     * Loads the plugins anew.
     *
     * @return what was loaded
     */
    default PluginsReload reloadPlugins() {
        return request(ControlRequests.reloadPlugins());
    }

    /**
     * Loads the skills anew.
     *
     * @return the skills
     */
    default List<SlashCommand> reloadSkills() {
        return request(ControlRequests.reloadSkills());
    }

    /**
     * Loads the output styles anew.
     *
     * @return the names of the output styles
     */
    default List<String> reloadOutputStyles() {
        return request(ControlRequests.reloadOutputStyles());
    }

    /**
     * Names the session.
     *
     * @param title the name
     */
    default void renameSession(String title) {
        request(ControlRequests.renameSession(title));
    }

    /**
     * Has the model make a title. Takes a call of the model: give it a longer time-out through {@link ControlRequests} if
     * that is slow.
     *
     * @param description what the session is about
     * @param persist whether the session gets that title
     * @return the title, if the model made one
     */
    default Optional<String> generateSessionTitle(String description, boolean persist) {
        return request(ControlRequests.generateSessionTitle(description, persist));
    }

    /**
     * Asks the model something aside, with the conversation as context, while a turn may be running; it becomes no part of
     * the conversation. Takes a call of the model: give it a longer time-out through {@link ControlRequests} if that is
     * slow.
     *
     * @param question the question
     * @return the answer, if the model gave one
     */
    default Optional<String> sideQuestion(String question) {
        return request(ControlRequests.sideQuestion(question));
    }

    /**
     * Chooses the session's colour where agents are shown side by side. {@code claude} 2.1.329 refuses it over stdio.
     *
     * @param color the colour
     */
    default void setColor(String color) {
        request(ControlRequests.setColor(color));
    }

    /**
     * Tells the agent whether anybody looks at its messages.
     *
     * @param watched true if so; null for unknown
     */
    default void setHasSubscribers(@Nullable Boolean watched) {
        request(ControlRequests.setHasSubscribers(watched));
    }

    /**
     * Asks the agent to end the run: the turn is aborted, what was said is saved, and the agent exits. Closing the session
     * does what is needed by itself; this is for those who want the agent's own end and have no hurry. Newer agents
     * only.
     */
    default void endSession() {
        request(ControlRequests.endSession());
    }
}
