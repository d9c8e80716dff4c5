package dev.agentsdk.message;

import java.util.List;
import java.util.Optional;

/**
 * A message on the user's side (wire type {@code user}): a tool's result on its way to the model, an echo of what was
 * sent, or an injected turn.
 *
 * @param content the blocks, in order; a plain text is one {@link TextBlock}
 * @param toolUseResult the tool's own structured result, any JSON
 * @param parentToolUseId the tool call whose subagent this belongs to; empty in the main conversation
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record UserMessage(
        List<ContentBlock> content,
        Optional<RawJson> toolUseResult,
        Optional<String> parentToolUseId,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public UserMessage {
        content = List.copyOf(content);
    }

    @Override
    public String type() {
        return "user";
    }

    /**
     * The text of all text blocks, joined without separator.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return ContentBlock.joinText(content);
    }
}
