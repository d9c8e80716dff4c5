package dev.agentsdk.control;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.ShallowObject;
import dev.agentsdk.message.JsonBacked;
import java.util.List;

/** The permission rules and the directories that are in force. */
public final class PermissionRules extends JsonBacked {

    private final ShallowObject in;

    private PermissionRules(RawJson raw) {
        super(raw);
        this.in = ShallowObject.of(raw);
    }

    /**
     * Reads one from JSON. Missing fields, and fields of another type, are absent.
     *
     * @param raw a JSON object
     * @return the object
     */
    public static PermissionRules of(RawJson raw) {
        return new PermissionRules(raw);
    }

    /** {@return the rules} */
    public List<PermissionRuleInfo> rules() {
        return in.objects("rules", PermissionRuleInfo::of);
    }

    /** {@return the further directories that the agent may work in} */
    public List<WorkspaceDirectory> workspaceDirectories() {
        return in.objects("workspaceDirectories", WorkspaceDirectory::of);
    }

    /** {@return the working directory at the start} */
    public String originalCwd() {
        return in.text("originalCwd");
    }

    /** {@return whether only rules of managed settings hold} */
    public boolean managedOnly() {
        return in.flag("managedOnly");
    }

    /** {@return settings files that were skipped} */
    public List<SettingsError> errors() {
        return in.objects("errors", SettingsError::of);
    }

    /** {@return whether the agent has left a part out because its answers are stored} */
    public boolean isWithheld() {
        return in.flag("withheld");
    }
}
