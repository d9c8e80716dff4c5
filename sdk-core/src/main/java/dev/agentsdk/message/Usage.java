package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Token counts.
 *
 * @param inputTokens tokens that were read and not cached
 * @param outputTokens tokens that were written
 * @param cacheReadInputTokens tokens that were read from the cache
 * @param cacheCreationInputTokens tokens that were put into the cache
 * @param raw the whole object
 */
public record Usage(
        long inputTokens, long outputTokens, long cacheReadInputTokens, long cacheCreationInputTokens, RawJson raw) {

    /**
     * Reads token counts from JSON, for tests and for stored JSON.
     *
     * @param raw a JSON object
     * @return the counts; 0 for what is missing
     */
    public static Usage of(RawJson raw) {
        ShallowObject in = ShallowObject.of(raw);
        return new Usage(
                in.number("input_tokens").orElse(0),
                in.number("output_tokens").orElse(0),
                in.number("cache_read_input_tokens").orElse(0),
                in.number("cache_creation_input_tokens").orElse(0),
                raw);
    }

    /** {@return the tokens put into the cache that are kept for five minutes; sent by newer CLIs only} */
    public OptionalLong cacheCreation5mInputTokens() {
        return ShallowObject.of(raw).object("cache_creation").number("ephemeral_5m_input_tokens");
    }

    /** {@return the tokens put into the cache that are kept for an hour; sent by newer CLIs only} */
    public OptionalLong cacheCreation1hInputTokens() {
        return ShallowObject.of(raw).object("cache_creation").number("ephemeral_1h_input_tokens");
    }

    /** {@return searches in the web that the API has made} */
    public OptionalLong webSearchRequests() {
        return ShallowObject.of(raw).object("server_tool_use").number("web_search_requests");
    }

    /** {@return pages of the web that the API has fetched} */
    public OptionalLong webFetchRequests() {
        return ShallowObject.of(raw).object("server_tool_use").number("web_fetch_requests");
    }

    /** {@return the service tier of the API, for example {@code standard}} */
    public Optional<String> serviceTier() {
        return ShallowObject.of(raw).string("service_tier");
    }

    /** {@return the tokens of thinking among those that were written} */
    public OptionalLong thinkingTokens() {
        return ShallowObject.of(raw).object("output_tokens_details").number("thinking_tokens");
    }

    /** {@return the counts of the single calls of the model that this one consists of, any JSON} */
    public Optional<RawJson> iterations() {
        return ShallowObject.of(raw).raw("iterations");
    }

    /** {@return what became of the token by which the try after a refusal is charged less, any JSON} */
    public Optional<RawJson> fallbackCredit() {
        return ShallowObject.of(raw).raw("fallback_credit");
    }

    /** {@return where the model ran} */
    public Optional<String> inferenceGeo() {
        return ShallowObject.of(raw).string("inference_geo");
    }

    /** {@return the speed of the API, for example {@code fast}} */
    public Optional<String> speed() {
        return ShallowObject.of(raw).string("speed");
    }
}
