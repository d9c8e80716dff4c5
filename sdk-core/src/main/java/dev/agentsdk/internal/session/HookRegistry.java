package dev.agentsdk.internal.session;

import dev.agentsdk.errors.CallbackException.Kind;
import dev.agentsdk.hook.HookContext;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookRegistration;
import dev.agentsdk.internal.session.CallbackRunner.Malformed;
import dev.agentsdk.internal.session.CallbackRunner.Work;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.internal.ContentChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The hooks of a session: what the handshake says of them, and serving {@code hook_callback}. */
final class HookRegistry implements IncomingRequests.Handler {

    private final Map<String, HookRegistration<?>> byId = new LinkedHashMap<>();
    private final CallbackRunner runner;

    HookRegistry(List<HookRegistration<?>> registrations, CallbackRunner runner) {
        this.runner = runner;
        for (HookRegistration<?> registration : registrations) {
            byId.put("hook_" + byId.size(), registration);
        }
    }

    /** The field {@code hooks} of {@code initialize}; null if there are none, as with the official SDKs. */
    @Nullable
    Map<String, Object> toWire() {
        Map<String, List<Object>> events = new LinkedHashMap<>();
        byId.forEach((id, registration) -> {
            Map<String, @Nullable Object> matcher = new LinkedHashMap<>();
            matcher.put("matcher", registration.matcher().pattern().orElse(null));
            matcher.put("hookCallbackIds", List.of(id));
            registration.matcher().timeout().ifPresent(timeout -> matcher.put("timeout", seconds(timeout)));
            if (registration.matcher().isBlockingOnFailure()) {
                matcher.put("onFailure", "block");
            }
            events.computeIfAbsent(registration.event().name(), name -> new ArrayList<>())
                    .add(matcher);
        });
        return events.isEmpty() ? null : new LinkedHashMap<>(events);
    }

    private static Number seconds(Duration timeout) {
        long millis = Math.max(1, timeout.toMillis());
        return millis % 1000 == 0 ? (Number) (millis / 1000) : (Number) (millis / 1000.0);
    }

    @Override
    public void begin(Incoming incoming) {
        runner.run(incoming, () -> {
            Fields fields = Fields.of(incoming.body());
            String id = fields.textOrEmpty("callback_id");
            HookRegistration<?> registration = byId.get(id);
            if (registration == null) {
                throw new Malformed("No hook is registered under the id \"" + id + "\".");
            }
            RawJson input = fields.raw("input")
                    .filter(ShallowObject::isObject)
                    .orElseThrow(() -> new Malformed("A hook_callback needs an input object."));
            HookContext context =
                    new HookContext(fields.text("tool_use_id"), incoming.id().text(), incoming.cancellation());
            return work(registration, input, context);
        });
    }

    private static <I extends HookInput> Work<HookOutput> work(
            HookRegistration<I> registration, RawJson raw, HookContext context) throws Malformed {
        HookInput input = HookInput.read(raw);
        String event = registration.event().name();
        String name = event
                + registration
                        .matcher()
                        .pattern()
                        .map(pattern -> " (" + pattern + ")")
                        .orElse("");
        Function<Throwable, Object> refusal = registration.matcher().isBlockingOnFailure() ? refusal(event) : null;
        if (!registration.event().inputType().isInstance(input)) {
            String problem = "The input of the " + event + " hook is for \"" + input.eventName()
                    + "\", or lacks what such an input must have.";
            if (refusal == null) {
                throw new Malformed(problem);
            }
            return new Work<>(
                    Kind.HOOK,
                    name,
                    () -> {
                        throw new IllegalArgumentException(problem);
                    },
                    output -> ContentChecks.hookOutput(output.toWire(event)),
                    refusal);
        }
        I typed = registration.event().inputType().cast(input);
        return new Work<>(
                Kind.HOOK,
                name,
                () -> registration.matcher().callback().call(typed, context),
                output -> ContentChecks.hookOutput(output.toWire(event)),
                refusal);
    }

    /**
     * The answer of a hook that failed and is to block: a denial. Null for events that come too late for one, or where a
     * denial would keep the agent from ever stopping.
     */
    private static @Nullable Function<Throwable, Object> refusal(String event) {
        HookOutput probe = HookOutput.deny(event);
        try {
            probe.toWire(event);
        } catch (IllegalStateException e) {
            // There is no denial for this event.
            return null;
        }
        return why -> HookOutput.deny(reason(event, why)).toWire(event);
    }

    private static String reason(String event, Throwable why) {
        return "A " + event + " hook failed: "
                + (why.getMessage() == null ? why.getClass().getName() : why.getMessage());
    }
}
