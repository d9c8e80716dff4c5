package dev.agentsdk.hook;

/**
 * An event that this SDK does not know, or one whose essential parts cannot be read. Everything is in {@link #raw()}.
 *
 * @param common what every hook is told
 */
public record UnknownHookInput(HookCommon common) implements HookInput {}
