package dev.agentsdk.hook;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A hook together with what it is for. Immutable.
 *
 * @param <I> what the hook is told
 */
public final class HookMatcher<I extends HookInput> {

    private final @Nullable String pattern;
    private final AsyncHookCallback<I> callback;
    private final @Nullable Duration timeout;
    private final boolean blockingOnFailure;

    private HookMatcher(
            @Nullable String pattern,
            AsyncHookCallback<I> callback,
            @Nullable Duration timeout,
            boolean blockingOnFailure) {
        this.pattern = pattern;
        this.callback = Objects.requireNonNull(callback, "callback");
        this.timeout = timeout;
        this.blockingOnFailure = blockingOnFailure;
    }

    /**
     * A hook for all that the event is about.
     *
     * @param callback the hook
     * @param <I> what it is told
     * @return the matcher
     */
    public static <I extends HookInput> HookMatcher<I> all(HookCallback<I> callback) {
        return new HookMatcher<>(null, blocking(callback), null, false);
    }

    /**
     * A hook for certain tools, or whatever else the agent matches for an event.
     *
     * @param pattern as the agent reads it: a name such as {@code Bash}, or several such as {@code Write|Edit}
     * @param callback the hook
     * @param <I> what it is told
     * @return the matcher
     */
    public static <I extends HookInput> HookMatcher<I> of(String pattern, HookCallback<I> callback) {
        return new HookMatcher<>(Objects.requireNonNull(pattern, "pattern"), blocking(callback), null, false);
    }

    /**
     * An asynchronous hook for all that the event is about.
     *
     * @param callback the hook
     * @param <I> what it is told
     * @return the matcher
     */
    public static <I extends HookInput> HookMatcher<I> allAsync(AsyncHookCallback<I> callback) {
        return new HookMatcher<>(null, callback, null, false);
    }

    /**
     * An asynchronous hook for certain tools.
     *
     * @param pattern as the agent reads it
     * @param callback the hook
     * @param <I> what it is told
     * @return the matcher
     */
    public static <I extends HookInput> HookMatcher<I> ofAsync(String pattern, AsyncHookCallback<I> callback) {
        return new HookMatcher<>(Objects.requireNonNull(pattern, "pattern"), callback, null, false);
    }

    private static <I extends HookInput> AsyncHookCallback<I> blocking(HookCallback<I> callback) {
        Objects.requireNonNull(callback, "callback");
        return (input, context) -> CompletableFuture.completedFuture(callback.call(input, context));
    }

    /**
     * Bounds how long the agent waits. The agent keeps the time: past it, it takes the request back and, in recent
     * versions, does not run the tool.
     *
     * @param timeout a positive time; without it the agent's default holds, 60 s in {@code claude} 2.1. For hooks that
     *     ask a human, a long one
     * @return a changed copy
     */
    public HookMatcher<I> withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The time-out of a hook must be positive, not " + timeout + ".");
        }
        return new HookMatcher<>(pattern, callback, timeout, blockingOnFailure);
    }

    /**
     * Makes a hook that fails stop what it is about: the tool does not run, the prompt is not worked on, the permission is
     * refused. For events that can be denied ({@link HookOutput#deny}) the SDK answers with a denial itself; for other
     * events newer agents are asked to ({@code onFailure}). Without it, the agent gets an error if the callback fails, and
     * proceeds as if there were no hook.
     *
     * <p>A hook that cannot be called at all denies in any case: the request cannot be read (for example, the input of the
     * tool is nested more than 500 levels deep), or the executor for callbacks refuses it. Where the event has no denial,
     * the agent is asked to end its turn.
     *
     * @return a changed copy
     */
    public HookMatcher<I> blockingOnFailure() {
        return new HookMatcher<>(pattern, callback, timeout, true);
    }

    /**
     * What the hook is for.
     *
     * @return the pattern; empty for all
     */
    public Optional<String> pattern() {
        return Optional.ofNullable(pattern);
    }

    /**
     * The hook.
     *
     * @return the callback
     */
    public AsyncHookCallback<I> callback() {
        return callback;
    }

    /**
     * How long the agent waits.
     *
     * @return the time; empty for the agent's default
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Whether a hook that fails stops what it is about.
     *
     * @return false by default
     */
    public boolean isBlockingOnFailure() {
        return blockingOnFailure;
    }
}
