package dev.agentsdk.permission;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the agent wants to do and asks for. Only the name and the input are always there. Fields as in {@code claude}
 * 2.1.329 and the TypeScript SDK 0.3; everything else is in the raw JSON.
 *
 * @param toolName the tool, for example {@code Bash} or {@code mcp__calc__add}
 * @param input its input, a JSON object
 * @param toolUseId the id of the tool call
 * @param suggestions changes of the rules that would make asking again needless; {@code qwen} sends {@link #choices()}
 *     instead
 * @param agentId the subagent that asks; empty for the main conversation
 * @param blockedPath the path that must be asked for
 * @param decisionReason why it must be asked for, for people; may hold terminal escapes
 * @param decisionReasonType why, for programs: {@code rule}, {@code mode}, {@code safetyCheck} and others
 * @param title the question as a whole, for people
 * @param displayName the tool, for people
 * @param description what it does, for people
 * @param defaultToNo whether "no" should be the preselected answer
 * @param suppressAlwaysAllowRule whether "always" should not be offered
 * @param requiresUserInteraction whether a human must decide
 * @param mcpServer the MCP server that the tool belongs to
 * @param matchedAskRule the rule that says "ask"
 * @param requestId the id of this request
 * @param raw the whole request
 */
public record PermissionRequest(
        String toolName,
        RawJson input,
        Optional<String> toolUseId,
        List<PermissionUpdate> suggestions,
        Optional<String> agentId,
        Optional<String> blockedPath,
        Optional<String> decisionReason,
        Optional<String> decisionReasonType,
        Optional<String> title,
        Optional<String> displayName,
        Optional<String> description,
        boolean defaultToNo,
        boolean suppressAlwaysAllowRule,
        boolean requiresUserInteraction,
        Optional<RawJson> mcpServer,
        Optional<RawJson> matchedAskRule,
        String requestId,
        RawJson raw) {

    public PermissionRequest {
        suggestions = List.copyOf(suggestions);
    }

    /**
     * Reads a request as it goes over the wire.
     *
     * @param requestId its id
     * @param raw the request object of a {@code can_use_tool}
     * @return the request; empty if it names no tool or has no input object
     */
    public static Optional<PermissionRequest> read(String requestId, RawJson raw) {
        Fields fields = Fields.of(raw);
        Optional<String> tool = fields.text("tool_name");
        Optional<RawJson> input = fields.raw("input").filter(ShallowObject::isObject);
        if (tool.isEmpty() || input.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PermissionRequest(
                tool.get(),
                input.get(),
                fields.text("tool_use_id"),
                suggested(fields)
                        .filter(suggestion -> !isChoice(suggestion))
                        .map(PermissionUpdate::read)
                        .toList(),
                fields.text("agent_id"),
                fields.text("blocked_path"),
                fields.text("decision_reason"),
                fields.text("decision_reason_type"),
                fields.text("title"),
                fields.text("display_name"),
                fields.text("description"),
                fields.flag("default_to_no"),
                fields.flag("suppress_always_allow_rule"),
                fields.flag("requires_user_interaction"),
                fields.raw("mcp_server"),
                fields.raw("matched_ask_rule"),
                requestId,
                raw));
    }

    /** The agent calls both by the same name. A choice has a label, a change of rules has none. */
    private static boolean isChoice(RawJson suggestion) {
        return ShallowObject.of(suggestion).string("label").isPresent();
    }

    private static Stream<RawJson> suggested(Fields request) {
        return request.raws("permission_suggestions").stream().filter(ShallowObject::isObject);
    }

    /**
     * The answers that the agent proposes to show to a person, in the order of the agent.
     *
     * @return the choices of {@code qwen}; empty with {@code claude}
     */
    public List<PermissionChoice> choices() {
        return suggested(Fields.of(raw))
                .filter(PermissionRequest::isChoice)
                .map(PermissionChoice::of)
                .toList();
    }

    /**
     * A short form for logs that shows no content.
     *
     * @return the tool and the ids
     */
    @Override
    public String toString() {
        return "PermissionRequest[" + Printable.of(toolName) + ", " + Printable.of(toolUseId.orElse("")) + ", "
                + Printable.of(requestId) + "]";
    }
}
