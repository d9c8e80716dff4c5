package dev.agentsdk.message;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The end of a turn (wire type {@code result}). It is not always the end of the run: work in the background may bring
 * further turns, and several queued user messages may share one result.
 *
 * @param subtype {@code success}, or what went wrong, for example {@code error_max_turns}
 * @param isError whether the turn failed. A failure of the API has subtype {@code success} and is an error all the same
 * @param result the final text
 * @param errors what went wrong, in words
 * @param duration wall-clock time of the turn
 * @param apiDuration time spent in API calls
 * @param numTurns how many times the model was asked
 * @param totalCostUsd the cost of the session so far, in US dollars
 * @param usage token counts
 * @param stopReason why the model stopped
 * @param terminalReason why the turn ended, for example {@code completed} or {@code aborted_streaming}
 * @param apiErrorStatus the HTTP status of a failure of the API
 * @param structuredOutput the value that fits the requested JSON schema
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record ResultMessage(
        String subtype,
        boolean isError,
        Optional<String> result,
        List<String> errors,
        Duration duration,
        Duration apiDuration,
        int numTurns,
        OptionalDouble totalCostUsd,
        Optional<Usage> usage,
        Optional<String> stopReason,
        Optional<String> terminalReason,
        OptionalInt apiErrorStatus,
        Optional<RawJson> structuredOutput,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements Message {

    public ResultMessage {
        Objects.requireNonNull(subtype, "subtype");
        errors = List.copyOf(errors);
    }

    @Override
    public String type() {
        return "result";
    }

    /**
     * What went wrong, in words: the errors, else the final text, else the HTTP status, else the subtype.
     *
     * @return a text, also for a success
     */
    public String errorText() {
        if (!errors.isEmpty()) {
            return String.join("; ", errors);
        }
        if (result.isPresent() && !result.get().isBlank()) {
            return result.get();
        }
        return apiErrorStatus.isPresent() ? "HTTP status " + apiErrorStatus.getAsInt() : subtype;
    }
}
