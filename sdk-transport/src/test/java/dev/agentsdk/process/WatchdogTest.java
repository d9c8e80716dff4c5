package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.options.Settings;
import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.Watchdog;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends the children of a JVM that was killed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchdogTest {

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

    private Process stubborn(String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of("/bin/sh", "-c", STUBBORN));
        Process process = start(command.toArray(new String[0]));
        assertThat(linesOf(process).readLine()).isEqualTo("ready");
        return process;
    }

    private static long startTime(Process process) {
        return ProcFs.stat(process.pid()).orElseThrow().id().startTime();
    }

    /** Runs the script with these lines; returns when it has ended. */
    private void runScript(String... lines) throws Exception {
        String script;
        try (InputStream in = Objects.requireNonNull(Watchdog.class.getResourceAsStream("watchdog.sh"))) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Process watchdog = start("/bin/sh", "-c", script, "watchdog", "0.01", "0.01");
        try (OutputStream stdin = watchdog.getOutputStream()) {
            stdin.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(watchdog.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(watchdog.exitValue()).isZero();
    }

    private static boolean hasExited(Process process) throws InterruptedException {
        return process.waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    @Tag("R-91")
    void aWatchedProcessIsEndedAndAStrangerWithItsIdIsNot() throws Exception {
        Process child = stubborn("setsid");
        Process stranger = stubborn("setsid");
        Process ended = stubborn("setsid");

        runScript(
                "+ " + child.pid() + " " + startTime(child) + " none-1 - -",
                "+ " + stranger.pid() + " " + (startTime(stranger) - 1) + " none-2 - -",
                "+ " + ended.pid() + " " + startTime(ended) + " none-3 - -",
                "- " + ended.pid() + " " + startTime(ended));

        assertThat(hasExited(child)).isTrue();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(ended.isAlive()).isTrue();
    }

    /** The end of an earlier process is reported when a new one has its id already. */
    @Test
    @Tag("R-91")
    void anEarlierProcessWithTheSameIdIsForgottenAlone() throws Exception {
        Process child = stubborn("setsid");
        long start = startTime(child);

        runScript(
                "+ " + child.pid() + " " + (start - 100) + " none-1 - -",
                "+ " + child.pid() + " " + start + " none-2 - -",
                "- " + child.pid() + " " + (start - 100));

        assertThat(hasExited(child)).isTrue();
    }

    @Test
    @Tag("R-91")
    void whatHasAMarkIsEndedInWhateverSession() throws Exception {
        Process child = stubborn("setsid");
        Process byVariable = stubborn("setsid", "env", "AGENT_SDK_PROCESS_TREE=outer-1:tree-7");
        Process other = stubborn("setsid", "env", "AGENT_SDK_PROCESS_TREE=outer-1:tree-77");

        runScript("+ " + child.pid() + " " + startTime(child) + " tree-7 - -");

        assertThat(hasExited(byVariable)).isTrue();
        assertThat(other.isAlive()).isTrue();
    }

    /** Daemons overwrite their environment; the limit stays. */
    @Test
    @Tag("R-91")
    void whatHasTheLimitOfATreeIsEndedWithoutAnEnvironment() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit of util-linux");
        long soft = (1L << 60) | 12345;
        long hard = (1L << 61) | 12345;
        Process child = stubborn("setsid");
        Process inner = stubborn("setsid", "env", "-i", "prlimit", "--locks=77:" + hard);
        Process direct = stubborn("setsid", "env", "-i", "prlimit", "--locks=" + soft + ":" + (hard + 1));
        Process other = stubborn("setsid", "env", "-i", "prlimit", "--locks=" + (soft + 1) + ":" + (hard + 1));

        runScript("+ " + child.pid() + " " + startTime(child) + " none-1 " + soft + " " + hard);

        assertThat(hasExited(inner)).isTrue();
        assertThat(hasExited(direct)).isTrue();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    @Tag("R-92")
    void filesAreDeletedByNameAndNoLinkIsFollowed() throws Exception {
        Path directory = Files.createDirectory(root.resolve("with blank"));
        Path secret = Files.writeString(directory.resolve("a b"), "secret");
        Path forgotten = Files.writeString(root.resolve("forgotten"), "keep");
        Path target = Files.createDirectory(root.resolve("target"));
        Path link = Files.createSymbolicLink(root.resolve("link"), target);

        runScript("f " + secret, "f " + forgotten, "f " + link, "d " + forgotten, "f " + directory);

        assertThat(directory).doesNotExist();
        assertThat(forgotten).exists();
        assertThat(link).doesNotExist();
        assertThat(target).exists();
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

        Eventually.await(
                "the end of the agent",
                () -> ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isEmpty());
        Eventually.await("the deletion of its files", () -> files(temporary).isEmpty());
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
