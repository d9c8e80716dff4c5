package dev.agentsdk.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first session of a JVM, which loads classes and the native library. */
final class ColdStart implements Benchmark {

    private static final String RIVAL = "ProcessBuilder's first start";

    @Override
    public void run(Context context) throws Exception {
        Path script = context.cli().smallTurn();
        String classPath = Jvms.classPathOfJars(context.directory());
        for (Map.Entry<Integer, Path> jvm : Jvms.all().entrySet()) {
            boolean wanted = context.sizes().rounds() == 1
                    ? jvm.getKey() == Runtime.version().feature()
                    : jvm.getKey() == 17 || jvm.getKey() == 25;
            if (!wanted) {
                continue;
            }
            Path java = jvm.getValue();
            Path archive = context.directory().resolve("first-open-" + jvm.getKey() + ".jsa");
            start(java, List.of("-XX:ArchiveClassesAtExit=" + archive), classPath, "sdk", script);
            boolean archived = Files.exists(archive);
            Rounds rounds = new Rounds()
                    .with(RIVAL, () -> start(java, List.of(), classPath, "jdk", script))
                    .with("sdk", () -> start(java, List.of(), classPath, "sdk", script));
            if (archived) {
                rounds.with(
                        "shared",
                        () -> start(java, List.of("-XX:SharedArchiveFile=" + archive), classPath, "sdk", script));
            }
            rounds.run(context.sizes().coldStarts());
            String what = "first open in a cold JVM " + jvm.getKey();
            add(context, rounds, what, "sdk");
            if (archived) {
                add(context, rounds, what + " with an archive of its classes", "shared");
            }
        }
    }

    private static void add(Context context, Rounds rounds, String what, String contender) {
        context.report()
                .add(Figure.of(
                        what,
                        RIVAL,
                        rounds.median(RIVAL),
                        rounds.median(contender),
                        "ms",
                        Goal.atMostMore(300, "ms"),
                        Goal.atMostMore(100, "ms")));
    }

    private static double start(Path java, List<String> options, String classPath, String how, Path script)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, FirstOpen.class.getName(), how, script.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        String nanos = output.lines()
                .filter(line -> line.matches("\\d+"))
                .findFirst()
                .orElseThrow(() -> new IOException(command + " exited with code " + code + " and said " + output));
        return Long.parseLong(nanos) / 1e6;
    }
}
