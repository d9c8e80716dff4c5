package dev.agentsdk.hook;

/**
 * A hook. May be called from several threads at once: the agent calls all hooks of an event at the same time, in no order.
 *
 * @param <I> what it is told
 */
@FunctionalInterface
public interface HookCallback<I extends HookInput> {

    /**
     * Called when the event happens. The agent waits, for as long as {@link HookMatcher#withTimeout} says.
     *
     * @param input what happens
     * @param context the circumstances
     * @return what is to be done; {@link HookOutput#none()} if nothing, not null
     * @throws Exception to have the agent told that the hook failed. It goes on as if there were no hook, so that <b>a
     *     tool runs</b>, unless the matcher says {@link HookMatcher#blockingOnFailure()}
     */
    HookOutput call(I input, HookContext context) throws Exception;
}
