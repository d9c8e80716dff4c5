package dev.agentsdk.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something the model said or wants to do (wire type {@code assistant}). One answer may come in several of these, one
 * for each content block.
 *
 * @param content the blocks, in order
 * @param model the model that spoke
 * @param messageId the API's id of the answer
 * @param stopReason why the model stopped; often absent until the end
 * @param usage token counts
 * @param parentToolUseId the tool call whose subagent spoke; empty in the main conversation
 * @param error why the API failed, for example {@code rate_limit}
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record AssistantMessage(
        List<ContentBlock> content,
        String model,
        Optional<String> messageId,
        Optional<String> stopReason,
        Optional<Usage> usage,
        Optional<String> parentToolUseId,
        Optional<String> error,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public AssistantMessage {
        content = List.copyOf(content);
        Objects.requireNonNull(model, "model");
    }

    @Override
    public String type() {
        return "assistant";
    }

    /**
     * The text of all text blocks, joined without separator.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return ContentBlock.joinText(content);
    }

    /**
     * The tool calls in this message.
     *
     * @return the tool use blocks, in order
     */
    public List<ToolUseBlock> toolUses() {
        return content.stream()
                .filter(ToolUseBlock.class::isInstance)
                .map(ToolUseBlock.class::cast)
                .collect(Collectors.toUnmodifiableList());
    }
}
