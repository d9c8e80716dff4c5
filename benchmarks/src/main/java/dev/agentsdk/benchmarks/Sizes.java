package dev.agentsdk.benchmarks;

/**
 * How much is done.
 *
 * @param rounds how often each contender of a comparison runs; the first of more than one warms up and does not count
 * @param smallMessages messages of 500 bytes in a stream
 * @param largeMessages messages of 1 MiB in a stream
 * @param roundTrips control requests
 * @param sessions sessions opened and closed one after the other
 * @param closes closes in each case
 * @param coldStarts fresh JVMs of each kind
 * @param idleSessions sessions that are open and idle at once
 * @param manySessions sessions that are open and have had a turn at once
 * @param cycles open/close cycles in search of a slope
 * @param toolMegabytes bytes through each tool that runs commands, in MiB
 * @param patienceSeconds how long a tool may take to give up on a command before it counts as hanging
 */
record Sizes(
        int rounds,
        int smallMessages,
        int largeMessages,
        int roundTrips,
        int sessions,
        int closes,
        int coldStarts,
        int idleSessions,
        int manySessions,
        int cycles,
        int toolMegabytes,
        int patienceSeconds) {

    /** The figures of the documentation: some minutes. */
    static final Sizes FULL = new Sizes(6, 200_000, 200, 20_000, 400, 30, 9, 100, 1_000, 10_000, 512, 12);

    /** While one works on something. */
    static final Sizes SHORT = new Sizes(4, 50_000, 50, 5_000, 100, 10, 3, 50, 200, 1_000, 128, 12);

    /** Whether it all runs. The figures mean nothing. */
    static final Sizes SMOKE = new Sizes(1, 200, 2, 50, 2, 1, 1, 2, 4, 10, 1, 1);
}
