package dev.agentsdk.message;

/**
 * News about a hook; comes only if {@link dev.agentsdk.options.Output#hookEvents()} is set. Hooks of this application too
 * are told about.
 */
public sealed interface HookMessage extends SystemMessage
        permits HookProgressMessage, HookResponseMessage, HookStartedMessage {

    /**
     * The event that the hook is for.
     *
     * @return for example {@code PreToolUse}, empty if the agent did not say
     */
    String hookEvent();

    /**
     * The name of the hook.
     *
     * @return its name, empty if the agent did not say
     */
    String hookName();

    /**
     * This run of the hook.
     *
     * @return its id, empty if the agent did not say
     */
    String hookId();
}
