package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The end of a turn (wire type {@code result}). It is not always the end of the run: work in the background may bring
 * further turns, and several queued user messages may share one result.
 *
 * <p>Methods that are no components of the record read the raw JSON anew each time they are called: what few applications
 * look at costs the others nothing.
 *
 * @param subtype {@code success}, or what went wrong, for example {@code error_max_turns}; empty if the agent
 *     did not say
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
     * What went wrong, in words: the errors that are not blank, else the final text, else the HTTP status, else the subtype.
     *
     * @return a text, also for a success
     */
    public String errorText() {
        List<String> said =
                errors.stream().filter(error -> !Printable.isBlank(error)).toList();
        if (!said.isEmpty()) {
            return String.join("; ", said);
        }
        if (result.isPresent() && !Printable.isBlank(result.get())) {
            return result.get();
        }
        return apiErrorStatus.isPresent() ? "HTTP status " + apiErrorStatus.getAsInt() : subtype;
    }

    /** {@return what each model has used in the session so far, by its name} */
    public Map<String, ModelUsage> modelUsage() {
        return Details.modelUsage(raw);
    }

    /** {@return the tool calls of this turn that were not permitted} */
    public List<PermissionDenial> permissionDenials() {
        return Details.permissionDenials(raw);
    }

    /** {@return the tool call that a hook has put off, which ended the run} */
    public Optional<DeferredToolUse> deferredToolUse() {
        return Details.deferredToolUse(raw);
    }

    /** {@return who was behind the turn; empty if the agent does not say} */
    public Optional<MessageOrigin> origin() {
        return Details.origin(raw);
    }

    /** {@return the ids of the user messages that it answers; sent by newer CLIs only} */
    public List<String> userMessageUuids() {
        return Details.userMessageUuids(raw);
    }

    /** {@return the time from the user message to the first token; sent by newer CLIs only} */
    public Optional<Duration> timeToFirstToken() {
        return ShallowObject.of(raw).millis("ttft_ms");
    }

    /** {@return how many user messages still wait for a turn; sent by newer CLIs only} */
    public OptionalInt queuedTurns() {
        return ShallowObject.of(raw).integer("queued_turn_count");
    }

    /** {@return why the agent could not begin at all, for example {@code cwd_unavailable}; sent by newer CLIs only} */
    public Optional<String> startupFailureReason() {
        return ShallowObject.of(raw).string("startup_failure_reason");
    }

    /**
     * Whether the turn ended because it was interrupted: {@code claude} gives it as the terminal reason, {@code qwen} 0.24 as
     * the error.
     *
     * @return whether it was
     */
    public boolean isInterrupted() {
        return terminalReason
                .map(reason -> reason.startsWith("aborted_"))
                .orElseGet(() -> errors.contains("Operation cancelled."));
    }

    /** {@return the reason why an interrupted turn is resumed; sent by newer CLIs only} */
    public Optional<String> resumeReason() {
        return ShallowObject.of(raw).string("resume_reason");
    }

    /** {@return the slash command that the CLI has carried out without the model; sent by newer CLIs only} */
    public Optional<String> localCommand() {
        return ShallowObject.of(raw).string("local_command");
    }

    /** {@return which result of the session it is; sent by newer CLIs only} */
    public OptionalInt resultIndex() {
        return ShallowObject.of(raw).integer("result_index");
    }

    /** {@return when the credentials of the agent expire; sent by newer CLIs only} */
    public Optional<Instant> credentialExpiresAt() {
        return ShallowObject.of(raw).instant("credential_expires_at");
    }

    /** {@return the fast mode: {@code off}, {@code cooldown} or {@code on}; sent by newer CLIs only} */
    public Optional<String> fastModeState() {
        return ShallowObject.of(raw).string("fast_mode_state");
    }

    /** {@return why fast mode is not available; sent by newer CLIs only} */
    public Optional<String> fastModeDisabledReason() {
        return ShallowObject.of(raw).string("fast_mode_disabled_reason");
    }

    /** {@return the configuration file that kept the agent from starting; sent by newer CLIs only} */
    public Optional<InvalidConfigFile> invalidConfigFile() {
        return ShallowObject.of(raw).object("invalid_config_file", InvalidConfigFile::of);
    }

    /** {@return the ids of the user messages whose work has begun. {@code claude} 2.1.332 and newer} */
    public List<String> begunMessageIds() {
        return ShallowObject.of(raw).strings("begun_message_ids");
    }

    /** {@return when the parts of the turn happened; sent by newer CLIs only} */
    public StreamTimings timings() {
        return StreamTimings.of(raw);
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
