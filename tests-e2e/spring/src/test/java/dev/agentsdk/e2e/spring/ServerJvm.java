package dev.agentsdk.e2e.spring;

import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** An {@link AgentServer} in a JVM of its own; whatever it starts inherits a variable by which it is found. */
final class ServerJvm implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final String mark = "SPRING_TEST_MARK=" + UUID.randomUUID();
    private final Path log;
    private final Process process;
    private final URI uri;

    /**
     * Starts it and waits until it serves.
     *
     * @param dir for the fake CLI and for its output
     * @param jvmOption an option of the JVM
     * @param properties Spring's properties
     */
    ServerJvm(Path dir, String jvmOption, Map<String, String> properties) throws IOException {
        log = dir.resolve("server.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                jvmOption));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                AgentServer.class.getName(),
                "--agent.dir=" + dir,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--server.shutdown=graceful",
                // On the class path for another test.
                "--spring.ai.mcp.server.enabled=false"));
        properties.forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        String[] variable = mark.split("=", 2);
        builder.environment().put(variable[0], variable[1]);
        process = builder.start();
        try {
            Path port = dir.resolve("port");
            Times.await(() -> "the server to start:\n" + log(), START, () -> Files.exists(port) || !process.isAlive());
            uri = URI.create("http://127.0.0.1:" + Files.readString(port));
        } catch (IOException | AssertionError e) {
            close();
            throw new AssertionError("The server has not started.\n" + log(), e);
        }
    }

    CompletableFuture<HttpResponse<String>> get(String path) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(uri.resolve(path)).build(),
                        BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** SIGTERM to its process id. */
    void terminate() {
        if (!process.toHandle().destroy()) {
            throw new AssertionError("SIGTERM could not be sent.");
        }
    }

    /** Waits for a text in its output. */
    void awaitLog(String text) {
        Times.await(() -> "\"" + text + "\" in:\n" + log(), START, () -> log().contains(text));
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletableFuture<Process> exit() {
        return process.onExit();
    }

    /** {@return the ids of the processes, without itself, that it has started and that are alive} */
    List<Long> started() throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : all) {
                long pid = Long.parseLong(candidate.getFileName().toString());
                if (pid != process.pid() && bearsTheMark(candidate)) {
                    found.add(pid);
                }
            }
        }
        return found;
    }

    /** A zombie has no environment. */
    private boolean bearsTheMark(Path candidate) {
        try {
            return List.of(Files.readString(candidate.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .split("\0"))
                    .contains(mark);
        } catch (IOException goneOrOfAnotherUser) {
            return false;
        }
    }

    /** Kills what a failed test has left. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        for (long pid : started()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
