package dev.agentsdk.hook;

import java.util.concurrent.CompletionStage;

/**
 * A {@link HookCallback} that does not hold a thread while it waits.
 *
 * @param <I> what it is told
 */
@FunctionalInterface
public interface AsyncHookCallback<I extends HookInput> {

    /**
     * Called when the event happens.
     *
     * @param input what happens
     * @param context the circumstances
     * @return what is to be done, to come; not null. May be completed by any thread
     * @throws Exception to have the agent told that the hook failed, as an exceptional completion does
     */
    CompletionStage<HookOutput> call(I input, HookContext context) throws Exception;
}
