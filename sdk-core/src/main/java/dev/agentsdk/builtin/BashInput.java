package dev.agentsdk.builtin;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;

/** Input of the tool {@code Bash}. */
public final class BashInput extends JsonBacked implements BuiltinInput {

    private final ShallowObject in;

    private BashInput(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static BashInput of(RawJson raw) {
        return new BashInput(raw);
    }

    /** {@return the shell command} */
    public String command() {
        return in.text("command");
    }

    /** {@return how long it may take} */
    public Optional<Duration> timeout() {
        return in.millis("timeout");
    }

    /** {@return what it does, for people} */
    public Optional<String> description() {
        return in.string("description");
    }

    /** {@return whether it runs in the background, so that the turn continues before it ends} */
    public boolean runInBackground() {
        return in.flag("run_in_background");
    }

    /** {@return whether it is to run outside the sandbox} */
    public boolean dangerouslyDisableSandbox() {
        return in.flag("dangerouslyDisableSandbox");
    }
}
