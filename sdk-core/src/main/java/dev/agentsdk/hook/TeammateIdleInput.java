package dev.agentsdk.hook;

import dev.agentsdk.json.internal.Fields;
import dev.agentsdk.json.internal.Printable;

/**
 * A teammate has nothing to do. Newer agents only.
 *
 * @param common what every hook is told
 * @param teammateName the teammate
 * @param teamName the team
 */
public record TeammateIdleInput(HookCommon common, String teammateName, String teamName) implements HookInput {

    static HookInput read(HookCommon common, Fields fields) {
        return new TeammateIdleInput(common, fields.textOrEmpty("teammate_name"), fields.textOrEmpty("team_name"));
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
