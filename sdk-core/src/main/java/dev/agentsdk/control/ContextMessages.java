package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** What the messages in the context window consist of, in tokens. */
public final class ContextMessages extends JsonBacked {

    private final ShallowObject in;

    private ContextMessages(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ContextMessages of(RawJson raw) {
        return new ContextMessages(raw);
    }

    /** {@return calls of tools} */
    public long toolCallTokens() {
        return in.number("toolCallTokens").orElse(0);
    }

    /** {@return results of tools} */
    public long toolResultTokens() {
        return in.number("toolResultTokens").orElse(0);
    }

    /** {@return attachments} */
    public long attachmentTokens() {
        return in.number("attachmentTokens").orElse(0);
    }

    /** {@return text of the model} */
    public long assistantMessageTokens() {
        return in.number("assistantMessageTokens").orElse(0);
    }

    /** {@return text of the user} */
    public long userMessageTokens() {
        return in.number("userMessageTokens").orElse(0);
    }

    /** {@return context that was given elsewhere} */
    public long redirectedContextTokens() {
        return in.number("redirectedContextTokens").orElse(0);
    }

    /** {@return the rest} */
    public long unattributedTokens() {
        return in.number("unattributedTokens").orElse(0);
    }

    /** {@return calls and results by tool} */
    public List<ContextToolUse> tools() {
        return in.objects("toolCallsByType", ContextToolUse::of);
    }

    /** {@return attachments by kind} */
    public List<ContextPart> attachments() {
        return in.objects("attachmentsByType", ContextPart::of);
    }
}
