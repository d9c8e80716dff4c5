package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user might say next (wire type {@code prompt_suggestion}); comes only if
 * {@link dev.agentsdk.options.Output#promptSuggestions()} is set.
 *
 * @param suggestion the text
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record PromptSuggestionMessage(String suggestion, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements Message {

    public PromptSuggestionMessage {
        Objects.requireNonNull(suggestion, "suggestion");
    }

    @Override
    public String type() {
        return "prompt_suggestion";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
