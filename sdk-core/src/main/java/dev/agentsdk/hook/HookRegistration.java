package dev.agentsdk.hook;

import java.util.Objects;

/**
 * A hook and when it is called.
 *
 * @param event the event
 * @param matcher the hook
 * @param <I> what it is told
 */
public record HookRegistration<I extends HookInput>(HookEvent<I> event, HookMatcher<I> matcher) {
    public HookRegistration {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(matcher, "matcher");
    }
}
