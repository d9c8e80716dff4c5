package dev.agentsdk.hook;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A change of the model: {@link PreModelSwitchInput} before it, {@link PostModelSwitchInput} after it. Newer agents only. */
public abstract sealed class ModelSwitchInput extends JsonBacked implements HookInput
        permits PreModelSwitchInput, PostModelSwitchInput {

    private final HookCommon common;
    private final ShallowObject in;

    ModelSwitchInput(HookCommon common) {
        super(common.raw());
        this.common = common;
        this.in = ShallowObject.of(common.raw());
    }

    @Override
    public HookCommon common() {
        return common;
    }

    /** {@return the model so far} */
    public String fromModel() {
        return in.text("from_model");
    }

    /** {@return the model from now on} */
    public String toModel() {
        return in.text("to_model");
    }

    /** {@return the requested name} */
    public Optional<String> requestedModel() {
        return in.string("requested_model");
    }

    /** {@return what asked for it, for example {@code command} or {@code sdk}} */
    public String source() {
        return in.text("source");
    }

    /** {@return how many tokens the next request reads} */
    public OptionalLong contextTokens() {
        return in.number("context_tokens");
    }

    /** {@return whether there is a prompt cache to lose} */
    public Optional<Boolean> promptCacheWarm() {
        return in.bool("prompt_cache_warm");
    }

    /** {@return how long the prompt cache lives, {@code 5m} or {@code 1h}} */
    public Optional<String> cacheTtl() {
        return in.string("cache_ttl");
    }

    /** {@return what writing the prompt cache again is estimated to cost, in US dollars} */
    public OptionalDouble estimatedCacheWriteUsd() {
        return in.decimal("estimated_cache_write_usd");
    }

    /** {@return where the prices of the estimate come from: {@code configured}, {@code catalog} or {@code default}} */
    public Optional<String> pricing() {
        return in.string("pricing");
    }
}
