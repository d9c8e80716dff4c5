package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A session begins, or is resumed, cleared, compacted or forked. Newer agents only. */
public final class SessionStartInput extends JsonBacked implements HookInput {

    private final HookCommon common;
    private final ShallowObject in;

    SessionStartInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the input
     */
    public static SessionStartInput of(RawJson raw) {
        return new SessionStartInput(HookCommon.of(raw));
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return the reason: {@code startup}, {@code resume}, {@code clear}, {@code compact}, {@code fork} or newer} */
    public String source() {
        return in.text("source");
    }

    /** {@return the model} */
    public Optional<String> model() {
        return in.string("model");
    }

    /** {@return the title of the session} */
    public Optional<String> sessionTitle() {
        return in.string("session_title");
    }

    /** {@return the time since the last answer of the session that is resumed} */
    public Optional<Duration> sinceLastResponse() {
        return in.seconds("seconds_since_last_response");
    }

    /** {@return how many tokens the next request reads} */
    public OptionalLong contextTokens() {
        return in.number("context_tokens");
    }

    /** {@return whether the prompt cache has probably expired} */
    public Optional<Boolean> promptCacheLikelyExpired() {
        return in.bool("prompt_cache_likely_expired");
    }

    /** {@return what writing the prompt cache again is estimated to cost, in US dollars} */
    public OptionalDouble estimatedCacheWriteUsd() {
        return in.decimal("estimated_cache_write_usd");
    }
}
