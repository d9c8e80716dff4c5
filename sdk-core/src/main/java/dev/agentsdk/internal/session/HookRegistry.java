package dev.agentsdk.internal.session;

import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.errors.CallbackException.Kind;
import dev.agentsdk.hook.HookContext;
import dev.agentsdk.hook.HookInput;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookRegistration;
import dev.agentsdk.internal.protocol.streamjson.BrokenFrame;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
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

    private static final int MAX_SHOWN_CHARS = 100;

    private final Map<String, HookRegistration<?>> byId = new LinkedHashMap<>();
    private final CallbackRunner runner;
    private final CallbackErrors errors;

    HookRegistry(List<HookRegistration<?>> registrations, CallbackRunner runner, CallbackErrors errors) {
        this.runner = runner;
        this.errors = errors;
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
        runner.run(incoming, () -> prepare(incoming), why -> unasked(incoming, why));
    }

    private Work<HookOutput> prepare(Incoming incoming) throws Malformed {
        Fields fields = Fields.of(incoming.body());
        String id = fields.textOrEmpty("callback_id");
        HookRegistration<?> registration = byId.get(id);
        if (registration == null) {
            throw new Malformed("No hook is registered under the id \"" + shown(id) + "\".");
        }
        RawJson input = fields.raw("input")
                .filter(ShallowObject::isObject)
                .orElseThrow(() -> new Malformed("A hook_callback needs an input object."));
        HookContext context =
                new HookContext(fields.text("tool_use_id"), incoming.id().text(), incoming.cancellation());
        return work(registration, input, context);
    }

    private static <I extends HookInput> Work<HookOutput> work(
            HookRegistration<I> registration, RawJson raw, HookContext context) throws Malformed {
        HookInput input = HookInput.read(raw);
        String event = registration.event().name();
        if (!registration.event().inputType().isInstance(input)) {
            throw new Malformed("The input of the " + event + " hook is for \"" + shown(input.eventName())
                    + "\", or lacks what such an input must have.");
        }
        I typed = registration.event().inputType().cast(input);
        return new Work<>(
                Kind.HOOK,
                nameOf(registration),
                () -> registration.matcher().callback().call(typed, context),
                output -> ContentChecks.hookOutput(output.toWire(event)),
                registration.matcher().isBlockingOnFailure() ? refusal(event) : null);
    }

    /** The event, and the pattern if there is one. */
    private static String nameOf(HookRegistration<?> registration) {
        return registration.event().name()
                + registration
                        .matcher()
                        .pattern()
                        .map(pattern -> " (" + pattern + ")")
                        .orElse("");
    }

    private static String shown(String text) {
        return text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "..." : text;
    }

    /**
     * The answer of a hook that failed and is to block: a denial. Null for events that come too late for one, or where a
     * denial would keep the agent from ever stopping.
     */
    private static @Nullable Function<Throwable, Object> refusal(String event) {
        return UnaskedHook.denial(event, "").isEmpty()
                ? null
                : why -> UnaskedHook.denial(event, reason(event, why)).orElseThrow();
    }

    private static String reason(String event, Throwable why) {
        return "A " + event + " hook failed: "
                + (why.getMessage() == null ? why.getClass().getName() : why.getMessage());
    }

    /** By the scanner, which takes any input: it may be the input that cannot be read. */
    private Object unasked(Incoming incoming, Throwable why) {
        byte[] body = incoming.body().utf8();
        return unasked(
                BrokenFrame.text(body, "callback_id"),
                BrokenFrame.text(body, "input", "hook_event_name"),
                BrokenFrame.text(body, "tool_use_id"),
                why);
    }

    /** A request of an unknown subtype is taken for a hook's if there are hooks: the others fail without an answer, too. */
    @Override
    public @Nullable Object answerUnreadable(UnreadableRequest request) {
        return request.subtype() == null && byId.isEmpty()
                ? null
                : unasked(
                        request.callbackId(),
                        request.hookEvent(),
                        request.toolUseId(),
                        new Malformed(IncomingRequests.UNREADABLE));
    }

    private Map<String, Object> unasked(
            @Nullable String callbackId, @Nullable String inputEvent, @Nullable String toolUseId, Throwable why) {
        HookRegistration<?> registration = callbackId == null ? null : byId.get(callbackId);
        // The agent calls a hook for the event that it was registered for.
        String event = registration == null ? inputEvent : registration.event().name();
        String name = registration != null ? nameOf(registration) : event == null ? "of an unknown event" : shown(event);
        String problem = why instanceof Malformed
                ? String.valueOf(why.getMessage())
                : "It cannot be called: " + why.getClass().getSimpleName() + ".";
        String reason = "The application's hook was not asked, so this is denied. " + problem;
        errors.reportDenied(new CallbackException(
                Kind.HOOK,
                name,
                new IllegalStateException(
                        reason + (toolUseId == null ? "" : " The tool use is " + shown(toolUseId) + "."),
                        why instanceof Malformed ? null : why)));
        return UnaskedHook.answer(event, reason);
    }
}
