package dev.agentsdk.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Contenders that take turns, so that what else goes on in the machine hits all of them. A ratio is that of one round,
 * and the median over the rounds is what counts.
 */
final class Rounds {

    /** Does its work once. */
    interface Contender {
        /** {@return the figure: seconds, or whatever the comparison is about} */
        double run() throws Exception;
    }

    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, double[]> figures = new LinkedHashMap<>();

    Rounds with(String name, Contender contender) {
        contenders.put(name, contender);
        return this;
    }

    /** Runs all, in another order each time: who follows the greediest is not always the same. */
    Rounds run(int rounds) throws Exception {
        int counted = Math.max(1, rounds - 1);
        contenders.keySet().forEach(name -> figures.put(name, new double[counted]));
        List<String> order = new ArrayList<>(contenders.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String name : order) {
                double figure = Objects.requireNonNull(contenders.get(name)).run();
                if (round >= rounds - counted) {
                    all(name)[round - (rounds - counted)] = figure;
                }
            }
            Collections.rotate(order, 1);
        }
        return this;
    }

    private double[] all(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    double median(String name) {
        return median(all(name));
    }

    /** The median of the rounds' ratios of one contender to another. */
    double ratio(String name, String to) {
        double[] above = all(name);
        double[] below = all(to);
        double[] ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        return median(ratios);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
