package dev.agentsdk.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Settings;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.testsupport.Times;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent and the private files of a JVM that was killed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchdogFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Only SIGKILL ends it. */
    private static final String STUBBORN = "trap '' HUP INT TERM; echo ready; while :; do sleep 1; done";

    @TempDir
    Path root;

    /** A child of a child: known with its start time. */
    private Optional<ProcessHandle> agent = Optional.empty();

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void needsProcAndSetsid() {
        Assumptions.assumeTrue(ProcFs.exists(), "needs /proc");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid of util-linux");
    }

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        agent.ifPresent(ProcessHandle::destroyForcibly);
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("AGENT_SDK_PROCESS_TREE");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }

    private static BufferedReader linesOf(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** CI systems, IDEs and timeout(1) kill the group of the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-91")
    @Tag("R-92")
    void aKillOfTheGroupOfTheJvmLeavesNoChildAndNoFile(String launcher) throws Exception {
        Path cli = Files.writeString(root.resolve("cli"), "#!/bin/sh\n" + STUBBORN + "\n");
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwx------"));
        Path temporary = Files.createDirectory(root.resolve("tmp"));
        Process jvm = start(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Ddev.agentsdk.launcher=" + launcher,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                cli.toString());
        BufferedReader out = linesOf(jvm);
        String line = out.readLine();
        while (line != null && !line.startsWith("agent ")) {
            line = out.readLine();
        }
        long pid = Long.parseLong(String.valueOf(line).substring(6));
        agent = ProcessHandle.of(pid);
        assertThat(ProcFs.stat(pid)).isPresent();
        assertThat(files(temporary)).isNotEmpty();

        assertThat(start("kill", "-KILL", "--", "-" + jvm.pid()).waitFor()).isZero();
        jvm.waitFor();

        Times.await(
                () -> "the end of the agent",
                PATIENCE,
                () -> ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isEmpty());
        Times.await(
                () -> "the deletion of its files",
                PATIENCE,
                () -> files(temporary).isEmpty());
    }

    /** The directories and their files. */
    private static List<Path> files(Path temporary) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(temporary)) {
            paths.filter(path -> !path.equals(temporary)
                            && !path.getFileName().toString().startsWith("hsperf"))
                    .forEach(found::add);
        } catch (IOException | UncheckedIOException e) {
            // Deleted while it was listed: it is listed once more.
            found.add(temporary);
        }
        return found;
    }

    /** A JVM with one agent. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            AgentOptions options = AgentOptions.builder()
                    .cliPath(Path.of(args[0]))
                    .versionCheck(false)
                    .settings(Settings.unset().withJson("{\"env\":{\"K\":\"secret\"}}"))
                    .build();
            try (Transport agent =
                    new SubprocessCliTransportFactory().withWatchdog(true).create(options)) {
                agent.open(new Transport.Listener() {
                    @Override
                    public void onLine(byte[] buffer, int offset, int length) {
                        System.out.println("agent " + agent.pid().orElseThrow());
                    }

                    @Override
                    public void onUnterminatedLine(byte[] bytes) {}

                    @Override
                    public void onOversizeLine(long size, byte[] head) {}

                    @Override
                    public void onStderrLine(String line) {}

                    @Override
                    public void onEnd() {}
                });
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
