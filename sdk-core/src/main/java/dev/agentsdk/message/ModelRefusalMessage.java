package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The model refused to answer (subtypes {@code model_refusal_fallback} and {@code model_refusal_no_fallback}).
 *
 * @param subtype which of the two
 * @param content what the user is told
 * @param originalModel the model that refused
 * @param fallbackModel the model that took over
 * @param direction {@code retry}, {@code revert}, {@code sticky} or newer
 * @param scope {@code session}, {@code local} or newer
 * @param category the kind of refusal
 * @param explanation the reason
 * @param retractedMessageUuids messages that no longer count
 * @param refusedUserMessageUuid the user message that was refused
 * @param requestId the API's id of the call
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ModelRefusalMessage(
        String subtype,
        String content,
        String originalModel,
        Optional<String> fallbackModel,
        Optional<String> direction,
        Optional<String> scope,
        Optional<String> category,
        Optional<String> explanation,
        List<String> retractedMessageUuids,
        Optional<String> refusedUserMessageUuid,
        Optional<String> requestId,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public ModelRefusalMessage {
        Objects.requireNonNull(subtype, "subtype");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(originalModel, "originalModel");
        retractedMessageUuids = List.copyOf(retractedMessageUuids);
    }

    /** {@return the reason, for example {@code refusal}; sent by newer CLIs only} */
    public Optional<String> trigger() {
        return ShallowObject.of(raw).string("trigger");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
