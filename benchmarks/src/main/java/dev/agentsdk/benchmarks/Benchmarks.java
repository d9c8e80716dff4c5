package dev.agentsdk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the benchmarks and writes the tables.
 *
 * <pre>{@code
 * [--short | --smoke] [--out DIRECTORY] [--docs DIRECTORY] [NAME …]
 * }</pre>
 *
 * <p>Without names all run. The tables and the picture are written to {@code --out}, {@code target} by default, and
 * into the documents in {@code --docs} that have a place for them.
 */
public final class Benchmarks {

    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        // Cold starts do not mind what ran before; what counts threads and memory comes before what needs many.
        ALL.put("streams", new Streams());
        ALL.put("parsing", new Parsing());
        ALL.put("history", new HistorySizes());
        ALL.put("ping-pong", new PingPong());
        ALL.put("open-close", new OpenClose());
        ALL.put("close", new CloseTimes());
        ALL.put("cold", new ColdStart());
        ALL.put("allocation", new Allocation());
        ALL.put("sessions", new ManySessions());
        ALL.put("cycles", new Cycles());
        ALL.put("tools", context -> new Tools(context.sizes().patienceSeconds()).run(context));
    }

    private Benchmarks() {}

    /**
     * Runs what is asked for.
     *
     * @param arguments see above
     * @throws Exception if a benchmark does not run
     */
    public static void main(String[] arguments) throws Exception {
        Sizes sizes = Sizes.FULL;
        Path out = Path.of("target");
        Path docs = null;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--short" -> sizes = Sizes.SHORT;
                case "--smoke" -> sizes = Sizes.SMOKE;
                case "--out" -> out = Path.of(arguments[++i]);
                case "--docs" -> docs = Path.of(arguments[++i]);
                default -> names.add(arguments[i]);
            }
        }
        for (String name : names) {
            if (!ALL.containsKey(name)) {
                throw new IllegalArgumentException("There is no benchmark " + name + "; there are " + ALL.keySet());
            }
        }
        Report report = run(sizes, names.isEmpty() ? List.copyOf(ALL.keySet()) : names, System.out);
        write(report, out, docs);
        // The rival's threads would keep this JVM.
        System.exit(0);
    }

    static Report run(Sizes sizes, List<String> names, PrintStream progress) throws Exception {
        Report report = new Report(progress);
        for (String name : names) {
            progress.println(name);
            Path directory = Files.createTempDirectory("benchmark-" + name);
            try {
                Objects.requireNonNull(ALL.get(name))
                        .run(new Benchmark.Context(sizes, directory, new ReplayCli(directory), report));
            } finally {
                delete(directory);
            }
        }
        return report;
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static void write(Report report, Path out, @Nullable Path docs) throws IOException {
        Files.createDirectories(out);
        String jdk = Integer.toString(Runtime.version().feature());
        Files.writeString(out.resolve("performance-" + jdk + ".md"), report.table());
        String plot = Plot.svg(report.figures(), report.conditions());
        Files.writeString(out.resolve("performance-" + jdk + ".svg"), plot);
        if (!report.tools().isEmpty()) {
            Files.writeString(out.resolve("processes-" + jdk + ".md"), report.toolTable());
        }
        if (docs != null) {
            // A run of some parts only must not empty what others have filled.
            if (!report.figures().isEmpty()) {
                Report.fill(docs.resolve("performance.md"), "FIGURES", report.table());
                Files.writeString(docs.resolve("performance.svg"), plot);
            }
            if (!report.tools().isEmpty()) {
                Report.fill(docs.resolve("performance.md"), "TOOLS", report.toolTable());
                Report.fill(docs.resolve("processes.md"), "TOOLS", report.toolTable());
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
