package dev.agentsdk.options;

/** Who answers when the agent would have to ask for permission. */
public enum PermissionPrompts {
    /** This application, or the permission tool. The default. */
    HOST,
    /** Nobody: what would have to be asked is denied. */
    NONE
}
