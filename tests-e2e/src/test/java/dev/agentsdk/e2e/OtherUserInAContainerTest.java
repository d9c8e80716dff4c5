package dev.agentsdk.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.JavaProgram;
import dev.agentsdk.e2e.support.LauncherNames;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.ExitReport;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A JVM that runs as root with the capabilities that Docker gives a container, and an agent that runs as another user. This
 * JVM may not trace that agent, and so cannot read its environment.
 */
@E2e
class OtherUserInAContainerTest {

    /** The default of Docker: CAP_SYS_PTRACE and CAP_SYS_RESOURCE are not among them. */
    private static final List<String> CAPABILITIES = List.of(
            "chown",
            "dac_override",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "net_bind_service",
            "net_raw",
            "sys_chroot",
            "mknod",
            "audit_write",
            "setfcap");

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"posix, -", "jdk, -", "posix, env -i", "jdk, env -i"})
    @Tag("R-90")
    void itsDaemonIsEnded(String launcher, String cleaned) throws Exception {
        List<String> container =
                List.of("setpriv", "--bounding-set", "-all,+" + String.join(",+", CAPABILITIES), "--inh-caps", "-all");
        List<String> attempt = new ArrayList<>(container);
        attempt.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups", "--bounding-set", "-all", "true"));
        assumeTrue(Procs.succeeds(attempt), "needs root, setpriv of util-linux and the user nobody");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        new JavaProgram(dir, Session.class)
                .behind(container.toArray(String[]::new))
                .run(launcher, dir.toString(), cleaned.equals("-") ? "" : cleaned)
                .assertSuccess();
    }

    /** A transport whose agent starts a daemon in a session of its own, which outlives the agent's exit at EOF. */
    public static final class Session {

        private Session() {}

        public static void main(String[] arguments) throws Exception {
            assertThat(Files.readAllLines(Path.of("/proc/self/status")))
                    .as("without CAP_SYS_PTRACE (19) and CAP_SYS_RESOURCE (24)")
                    .contains("CapEff:\t00000000a80425fb");
            Path cli = Path.of(arguments[1], "cli");
            Files.writeString(
                    cli,
                    "#!/bin/sh\nread go\nsetsid " + arguments[2]
                            + " /bin/sh -c 'sh -c \"echo \\$\\$; exec sleep 1000\" &'\ncat > /dev/null\n");
            Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
            CompletableFuture<Long> announced = new CompletableFuture<>();
            Transport transport = new SubprocessCliTransportFactory()
                    .withLauncher(LauncherNames.launcher(arguments[0]))
                    .create(AgentOptions.builder()
                            .cliPath(cli)
                            .workspace(Workspace.here().withUser("nobody"))
                            .build());
            transport.open(new FirstLine(announced));
            // What it starts before it has got its mark could be found by its environment only.
            assertThat(transport.send("go".getBytes(US_ASCII), Deadline.in(Duration.ofSeconds(20))))
                    .isTrue();
            long daemon = announced.get(30, TimeUnit.SECONDS);
            assertThat(Files.getAttribute(Path.of("/proc", Long.toString(daemon)), "unix:uid"))
                    .isNotEqualTo(0);
            ExitReport report = transport.close(Deadline.in(Duration.ofSeconds(20)));
            assertThat(report.alsoEnded()).as(report.toString()).contains(daemon);
            assertThat(report.unseen()).isEmpty();
            Procs.await("the daemon to be gone", Duration.ofSeconds(10), () -> !Procs.isAlive(daemon));
        }
    }

    /** The first line is the id of the daemon. */
    private record FirstLine(CompletableFuture<Long> announced) implements Transport.Listener {

        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            announced.complete(Long.valueOf(new String(buffer, offset, length, US_ASCII)));
        }

        @Override
        public void onUnterminatedLine(byte[] bytes) {}

        @Override
        public void onOversizeLine(long size, byte[] head) {}

        @Override
        public void onStderrLine(String line) {
            System.err.println(line);
        }

        @Override
        public void onEnd() {}
    }
}
