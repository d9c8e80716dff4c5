package dev.agentsdk.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessExit;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.process.ProcessSpec;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What containers, init systems and limits do to a JVM: it is process 1, SIGCHLD is ignored, no descriptor is left. */
@E2e
class ContainerTest {

    /**
     * Starts a daemon in a session of its own, which writes its id and lives on; exits at EOF with 3. Waits for a line
     * first: what a process starts before it has got its mark is not found without a {@code /proc}.
     */
    private static final String DAEMON =
            "read go; setsid sh -c 'sh -c \"echo \\$\\$; exec sleep 1000\" &'; cat > /dev/null; exit 3";

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-85")
    void asProcessOneTheJvmReapsWhatAgentsLeave(String launcher) throws Exception {
        List<String> namespace = List.of("unshare", "--pid", "--fork", "--mount-proc");
        assumePossible(namespace, "a PID namespace of its own");
        new JavaProgram(dir, Orphans.class)
                .behind(namespace.toArray(String[]::new))
                .run(launcher, "1")
                .assertSuccess();
    }

    /** There /proc shows the processes of the outer namespace, whose ids mean others here. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-85")
    void aProcOfAnotherNamespaceIsNotUsed(String launcher) throws Exception {
        List<String> namespace = List.of("unshare", "--pid", "--fork");
        assumePossible(namespace, "a PID namespace of its own");
        new JavaProgram(dir, OuterProc.class)
                .behind(namespace.toArray(String[]::new))
                .run(launcher)
                .assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-86")
    void anIgnoredSigchldCostsNoExitCode(String launcher) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl to ignore SIGCHLD with");
        new JavaProgram(dir, ExitCodes.class)
                .behind("/usr/bin/perl", "-e", "$SIG{CHLD} = 'IGNORE'; exec @ARGV")
                .run(launcher)
                .assertSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-84")
    void withoutDescriptorsADaemonIsEndedOrSaidNotToHaveBeenSeen(String launcher) throws Exception {
        new JavaProgram(dir, NoDescriptors.class)
                .behind("/bin/sh", "-c", "ulimit -n 400; exec \"$@\"", "sh")
                .run(launcher)
                .assertSuccess();
    }

    private static void assumePossible(List<String> prefix, String what) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        assumeTrue(Procs.succeeds(command), "this system does not allow " + what);
    }

    /** A process with a daemon. */
    private record Started(ManagedProcess process, long daemon) {

        static Started by(String launcher) throws Exception {
            CompletableFuture<Long> daemon = new CompletableFuture<>();
            ManagedProcess process = LauncherNames.launcher(launcher)
                    .start(ProcessSpec.of("/bin/sh", "-c", DAEMON), new ProcessListener() {
                        @Override
                        public void onStdout(byte[] buffer, int offset, int length) {
                            daemon.complete(Long.valueOf(new String(buffer, offset, length, US_ASCII).strip()));
                        }
                    });
            assertThat(process.write(Deadline.in(Duration.ofSeconds(20)), "go\n".getBytes(US_ASCII)))
                    .isTrue();
            return new Started(process, daemon.get(30, TimeUnit.SECONDS));
        }

        ProcessExit close() {
            return process.close(Deadline.in(Duration.ofSeconds(20)));
        }
    }

    /** Sessions in a row; afterwards this JVM has no child, not even a zombie. */
    public static final class Orphans {

        private Orphans() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(ProcessHandle.current().pid()).isEqualTo(Long.parseLong(arguments[1]));
            for (int i = 0; i < 5; i++) {
                Started started = Started.by(arguments[0]);
                ProcessExit exit = started.close();
                assertThat(exit.exitCode()).hasValue(3);
                assertThat(exit.alsoEnded()).contains(started.daemon);
                assertThat(exit.unseen()).isEmpty();
                // The JDK reaps what it has started itself, a moment later.
                Procs.await(
                        "all to be reaped: " + Procs.children(),
                        Duration.ofSeconds(10),
                        () -> Procs.children().isEmpty());
            }
        }
    }

    /** Nothing is signalled by what an outer /proc shows; the report says that it was not used. */
    public static final class OuterProc {

        private OuterProc() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(Files.readSymbolicLink(Path.of("/proc/self")).toString())
                    .isNotEqualTo(Long.toString(ProcessHandle.current().pid()));
            Started started = Started.by(arguments[0]);
            ProcessExit exit = started.close();
            assertThat(exit.exitCode()).hasValue(3);
            assertThat(exit.unseen()).isNotEmpty();
            if (arguments[0].equals("posix")) {
                // System calls find it, which use the ids of this namespace.
                assertThat(exit.alsoEnded()).as(exit.toString()).contains(started.daemon);
            }
            ProcessHandle.of(started.daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Each exit code arrives. */
    public static final class ExitCodes {

        private ExitCodes() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(Files.readAllLines(Path.of("/proc/self/status")))
                    .filteredOn(line -> line.startsWith("SigIgn:"))
                    .singleElement()
                    .asString()
                    .as("SIGCHLD is ignored")
                    .matches("SigIgn:\\s+\\p{XDigit}*[13579bdf]\\p{XDigit}{4}");
            for (int i = 0; i < 10; i++) {
                assertThat(Started.by(arguments[0]).close().exitCode()).hasValue(3);
            }
        }
    }

    /** All descriptors are taken after the start, the reserve apart. */
    public static final class NoDescriptors {

        private NoDescriptors() {}

        public static void main(String[] arguments) throws Exception {
            // What an ending needs is loaded.
            assertThat(Started.by(arguments[0]).close().exitCode()).hasValue(3);
            Started started = Started.by(arguments[0]);
            List<InputStream> taken = new ArrayList<>();
            try {
                while (taken.size() < 10_000) {
                    taken.add(new FileInputStream("/dev/null"));
                }
                throw new AssertionError("There is no limit.");
            } catch (IOException e) {
                // What was wanted.
                assertThat(taken).isNotEmpty();
            }
            ProcessExit exit = started.close();
            for (InputStream one : taken) {
                one.close();
            }
            assertThat(exit.exitCode()).hasValue(3);
            boolean ended = exit.alsoEnded().contains(started.daemon);
            assertThat(ended || !exit.unseen().isEmpty()).as(exit.toString()).isTrue();
            if (arguments[0].equals("posix")) {
                assertThat(ended).as(exit.toString()).isTrue();
            }
            ProcessHandle.of(started.daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
