package dev.agentsdk.message.internal;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.HookProgressMessage;
import dev.agentsdk.message.HookResponseMessage;
import dev.agentsdk.message.HookStartedMessage;
import dev.agentsdk.message.Message;
import java.util.Optional;
import java.util.stream.Stream;

/** News about hooks, by their subtype. */
final class HookMessages {

    private HookMessages() {}

    static Message of(String subtype, ShallowObject in, RawJson raw) {
        Optional<String> sessionId = in.string("session_id");
        Optional<String> uuid = in.string("uuid");
        String event = event(in);
        String name = in.text("hook_name");
        String id = in.text("hook_id");
        return switch (subtype) {
            case "hook_started" -> new HookStartedMessage(event, name, id, sessionId, uuid, raw);
            case "hook_progress" ->
                new HookProgressMessage(
                        event, name, id, in.text("stdout"), in.text("stderr"), in.text("output"), sessionId, uuid, raw);
            default ->
                new HookResponseMessage(
                        event,
                        name,
                        id,
                        in.text("stdout"),
                        in.text("stderr"),
                        in.text("output"),
                        in.integer("exit_code"),
                        in.string("outcome"),
                        sessionId,
                        uuid,
                        raw);
        };
    }

    /** CLIs have written it to different fields; the order is that of the official Python SDK. */
    private static String event(ShallowObject in) {
        return Stream.of("hook_event", "hook_name", "hook_event_name")
                .map(in::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }
}
