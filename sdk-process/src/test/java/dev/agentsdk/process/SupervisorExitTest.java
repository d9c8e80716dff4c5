package dev.agentsdk.process;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A JVM that exits with everything running. */
class SupervisorExitTest extends RunnerTestBase {

    private Process startJvm(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        launcher.name(),
                        dir.toString(),
                        how)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start();
    }

    /** The processes that have noted themselves: started once each, since a restart would note another one. */
    private List<Long> noted() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("pid."))
                    .map(name -> Long.parseLong(name.substring(4)))
                    .toList();
        }
    }

    private void assertAllGone(Process java) throws IOException, InterruptedException {
        long start = System.nanoTime();
        assertThat(java.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // The stop budget of 1.5 s and the second behind it, on a machine with other work.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(8)));
        List<Long> pids = noted();
        assertThat(pids).as(Files.readString(dir.resolve("output"))).hasSize(6).noneMatch(RunnerTestBase::isAlive);
        // Nothing was started again while the JVM went down.
        assertThat(noted()).isEqualTo(pids);
    }

    @Test
    void anExitEndsAllAndStartsNothingAgain() throws Exception {
        Process java = startJvm("exit");
        try {
            noteOf("ready");
            assertAllGone(java);
            assertThat(java.exitValue()).isEqualTo(3);
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSigtermEndsAllAndStartsNothingAgain() throws Exception {
        Process java = startJvm("wait");
        try {
            noteOf("ready");
            java.toHandle().destroy();
            assertAllGone(java);
            assertThat(java.exitValue()).isEqualTo(143);
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    /** Daemon threads alone keep no JVM alive. */
    @Test
    void theEndOfMainIsAnExit() throws Exception {
        Process java = startJvm("return");
        try {
            noteOf("ready");
            assertAllGone(java);
            assertThat(java.exitValue()).isZero();
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    /** The program of the other JVM. */
    public static final class Program {
        private Program() {}

        private static ProcessSpec noting(String directory, String script) {
            return shell("touch $1/pid.$$; " + script, directory);
        }

        /** Starts children of all kinds, says so, and exits or waits. */
        public static void main(String[] arguments) throws IOException, InterruptedException {
            ProcessLauncher launcher = arguments[0].equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk();
            String directory = arguments[1];
            ProcessSupervisor supervisor = ProcessSupervisor.builder()
                    .launcher(launcher)
                    .stopBudget(Duration.ofMillis(1500))
                    .build();
            RestartPolicy atOnce = RestartPolicy.onFailure(1000).withBackoff(Duration.ZERO, Duration.ZERO);
            for (int i = 0; i < 3; i++) {
                supervisor.start(ChildSpec.of("child-" + i, noting(directory, "exec sleep 1000"))
                        .withRestart(atOnce));
            }
            supervisor.start(ChildSpec.of("deaf", noting(directory, "trap '' TERM; while :; do sleep 0.1; done"))
                    .withRestart(atOnce));
            ProcessRunner runner = ProcessRunner.create()
                    .withLauncher(launcher)
                    .withGraces(Duration.ofSeconds(1), Duration.ofSeconds(1));
            ProcessRun run = runner.start(noting(directory, "exec sleep 1000"));
            ProcessStream<OutputLine> lines = runner.lines(noting(directory, "exec yes"));
            lines.iterator().next();
            long pids = 0;
            while (pids < 6) {
                try (Stream<Path> files = Files.list(Path.of(directory))) {
                    pids = files.filter(file -> file.getFileName().toString().startsWith("pid."))
                            .count();
                }
            }
            Files.writeString(Path.of(directory, "ready"), "yes");
            if (arguments[2].equals("exit")) {
                System.exit(3);
            }
            if (arguments[2].equals("wait")) {
                Thread.sleep(60_000);
            }
            System.out.println(run.pid() + " " + lines.pid());
        }
    }
}
