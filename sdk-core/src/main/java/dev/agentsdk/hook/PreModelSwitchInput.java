package dev.agentsdk.hook;

import dev.agentsdk.internal.Fields;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The model is about to be changed. Newer agents only.
 *
 * @param common what every hook is told
 * @param fromModel the model so far
 * @param toModel the model to come
 * @param requestedModel what was asked for
 * @param source who asked, for example {@code command} or {@code sdk}
 * @param contextTokens how much would be read anew
 * @param promptCacheWarm whether the prompt cache would be lost
 * @param estimatedCacheWriteUsd what that would cost, in US dollars
 */
public record PreModelSwitchInput(
        HookCommon common,
        String fromModel,
        String toModel,
        Optional<String> requestedModel,
        String source,
        OptionalLong contextTokens,
        Optional<Boolean> promptCacheWarm,
        OptionalDouble estimatedCacheWriteUsd)
        implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new PreModelSwitchInput(
                common,
                fields.textOrEmpty("from_model"),
                fields.textOrEmpty("to_model"),
                fields.text("requested_model"),
                fields.textOrEmpty("source"),
                fields.longInteger("context_tokens"),
                fields.optionalFlag("prompt_cache_warm"),
                fields.decimal("estimated_cache_write_usd"));
    }
}
