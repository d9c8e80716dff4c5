package dev.agentsdk.process.internal.posix;

/**
 * The process ids that the system gives away after an id. They ascend up to the highest id and then start anew.
 *
 * @param id the id they are counted from
 * @param highest the highest id that the system gives away
 */
record IdsBehind(long id, long highest) {

    /** Where ids start anew: the kernel keeps those below for its first processes (RESERVED_PIDS). */
    private static final long FIRST_AGAIN = 300;

    /**
     * How far behind an id is.
     *
     * @param newest the id that was given away last; below zero if it is not known
     * @return the distance, which is an upper bound if ids have started anew; {@link Long#MAX_VALUE} if it is not known
     */
    long distanceTo(long newest) {
        if (newest < 0) {
            return Long.MAX_VALUE;
        }
        if (newest >= id) {
            return newest - id;
        }
        return newest < FIRST_AGAIN ? Long.MAX_VALUE : highest - id + newest - FIRST_AGAIN + 1;
    }

    /**
     * The id at a distance.
     *
     * @param distance 1 for the id behind this one
     * @return the id
     */
    long at(long distance) {
        long next = id + distance;
        return next <= highest ? next : next - highest - 1 + FIRST_AGAIN;
    }
}
