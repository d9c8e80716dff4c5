package dev.agentsdk.benchmarks;

import dev.agentsdk.process.ProcessLauncher;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Our process layer beside other tools that run commands: how fast, and what they do when a command does not end. */
final class Tools implements Benchmark {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final ExecutorService callers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tool-caller");
        // One that never returns must not keep this JVM.
        thread.setDaemon(true);
        return thread;
    });

    private final int patienceSeconds;

    /** Tells the sleeps of one case from all other sleeps of the machine. */
    private int tag = (int) (ProcessHandle.current().pid() % 10_000) * 1_000;

    Tools(int patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
        tools.put("ProcessRunner, posix launcher", new Tool.Ours(ProcessLauncher.posix()));
        tools.put("ProcessRunner, jdk launcher", new Tool.Ours(ProcessLauncher.jdk()));
        tools.put("ProcessBuilder by hand", new Tool.ByHand());
        tools.put("commons-exec 1.6.0", new Tool.CommonsExec());
        tools.put("zt-exec 1.12", new Tool.ZtExec());
        tools.put("NuProcess 3.0.0", new Tool.NuProcess());
    }

    @Override
    public void run(Context context) throws Exception {
        Rounds starts = new Rounds();
        Rounds volume = new Rounds();
        Path file = context.directory().resolve("volume");
        long bytes = (long) context.sizes().toolMegabytes() << 20;
        write(file, bytes);
        tools.forEach((name, tool) -> {
            starts.with(name, () -> millis(tool, List.of("true"), LONG, new Capture()));
            volume.with(name, () -> megabytesPerSecond(tool, file, bytes));
        });
        starts.run(context.sizes().sessions());
        volume.run(context.sizes().rounds());
        String ours = tools.keySet().iterator().next();
        for (String name : tools.keySet()) {
            List<String> cells = new ArrayList<>();
            cells.add(Figure.number(starts.median(name)) + " ms");
            cells.add(Figure.number(starts.median(name) / starts.median(ours)) + " x");
            cells.add(Figure.number(volume.median(name)));
            cells.add(Figure.number(volume.ratio(name, ours)) + " x");
            Tool tool = Objects.requireNonNull(tools.get(name));
            timeout(tool, cells);
            heldPipe(tool, cells);
            context.report().add(new ToolResult(name, cells));
        }
        callers.shutdownNow();
    }

    private static void write(Path file, long bytes) throws IOException {
        byte[] line = ("x".repeat(99) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (long written = 0; written < bytes; written += line.length) {
                out.write(line, 0, (int) Math.min(line.length, bytes - written));
            }
        }
    }

    private static double megabytesPerSecond(Tool tool, Path file, long bytes) throws Exception {
        Capture capture = new Capture();
        double millis = millis(tool, List.of("cat", file.toString()), LONG, capture);
        if (capture.total() != bytes) {
            throw new IOException(tool + " captured " + capture.total() + " of " + bytes + " bytes.");
        }
        return bytes / 1e3 / millis;
    }

    private static double millis(Tool tool, List<String> command, Duration timeout, Capture capture) throws Exception {
        long start = System.nanoTime();
        tool.run(command, timeout, capture);
        return (System.nanoTime() - start) / 1e6;
    }

    /** A shell with two children, all of which would go on for long; a part of the output is there before. */
    private void timeout(Tool tool, List<String> cells) throws Exception {
        String[] sleeps = {nextSleep(1_000), nextSleep(1_000)};
        String script = "echo partial; sleep " + sleeps[0] + " & sleep " + sleeps[1] + " & wait";
        Capture capture = new Capture();
        String elapsed = bounded(tool, List.of("sh", "-c", script), SHORT, capture);
        cells.add(elapsed);
        cells.add(capture.text().contains("partial") ? "yes" : "no");
        // A child that was just killed is gone in a moment.
        Thread.sleep(50);
        List<Long> left = find(sleeps[0], sleeps[1]);
        cells.add(left.isEmpty() ? "nothing" : left.size() + " processes");
        end(left);
    }

    private void heldPipe(Tool tool, List<String> cells) throws Exception {
        String sleep = nextSleep(3);
        String elapsed = bounded(tool, List.of("sh", "-c", "sleep " + sleep + " & echo done"), LONG, new Capture());
        cells.add(elapsed);
        end(find(sleep));
    }

    private String nextSleep(int seconds) {
        tag++;
        return String.format(Locale.ROOT, "%d.%09d", seconds, tag);
    }

    private String bounded(Tool tool, List<String> command, Duration timeout, Capture capture) throws Exception {
        Future<Double> call = callers.submit(() -> millis(tool, command, timeout, capture));
        try {
            return String.format(Locale.ROOT, "%.2f s", call.get(patienceSeconds, TimeUnit.SECONDS) / 1e3);
        } catch (TimeoutException e) {
            return "**not within " + patienceSeconds + " s**";
        } catch (ExecutionException e) {
            throw new IOException("Failed: " + command, e);
        }
    }

    /** The live processes whose command line has one of these words: those that were started here, and no others. */
    private static List<Long> find(String... words) throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    long pid = Long.parseLong(process.getFileName().toString());
                    for (String word : words) {
                        if (line.contains(word) && !found.contains(pid)) {
                            found.add(pid);
                        }
                    }
                } catch (IOException gone) {
                    // It has ended meanwhile.
                }
            }
        }
        return found;
    }

    private static void end(List<Long> pids) {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
}
