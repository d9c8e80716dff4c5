package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.Optional;

/** A permission rule of the agent. */
public final class PermissionRuleInfo extends JsonBacked {

    private final ShallowObject in;

    private PermissionRuleInfo(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PermissionRuleInfo of(RawJson raw) {
        return new PermissionRuleInfo(raw);
    }

    /** {@return {@code allow}, {@code deny} or {@code ask}} */
    public String behavior() {
        return in.text("behavior");
    }

    /** {@return where it comes from, for example {@code userSettings} or {@code session}} */
    public String source() {
        return in.text("source");
    }

    /** {@return the rule, for example {@code Bash(git:*)}} */
    public String rule() {
        return in.text("rule");
    }

    /** {@return a description for people} */
    public Optional<RuleDescription> description() {
        return in.object("description", RuleDescription::of);
    }

    /** {@return whether it can be changed: {@code persistent}, {@code session} or {@code readonly}} */
    public String editability() {
        return in.text("editability");
    }

    /** {@return whether it is overridden by managed settings} */
    public boolean notInEffect() {
        return in.flag("notInEffect");
    }
}
