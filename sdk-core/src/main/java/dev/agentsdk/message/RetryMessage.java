package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The agent gave up an attempt to get the model's answer, and begins another one (subtype {@code retry}). Written by
 * {@code qwen} 0.24, where {@code claude} writes an {@link ApiRetryMessage}.
 *
 * <p>If {@link #isTextPreserved()} is false, the answer of the attempt is discarded and comes again in whole. Its text and its
 * tool calls may have been delivered as messages before this one; they are not part of the answer, and the tool calls do not
 * run. If it is true, the new attempt continues the text.
 */
public final class RetryMessage extends JsonBacked implements SystemMessage {

    private final ShallowObject in;
    private final ShallowObject data;

    private RetryMessage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
        this.data = in.object("data");
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the message
     */
    public static RetryMessage of(RawJson raw) {
        return new RetryMessage(raw);
    }

    @Override
    public String subtype() {
        return "retry";
    }

    @Override
    public Optional<String> sessionId() {
        return in.string("session_id");
    }

    /** {@return the id of this message} */
    public Optional<String> uuid() {
        return in.string("uuid");
    }

    /** {@return {@code retry} for the same model, {@code model_fallback} for another one, or a newer reason} */
    public String reason() {
        return data.text("reason");
    }

    /** {@return which attempt it was; empty if the agent does not count this kind, for example a stream that broke off} */
    public OptionalInt attempt() {
        return data.integer("attempt");
    }

    /** {@return how many attempts there are at most; empty as for {@link #attempt()}} */
    public OptionalInt maxRetries() {
        return data.integer("maxRetries");
    }

    /** {@return how long the agent waits before the next attempt; empty as for {@link #attempt()}} */
    public Optional<Duration> delay() {
        return data.millis("delayMs");
    }

    /** {@return how many tool calls of the attempt are discarded; they do not run} */
    public int discardedToolCalls() {
        return data.integer("discardedToolCalls").orElse(0);
    }

    /** {@return whether the text of the attempt stays, and the next one continues it} */
    public boolean isTextPreserved() {
        return data.flag("preserveText");
    }
}
