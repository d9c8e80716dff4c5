package dev.agentsdk.permission;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A change of permissions: suggested by the agent with a {@link PermissionRequest}, and ordered by the application with a
 * {@link PermissionDecision.Allow}. A suggestion can be ordered as it is. Types as in the official SDKs.
 */
public sealed interface PermissionUpdate {

    /**
     * Where the change is kept.
     *
     * @return the destination; empty for the agent's default
     */
    Optional<PermissionDestination> destination();

    /**
     * Reads an update as it goes over the wire.
     *
     * @param json the update
     * @return the update; {@link Unknown} if its type is unknown or a part is missing
     */
    static PermissionUpdate read(RawJson json) {
        return PermissionJson.read(json);
    }

    /**
     * The update as it goes over the wire.
     *
     * @return a JSON object
     */
    default RawJson toJson() {
        return PermissionJson.write(this);
    }

    /**
     * Rules for this session only: the usual way not to be asked again.
     *
     * @param rules what may be done without asking
     * @return an update
     */
    static AddRules allowForSession(PermissionRule... rules) {
        return new AddRules(List.of(rules), PermissionBehavior.ALLOW, Optional.of(PermissionDestination.SESSION));
    }

    /**
     * Adds rules.
     *
     * @param rules the rules
     * @param behavior what they do
     * @param destination where they are kept
     */
    record AddRules(
            List<PermissionRule> rules, PermissionBehavior behavior, Optional<PermissionDestination> destination)
            implements PermissionUpdate {
        public AddRules {
            rules = List.copyOf(rules);
            Objects.requireNonNull(behavior, "behavior");
        }

        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /**
     * Replaces all rules of a behaviour.
     *
     * @param rules the rules
     * @param behavior what they do
     * @param destination where they are kept
     */
    record ReplaceRules(
            List<PermissionRule> rules, PermissionBehavior behavior, Optional<PermissionDestination> destination)
            implements PermissionUpdate {
        public ReplaceRules {
            rules = List.copyOf(rules);
            Objects.requireNonNull(behavior, "behavior");
        }

        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /**
     * Removes rules.
     *
     * @param rules the rules
     * @param behavior what they did
     * @param destination where they are kept
     */
    record RemoveRules(
            List<PermissionRule> rules, PermissionBehavior behavior, Optional<PermissionDestination> destination)
            implements PermissionUpdate {
        public RemoveRules {
            rules = List.copyOf(rules);
            Objects.requireNonNull(behavior, "behavior");
        }

        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /**
     * Changes the permission mode.
     *
     * @param mode the mode
     * @param destination where it is kept
     */
    record SetMode(PermissionMode mode, Optional<PermissionDestination> destination) implements PermissionUpdate {
        public SetMode {
            Objects.requireNonNull(mode, "mode");
        }
    }

    /**
     * Adds directories that the agent may work in.
     *
     * @param directories the directories
     * @param destination where they are kept
     */
    record AddDirectories(List<String> directories, Optional<PermissionDestination> destination)
            implements PermissionUpdate {
        public AddDirectories {
            directories = List.copyOf(directories);
        }

        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /**
     * Removes directories.
     *
     * @param directories the directories
     * @param destination where they are kept
     */
    record RemoveDirectories(List<String> directories, Optional<PermissionDestination> destination)
            implements PermissionUpdate {
        public RemoveDirectories {
            directories = List.copyOf(directories);
        }

        /** {@return the components in one printable line; of what is long the middle is left out} */
        @Override
        public String toString() {
            return Printable.record(this);
        }
    }

    /**
     * An update that this SDK does not know; it can be ordered all the same.
     *
     * @param raw the update as the agent wrote it
     */
    record Unknown(RawJson raw) implements PermissionUpdate {
        public Unknown {
            Objects.requireNonNull(raw, "raw");
        }

        @Override
        public Optional<PermissionDestination> destination() {
            return Optional.empty();
        }
    }
}
