package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.time.Duration;
import java.util.Optional;

/** A hook that is in force. */
public final class ConfiguredHook extends JsonBacked {

    private final ShallowObject in;

    private ConfiguredHook(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static ConfiguredHook of(RawJson raw) {
        return new ConfiguredHook(raw);
    }

    /** {@return the event} */
    public String event() {
        return in.text("event");
    }

    /** {@return what it applies to; empty for all} */
    public String matcher() {
        return in.text("matcher");
    }

    /** {@return where it comes from, for example {@code projectSettings}} */
    public String source() {
        return in.text("source");
    }

    /** {@return the source, as a label for people} */
    public String sourceLabel() {
        return in.text("sourceLabel");
    }

    /** {@return the plugin that it comes from} */
    public Optional<String> pluginName() {
        return in.string("pluginName");
    }

    /** {@return the kind, for example {@code command}} */
    public String hookType() {
        return in.text("type");
    }

    /** {@return a description for people} */
    public String displayText() {
        return in.text("displayText");
    }

    /** {@return the command} */
    public String commandText() {
        return in.text("commandText");
    }

    /** {@return the name of what is in {@link #commandText()}, for people} */
    public String contentLabel() {
        return in.text("contentLabel");
    }

    /** {@return a rule that must hold} */
    public Optional<String> condition() {
        return in.string("condition");
    }

    /** {@return how long it may take} */
    public Optional<Duration> timeout() {
        return in.seconds("timeout");
    }

    /** {@return the text that is shown while it runs} */
    public Optional<String> statusMessage() {
        return in.string("statusMessage");
    }

    /** {@return whether it runs once a session} */
    public boolean runsOnce() {
        return in.flag("runsOnce");
    }

    /** {@return whether the agent does not wait for it} */
    public boolean runsInBackground() {
        return in.flag("runsInBackground");
    }

    /** {@return whether it is switched off} */
    public boolean isDisabled() {
        return in.flag("disabled");
    }

    /** {@return what can be changed of it; absent if nothing can} */
    public Optional<EditableHook> editable() {
        return in.object("editable", EditableHook::of);
    }
}
