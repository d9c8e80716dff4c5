package dev.agentsdk.process;

/**
 * Hears of the children of a {@link ProcessSupervisor}. Each listener is called by a thread of its own, one call at a time
 * and in order. What it throws is logged.
 *
 * <p>A slow listener delays neither the children nor other listeners: at most 1 MiB of lines waits for it, counting one
 * byte for each character and 128 for each line. Beyond that the oldest lines are dropped, {@link #onDropped} is called in
 * their place, and a warning is logged. Changes of state are not dropped with the lines; of more than 1,000 that wait the
 * oldest are.
 */
public interface ChildListener {

    /**
     * A child has written a line.
     *
     * @param child its name
     * @param line the line
     */
    default void onLine(String child, OutputLine line) {}

    /**
     * Lines were dropped, because this listener did not keep up. Called before the line that follows them.
     *
     * @param lines how many lines, of all the children that this listener hears of
     * @param characters how many characters they had
     */
    default void onDropped(long lines, long characters) {}

    /**
     * The state of a child has changed.
     *
     * @param status what is known of it since
     */
    default void onState(ChildStatus status) {}
}
