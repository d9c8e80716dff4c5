package dev.agentsdk.process;

/**
 * Hears of the children of a {@link ProcessSupervisor}. Each listener is called by a thread of its own, one call at a time
 * and in order. What it throws is logged; a listener that does not keep up loses the oldest of 10,000 waiting calls, and
 * holds neither the children up nor other listeners.
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
     * The state of a child has changed.
     *
     * @param status what is known of it since
     */
    default void onState(ChildStatus status) {}
}
