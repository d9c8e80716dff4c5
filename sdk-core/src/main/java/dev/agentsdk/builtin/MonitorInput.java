package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Input of the tool {@code Monitor}. */
public final class MonitorInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private MonitorInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static MonitorInput of(RawJson raw) {
        return new MonitorInput(raw);
    }

    /** {@return what is watched, for people} */
    public String description() {
        return in.text("description");
    }

    /** {@return after which time it ends} */
    public Optional<Duration> timeout() {
        return in.millis("timeout_ms");
    }

    /** {@return the shell command; each line of its output is an event} */
    public Optional<String> command() {
        return in.string("command");
    }

    /** {@return the address of the WebSocket; each text frame is an event} */
    public Optional<String> webSocketUrl() {
        return in.object("ws").string("url");
    }

    /** {@return the protocols that the WebSocket may have} */
    public List<String> webSocketProtocols() {
        return in.object("ws").strings("protocols");
    }
}
