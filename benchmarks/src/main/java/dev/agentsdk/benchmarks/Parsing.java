package dev.agentsdk.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The parser alone, by JMH. */
final class Parsing implements Benchmark {

    @Override
    public void run(Context context) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(ParseBenchmark.class.getName() + "\\.")
                .verbosity(VerboseMode.SILENT);
        if (context.sizes().rounds() == 1) {
            options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(20));
        }
        Collection<RunResult> results = run(options);
        for (String bytes : List.of("500", "1048576")) {
            double typed = score(results, "typed", bytes);
            double tree = score(results, "tree", bytes);
            context.report()
                    .add(Figure.of(
                            "parser alone, a line of " + bytes + " B (JMH)",
                            "readTree(byte[])",
                            tree,
                            typed,
                            "µs",
                            null,
                            Goal.ratioAtMost(1)));
        }
    }

    /** JMH gives its forks the class path of this JVM, which within Maven is only Maven's own. */
    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        String own = System.getProperty("java.class.path");
        System.setProperty("java.class.path", Jvms.classPath());
        try {
            return new Runner(options.build()).run();
        } finally {
            System.setProperty("java.class.path", own);
        }
    }

    private static double score(Collection<RunResult> results, String method, String bytes) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method)
                        && result.getParams().getParam("bytes").equals(bytes))
                .map(result -> result.getPrimaryResult().getScore())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
