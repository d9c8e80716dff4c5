package dev.agentsdk.benchmarks;

import java.nio.file.Path;

/** A part of the table. */
interface Benchmark {

    /**
     * What a benchmark has to work with.
     *
     * @param sizes how much is to be done
     * @param directory an empty directory of its own
     * @param cli makes agents there
     * @param report receives the figures
     */
    record Context(Sizes sizes, Path directory, ReplayCli cli, Report report) {}

    void run(Context context) throws Exception;
}
