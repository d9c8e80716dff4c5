package dev.agentsdk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The fake CLI as a plain child process: lines in, lines out, and nothing of it left after the close. */
final class FakeRun implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final FakeCli cli;
    private final BlockingQueue<String> stdout = new LinkedBlockingQueue<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final CountDownLatch stdoutEnd = new CountDownLatch(1);
    private final CountDownLatch stderrEnd = new CountDownLatch(1);

    private FakeRun(Process process, FakeCli cli) {
        this.process = process;
        this.cli = cli;
        read(process.getInputStream(), stdout, stdoutEnd);
        read(process.getErrorStream(), stderr, stderrEnd);
    }

    static FakeRun start(FakeCli cli, String... arguments) {
        // In a session of its own, so that all that it starts can be found again.
        List<String> command = new ArrayList<>(List.of("setsid", cli.script().toString()));
        command.addAll(List.of(arguments));
        try {
            return new FakeRun(builder(cli, command).start(), cli);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProcessBuilder builder(FakeCli cli, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(cli.environment());
        return builder;
    }

    private static void read(InputStream stream, Collection<String> lines, CountDownLatch end) {
        Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // Closed when the process went: an end like any other.
                lines.addAll(List.of());
            } finally {
                end.countDown();
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    Process process() {
        return process;
    }

    void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String request(String id, String subtype) {
        return "{\"type\":\"control_request\",\"request_id\":\"" + id + "\",\"request\":{\"subtype\":\"" + subtype
                + "\"}}";
    }

    static String user(String text) {
        return "{\"type\":\"user\",\"session_id\":\"default\",\"message\":{\"role\":\"user\",\"content\":\"" + text
                + "\"},\"parent_tool_use_id\":null}";
    }

    /** Shakes hands and gives the answer. */
    JsonNode initialize() throws InterruptedException {
        send(request("req_1", "initialize"));
        return next();
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String nextText() throws InterruptedException {
        String line = stdout.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("The script says nothing more; on stderr: " + stderr);
        }
        return line;
    }

    /** The next line, which must be JSON. */
    JsonNode next() throws InterruptedException {
        String line = nextText();
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + line, e);
        }
    }

    boolean hasMore() {
        return !stdout.isEmpty();
    }

    /** All lines up to the end of the output. */
    List<String> rest() throws InterruptedException {
        if (!stdoutEnd.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The output does not end; so far: " + stdout);
        }
        List<String> rest = new ArrayList<>();
        stdout.drainTo(rest);
        return rest;
    }

    List<String> stderr() throws InterruptedException {
        if (!stderrEnd.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("stderr does not end; so far: " + stderr);
        }
        return stderr;
    }

    void awaitStderr(String line) {
        Eventually.await("\"" + line + "\" on stderr", () -> stderr.contains(line));
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The script does not exit");
        }
        return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("The script has gone before it could be signalled");
        }
    }

    /** Whether a process can still do something: a zombie cannot. */
    static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException e) {
            return false;
        }
    }

    /** The live members of the script's session; also those that have outlived it. */
    private List<Long> session() {
        List<Long> members = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : processes) {
                long pid = Long.parseLong(each.getFileName().toString());
                if (isAlive(pid) && sessionOf(pid) == process.pid()) {
                    members.add(pid);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return members;
    }

    private static long sessionOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3]);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Ends the script and all that it has started. */
    @Override
    public void close() {
        if (cli.hasNote("grandchild.pid")) {
            end(Long.parseLong(cli.note("grandchild.pid")));
        }
        Eventually.await("the script and what it has started is gone", () -> {
            List<Long> members = session();
            members.forEach(FakeRun::end);
            return members.isEmpty() && !process.isAlive();
        });
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
