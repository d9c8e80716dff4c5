package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something the model said or wants to do (wire type {@code assistant}). One answer may come in several of these, one
 * for each content block.
 *
 * <p>Methods that are no components of the record read the raw JSON anew each time they are called: what few applications
 * look at costs the others nothing.
 *
 * @param content the blocks, in order
 * @param model the model that spoke, empty if the agent did not say
 * @param messageId the API's id of the answer
 * @param stopReason why the model stopped; often absent until the end
 * @param usage token counts
 * @param parentToolUseId the tool call whose subagent spoke; empty in the main conversation
 * @param error why the API failed, for example {@code rate_limit}, {@code overloaded}, {@code authentication_failed}; open,
 *     newer agents know more
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

    /** {@return the helper that said it, empty in the main conversation; sent by newer CLIs only} */
    public Optional<MessageSubagent> subagent() {
        return Details.subagent(raw);
    }

    /** {@return whether the answer was cut off by an interrupt; sent by newer CLIs only} */
    public boolean isAborted() {
        return ShallowObject.of(raw).flag("aborted");
    }

    /** {@return the ids of messages that this one takes the place of; sent by newer CLIs only} */
    public List<String> supersedes() {
        return ShallowObject.of(raw).strings("supersedes");
    }

    /** {@return the API's id of the call; sent by newer CLIs only} */
    public Optional<String> requestId() {
        return ShallowObject.of(raw).string("request_id");
    }

    /** {@return the ids of the user messages that it answers; sent by newer CLIs only} */
    public List<String> userMessageUuids() {
        return Details.userMessageUuids(raw);
    }

    /** {@return when it was said; sent by newer CLIs only} */
    public Optional<Instant> timestamp() {
        return ShallowObject.of(raw).instant("timestamp");
    }

    /** {@return how much of the context window is used; sent by newer CLIs only} */
    public Optional<ContextReport> contextUsage() {
        return ShallowObject.of(raw).object("context_usage", ContextReport::of);
    }

    /** {@return the reason why an interrupted turn is resumed; sent by newer CLIs only} */
    public Optional<String> resumeReason() {
        return ShallowObject.of(raw).string("resume_reason");
    }

    /** {@return whether the answer follows a thinking that was cut off; sent by newer CLIs only} */
    public boolean isResumedFromIncompleteThinking() {
        return ShallowObject.of(raw).flag("resumed_from_incomplete_thinking");
    }

    /** {@return cost of the session and limits of the account; sent by newer CLIs only} */
    public Optional<AccountUsage> accountUsage() {
        return ShallowObject.of(raw).object("usage_report", AccountUsage::of);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
