package dev.agentsdk.process;

/**
 * Hears how a {@link ProcessBatch} gets on. Called by a thread of the batch, one call at a time; a call that waits or
 * throws holds nothing up. When the batch ends, calls that are still waiting are made for another second at the most.
 */
public interface BatchListener {

    /**
     * A command runs.
     *
     * @param index its place among the specifications
     * @param spec its specification
     * @param pid its process id
     */
    default void onStart(int index, ProcessSpec spec, long pid) {}

    /**
     * A command is over, or was given up before it was started.
     *
     * @param outcome what came of it
     * @param done how many are over, from 1 to {@code total}
     * @param total how many there are
     */
    default void onEnd(BatchOutcome outcome, int done, int total) {}
}
