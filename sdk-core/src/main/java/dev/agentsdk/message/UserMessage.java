package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message on the user's side (wire type {@code user}): a tool's result on its way to the model, an echo of what was
 * sent, or an injected turn.
 *
 * <p>Methods that are no components of the record read the raw JSON anew each time they are called: what few applications
 * look at costs the others nothing.
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

    /** {@return who is behind it; empty if the agent does not say, which does not mean a human} */
    public Optional<MessageOrigin> origin() {
        return Details.origin(raw);
    }

    /** {@return whether the agent made it and no user} */
    public boolean isSynthetic() {
        return ShallowObject.of(raw).flag("isSynthetic");
    }

    /** {@return whether it is the echo of a message that was sent; see {@link dev.agentsdk.options.Output}} */
    public boolean isReplay() {
        return ShallowObject.of(raw).flag("isReplay");
    }

    /** {@return when its turn comes: {@code now}, {@code next}, {@code later} or newer} */
    public Optional<String> priority() {
        return ShallowObject.of(raw).string("priority");
    }

    /** {@return the helper that it belongs to, empty in the main conversation; sent by newer CLIs only} */
    public Optional<MessageSubagent> subagent() {
        return Details.subagent(raw);
    }

    /** {@return when it was said; sent by newer CLIs only} */
    public Optional<Instant> timestamp() {
        return ShallowObject.of(raw).instant("timestamp");
    }

    /** {@return texts that the user has pasted into the prompt; sent by newer CLIs only} */
    public List<String> inlinePastes() {
        return ShallowObject.of(raw).strings("inline_pastes");
    }

    /** {@return content that the user has pasted, each in the form of the content of a message; sent by newer CLIs only} */
    public List<RawJson> pastedContent() {
        return ShallowObject.of(raw).raws("pasted_content");
    }

    /** {@return files that came with a message that is replayed, each a JSON object; sent by newer CLIs only} */
    public List<RawJson> fileAttachments() {
        return ShallowObject.of(raw).raws("file_attachments");
    }

    /** {@return whether the message is sent again because the model has refused it. {@code claude} 2.1.332 and newer} */
    public boolean isRefusalRetry() {
        return ShallowObject.of(raw).flag("refusal_retry");
    }

    /** {@return whether it begins a turn; see {@link UserInput#withoutTurn()}; sent by newer CLIs only} */
    public boolean beginsTurn() {
        return ShallowObject.of(raw).bool("shouldQuery").orElse(true);
    }

    /** {@return whether commands and paths in it are left as they are; see {@link UserInput#verbatim()}; sent by newer CLIs only} */
    public boolean isVerbatim() {
        return ShallowObject.of(raw).flag("client_composed");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
