package dev.agentsdk.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.OpenSessions;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.process.TeardownPlan;
import dev.agentsdk.process.TeardownPlan.Descendants;
import dev.agentsdk.testsupport.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of open sessions when the JVM ends, in a JVM of its own. */
@E2e
class JvmExitTest {

    private static final Duration PROMISE = Duration.ofSeconds(2);

    private static final String IDLE = "ready";
    private static final String DEAF = "ignore-eof ready";
    private static final String STUBBORN = "ignore-eof ignore-term ready";
    private static final String WITH_GRANDCHILD = "session-grandchild ready";

    @TempDir
    Path dir;

    private final List<Long> pids = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** The other JVM: started with default signal dispositions, whatever this one ignores. */
    private final class OtherJvm implements ProcessListener {
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final ManagedProcess process;

        OtherJvm(String end, String launcher, String watched, String... scripts) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    OpenSessions.class.getName(),
                    end,
                    launcher,
                    watched,
                    dir.toString()));
            command.addAll(List.of(scripts));
            // Its descendants are its own affair here.
            TeardownPlan plan = TeardownPlan.defaults().withDescendants(Descendants.LEAVE);
            process = ProcessLauncher.posix().start(ProcessSpec.of(command).withTeardown(plan), this);
            try {
                Procs.await("the sessions to be open", Duration.ofSeconds(40), () -> text().contains("OPEN\n"));
            } catch (AssertionError e) {
                process.close();
                throw e;
            }
            // It may also log something, on a busy machine.
            text().lines()
                    .takeWhile(line -> !line.equals("OPEN"))
                    .filter(line -> line.matches("\\d+"))
                    .forEach(line -> pids.add(Long.parseLong(line)));
        }

        @Override
        public void onStdout(byte[] buffer, int offset, int length) {
            synchronized (output) {
                output.write(buffer, offset, length);
            }
        }

        private String text() {
            synchronized (output) {
                return output.toString(StandardCharsets.UTF_8);
            }
        }

        ProcessExit end() throws Exception {
            try {
                return process.exit().get(20, TimeUnit.SECONDS);
            } finally {
                process.close();
            }
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid)
                        .start()
                        .waitFor())
                .isZero();
    }

    private void addGrandchildren() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file :
                    files.filter(path -> path.endsWith("grandchild.pid")).toList()) {
                pids.add(Long.parseLong(Files.readString(file).strip()));
            }
        }
    }

    private List<Long> alive() {
        return pids.stream().filter(Procs::isAlive).toList();
    }

    static Stream<Arguments> signals() {
        return Stream.of("posix", "jdk")
                .flatMap(launcher -> Stream.of("TERM 143", "INT 130", "HUP 129").map(signal -> {
                    String[] parts = signal.split(" ", 2);
                    return Arguments.of(launcher, parts[0], Integer.parseInt(parts[1]));
                }));
    }

    @ParameterizedTest
    @MethodSource("signals")
    @Tag("R-22")
    void aSignalThatEndsTheJvmEndsEverySession(String launcher, String name, int exitCode) throws Exception {
        OtherJvm jvm = new OtherJvm("wait", launcher, "unwatched", IDLE, DEAF, STUBBORN, WITH_GRANDCHILD);
        addGrandchildren();
        assertThat(pids).hasSize(5);
        assertThat(alive()).isEqualTo(pids);
        long start = System.nanoTime();
        signal(name, jvm.process.pid());
        ProcessExit exit = jvm.end();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(alive()).isEmpty();
        assertThat(exit.exitCode()).hasValue(exitCode);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(took).isGreaterThan(Duration.ofMillis(1600)).is(Times.under(PROMISE.plusMillis(500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-21")
    void theExitOfTheJvmEndsEverySession(String launcher) throws Exception {
        long start = System.nanoTime();
        OtherJvm jvm = new OtherJvm("exit", launcher, "unwatched", IDLE, STUBBORN, WITH_GRANDCHILD);
        addGrandchildren();
        ProcessExit exit = jvm.end();

        assertThat(alive()).isEmpty();
        assertThat(pids).hasSize(4);
        assertThat(exit.exitCode()).hasValue(7);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-23")
    void aKilledJvmTakesWatchedSessionsWithIt(String launcher) throws Exception {
        OtherJvm jvm = new OtherJvm(
                "wait", launcher, "watched", IDLE, DEAF, STUBBORN, WITH_GRANDCHILD, "odd-name " + STUBBORN);
        addGrandchildren();
        long start = System.nanoTime();
        signal("KILL", jvm.process.pid());
        Procs.await("all of " + pids + " to be gone", Duration.ofSeconds(4), () -> alive().isEmpty());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        jvm.end();

        assertThat(took).isGreaterThan(Duration.ofMillis(1500));
    }
}
