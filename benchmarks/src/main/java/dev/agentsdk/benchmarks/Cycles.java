package dev.agentsdk.benchmarks;

import dev.agentsdk.AgentSession;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Sessions opened and closed all day: whatever grows with their number will be the end of a server. */
final class Cycles implements Benchmark {

    private static final int SAMPLES = 10;

    private record Resource(String name, String unit, double bound, DoubleSupplier amount) {}

    /** The bounds are what the measuring itself wavers by; a leak of one each cycle is far above them. */
    private static final List<Resource> RESOURCES = List.of(
            new Resource("descriptors", "", 0, Machine::descriptors),
            new Resource("threads", "", 0, Machine::threads),
            new Resource("temporary files", "", 0, Machine::temporaryFiles),
            new Resource("heap", "B", 32, Machine::liveHeap),
            new Resource("resident set", "B", 512, Machine::residentSet));

    @Override
    public void run(Context context) throws Exception {
        Path script = context.cli().smallTurn();
        int cycles = context.sizes().cycles();
        // The first tenth fills caches and pools, which then stay.
        cycle(script, Math.max(1, cycles / SAMPLES));
        double[][] samples = new double[RESOURCES.size()][SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            cycle(script, cycles / SAMPLES);
            for (int i = 0; i < RESOURCES.size(); i++) {
                samples[i][sample] = RESOURCES.get(i).amount().getAsDouble();
            }
        }
        for (int i = 0; i < RESOURCES.size(); i++) {
            Resource resource = RESOURCES.get(i);
            double slope = slope(samples[i]) / Math.max(1, cycles / SAMPLES);
            context.report()
                    .add(Figure.alone(
                            cycles + " open/close cycles: " + resource.name() + " more each cycle",
                            rounded(slope),
                            resource.unit(),
                            Goal.atMost(resource.bound(), resource.unit()),
                            Goal.atMost(0, resource.unit())));
        }
    }

    /** A thousandth of anything in a cycle is a sample that met one in passing. */
    private static double rounded(double slope) {
        return Math.rint(slope * 1000) / 1000;
    }

    private static void cycle(Path script, int count) {
        for (int i = 0; i < count; i++) {
            try (AgentSession session = Sdk.open(script)) {
                session.send("go");
                session.receiveResponse().result();
            }
        }
    }

    /** Of the line through the samples with the least squares. */
    static double slope(double[] samples) {
        double middle = (samples.length - 1) / 2.0;
        double mean = IntStream.range(0, samples.length)
                .mapToDouble(i -> samples[i])
                .average()
                .orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < samples.length; i++) {
            above += (i - middle) * (samples[i] - mean);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }
}
