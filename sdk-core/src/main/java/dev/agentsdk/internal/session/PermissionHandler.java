package dev.agentsdk.internal.session;

import dev.agentsdk.errors.CallbackException.Kind;
import dev.agentsdk.internal.protocol.streamjson.Dialect;
import dev.agentsdk.internal.session.CallbackRunner.Malformed;
import dev.agentsdk.internal.session.CallbackRunner.Work;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.permission.AsyncPermissionCallback;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionRequest;
import dev.agentsdk.permission.PermissionUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code can_use_tool}. */
final class PermissionHandler implements IncomingRequests.Handler {

    private static final Logger log = LoggerFactory.getLogger(PermissionHandler.class);

    private static final int MAX_COMPARED_BYTES = 1 << 20;

    private final @Nullable AsyncPermissionCallback callback;
    private final Dialect dialect;
    private final CallbackRunner runner;

    PermissionHandler(@Nullable AsyncPermissionCallback callback, Dialect dialect, CallbackRunner runner) {
        this.callback = callback;
        this.dialect = dialect;
        this.runner = runner;
    }

    private static final String NO_REASON = "The application denied it and gave no reason.";

    @Override
    public void begin(Incoming incoming) {
        runner.run(incoming, () -> {
            AsyncPermissionCallback decider = callback;
            if (decider == null) {
                throw new Malformed("No permission callback is set.");
            }
            PermissionRequest request = PermissionRequest.read(incoming.id().text(), incoming.body())
                    .orElseThrow(() -> new Malformed("A can_use_tool request needs tool_name and an input object."));
            return new Work<>(
                    Kind.PERMISSION,
                    "for " + request.toolName(),
                    () -> decider.decide(request, incoming.cancellation()),
                    decision -> answer(takeable(decision, request), request));
        });
    }

    /**
     * An agent that does not take a changed input would run the one that the application did not allow. So it must not hear
     * that anything is allowed; nor are rules kept that were given with it.
     */
    private PermissionDecision takeable(PermissionDecision decision, PermissionRequest request) {
        if (!dialect.takesUpdatedInput()
                && decision instanceof PermissionDecision.Allow allow
                && allow.updatedInput()
                        .filter(input -> !isSame(input, request.input()))
                        .isPresent()) {
            if (runner.warnings().allows(log::warn)) {
                log.warn(
                        "The permission callback allowed {} with a changed input. {} would run the input that it asked"
                                + " for, so that it was told no. Deny such a call, and say in the message what may be"
                                + " run instead",
                        Printable.of(request.toolName()),
                        dialect.programName());
            }
            return PermissionDecision.deny("This call of " + request.toolName()
                    + " is allowed with a changed input only, which " + dialect.programName()
                    + " cannot do. It was not run.");
        }
        return decision;
    }

    /** A long input must be the same text: trees take a multiple of their bytes, and the agent decides how many those are. */
    private static boolean isSame(RawJson input, RawJson asked) {
        return input.equals(asked)
                || (asked.size() <= MAX_COMPARED_BYTES && input.tree().equals(asked.tree()));
    }

    /** Null for no answer. Source: the official Python SDK; {@code updatedInput} is always there. */
    private static @Nullable Object answer(PermissionDecision decision, PermissionRequest request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        if (decision instanceof PermissionDecision.Allow allow) {
            answer.put("behavior", "allow");
            answer.put("updatedInput", allow.updatedInput().orElse(request.input()));
            if (!allow.updatedPermissions().isEmpty()) {
                answer.put(
                        "updatedPermissions",
                        allow.updatedPermissions().stream()
                                .map(PermissionUpdate::toJson)
                                .toList());
            }
            allow.classification().ifPresent(value -> answer.put("decisionClassification", value));
            return answer;
        }
        if (decision instanceof PermissionDecision.Deny deny) {
            answer.put("behavior", "deny");
            // The API refuses a tool result that is an error and has no text.
            answer.put("message", Printable.isBlank(deny.message()) ? NO_REASON : deny.message());
            if (deny.interrupt()) {
                answer.put("interrupt", true);
            }
            deny.classification().ifPresent(value -> answer.put("decisionClassification", value));
            return answer;
        }
        return null;
    }
}
