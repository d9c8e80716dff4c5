package dev.agentsdk.transport.internal;

import dev.agentsdk.process.Deadline;

/**
 * The deadlines of the transport and those of the process layer, which depends on nothing of the SDK and so has a type of
 * its own. Both are points on {@link System#nanoTime()}: the conversion loses nothing, and no clock starts anew.
 */
public final class Deadlines {

    private Deadlines() {}

    /**
     * For the process layer.
     *
     * @param deadline a deadline of the transport
     * @return the same point in time
     */
    public static Deadline forProcess(dev.agentsdk.spi.Deadline deadline) {
        return Deadline.at(deadline.nanoTime());
    }

    /**
     * From the process layer.
     *
     * @param deadline a deadline of the process layer
     * @return the same point in time
     */
    public static dev.agentsdk.spi.Deadline ofProcess(Deadline deadline) {
        return dev.agentsdk.spi.Deadline.at(deadline.nanoTime());
    }
}
