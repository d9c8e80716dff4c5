package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.OptionalLong;

/** What one model has used in a session. */
public final class ModelUsage extends JsonBacked {

    private final ShallowObject in;

    private ModelUsage(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ModelUsage of(RawJson raw) {
        return new ModelUsage(raw);
    }

    /** {@return tokens that were read and not cached} */
    public long inputTokens() {
        return in.number("inputTokens").orElse(0);
    }

    /** {@return tokens that were written} */
    public long outputTokens() {
        return in.number("outputTokens").orElse(0);
    }

    /** {@return tokens of thinking, a part of the tokens that were written; sent by newer CLIs only} */
    public OptionalLong thinkingTokens() {
        return in.number("thinkingTokens");
    }

    /** {@return tokens that were read from the cache} */
    public long cacheReadInputTokens() {
        return in.number("cacheReadInputTokens").orElse(0);
    }

    /** {@return tokens that were put into the cache} */
    public long cacheCreationInputTokens() {
        return in.number("cacheCreationInputTokens").orElse(0);
    }

    /** {@return those that are kept for five minutes; sent by newer CLIs only} */
    public OptionalLong cacheCreation5mInputTokens() {
        return in.number("cacheCreationEphemeral5mInputTokens");
    }

    /** {@return those that are kept for an hour; sent by newer CLIs only} */
    public OptionalLong cacheCreation1hInputTokens() {
        return in.number("cacheCreationEphemeral1hInputTokens");
    }

    /** {@return searches in the web} */
    public long webSearchRequests() {
        return in.number("webSearchRequests").orElse(0);
    }

    /** {@return the cost in US dollars} */
    public double costUsd() {
        return in.decimal("costUSD").orElse(0);
    }

    /** {@return how many tokens the model can read} */
    public OptionalLong contextWindow() {
        return in.number("contextWindow");
    }

    /** {@return how many tokens it can write} */
    public OptionalLong maxOutputTokens() {
        return in.number("maxOutputTokens");
    }

    /** {@return the id of the model, if the name is another one; sent by newer CLIs only} */
    public Optional<String> canonicalModel() {
        return in.string("canonicalModel");
    }

    /** {@return the provider of the API; sent by newer CLIs only} */
    public Optional<String> provider() {
        return in.string("provider");
    }

    /** {@return the prices behind the cost: {@code list}, {@code managed} or {@code unknown}; sent by newer CLIs only} */
    public Optional<String> costBasis() {
        return in.string("costBasis");
    }
}
