package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.GuardedSessions;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.testsupport.RunGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test run that is killed leaves nothing: not even agents that ignore EOF and SIGTERM, and daemons. */
@E2e
class RunGuardTest {

    private static final String STUBBORN = "ignore-eof ignore-term ready";

    @TempDir
    Path dir;

    private final List<Long> pids = new ArrayList<>();

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** The guard is registered with JUnit by name, which no compiler checks. */
    @Test
    @EnabledIfEnvironmentVariable(named = RunGuard.VARIABLE, matches = ".+", disabledReason = "not run by Maven")
    void guardsTheJvmOfThisTest() {
        String run = RunGuard.VARIABLE + "=" + System.getenv(RunGuard.VARIABLE);
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                        .map(RunGuardTest::readOrEmpty)
                        .map(line -> List.of(line.split("\0"))))
                .anyMatch(arguments -> arguments.contains("run-guard") && arguments.contains(run));
    }

    /** The JVM of a test run, with a process that does not belong to the run beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-193")
    void endsWhatAKilledJvmHasStarted(String launcher) throws Exception {
        Process other = run("of another run", List.of("sleep", "1000"));
        Process jvm = run(
                UUID.randomUUID().toString(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        GuardedSessions.class.getName(),
                        "wait",
                        launcher,
                        "unwatched",
                        dir.toString(),
                        STUBBORN,
                        "odd-name " + STUBBORN,
                        "session-grandchild " + STUBBORN,
                        "daemon " + STUBBORN));
        try {
            Path output = dir.resolve("output");
            Procs.await(
                    "the sessions to be open",
                    Duration.ofMinutes(2),
                    () -> read(output).contains("OPEN"));
            read(output)
                    .lines()
                    .takeWhile(line -> !line.equals("OPEN"))
                    .filter(line -> line.matches("\\d+"))
                    .forEach(line -> pids.add(Long.parseLong(line)));
            notes().forEach(note -> pids.add(Long.parseLong(read(note).strip())));
            assertThat(pids).as("four agents, a grandchild, a daemon").hasSize(6);
            assertThat(pids).allMatch(Procs::isAlive);
        } finally {
            // SIGKILL.
            assertThat(jvm.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }

        Procs.await(
                "all of " + pids + " to be gone",
                Duration.ofSeconds(20),
                () -> pids.stream().noneMatch(Procs::isAlive));
        assertThat(other.isAlive()).as("what belongs to another run").isTrue();
    }

    private Process run(String run, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(Redirect.INHERIT)
                .redirectOutput(
                        dir.resolve(command.size() > 2 ? "output" : "other").toFile());
        builder.environment().put(RunGuard.VARIABLE, run);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private List<Path> notes() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(path -> path.endsWith("grandchild.pid")).toList();
        }
    }

    /** Another process may end while it is looked at. */
    private static String readOrEmpty(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
