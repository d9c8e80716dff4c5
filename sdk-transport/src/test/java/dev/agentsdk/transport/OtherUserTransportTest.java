package dev.agentsdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Settings;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.process.ProcessInput;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.Transport;
import dev.agentsdk.transport.internal.EnvironmentHandover;
import dev.agentsdk.transport.internal.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that runs as another user of the operating system. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("try") // what is opened is closed, and not used otherwise
class OtherUserTransportTest {

    private static final String STATUS = "/proc/self/status";
    private static final String NONE = "0000000000000000";

    @TempDir
    Path root;

    private final RecordingTransportListener listener = new RecordingTransportListener();
    private String user;

    @BeforeEach
    void findAUser() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
        Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root, to change the user");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv of util-linux");
        List<String[]> users = Files.readAllLines(Path.of("/etc/passwd")).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 3 && !fields[2].equals("0") && !fields[3].equals("0"))
                .toList();
        Assumptions.assumeFalse(users.isEmpty(), "needs a user who is not root");
        user = users.get(0)[0];
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Transport opened(String launcher, String script, AgentOptions.Builder options) throws IOException {
        Path cli = Files.writeString(root.resolve("cli"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(cli, PosixFilePermissions.fromString("rwxr-xr-x"));
        Transport transport = new SubprocessCliTransportFactory()
                .withLauncher(launcher.equals("posix") ? ProcessLauncher.posix() : ProcessLauncher.jdk())
                .create(options.cliPath(cli)
                        .versionCheck(true)
                        .workspace(Workspace.here().withUser(user))
                        .build());
        transport.open(listener);
        return transport;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-95")
    void itsFilesAreReadableForItAndBelongToThisUser(String launcher) throws Exception {
        String script = """
                while [ $# -gt 0 ]; do [ "$1" != --settings ] || f=$2; shift; done
                d=${f%/*}
                echo "$(id -u) $(cat "$f")"
                stat -c '%u %g %a' "$f" "$d"
                touch "$d/new" 2>&- || echo "no new file"
                mv "$f" "$f.2" 2>&- || echo "no other name"
                rm "$f" 2>&- || echo "no deletion"
                ls "$d" 2>&- || echo "no list"
                chmod 777 "$d" 2>&- || echo "no rights"
                (: > "$f") 2>&- || echo "no change"
                echo "$f"
                cat > /dev/null""";
        Path file;
        try (Transport agent = opened(
                launcher,
                script,
                AgentOptions.builder().settings(Settings.unset().withJson("{\"env\":{\"K\":\"v\"}}")))) {
            String[] self = listener.nextLine().split(" ", 2);
            assertThat(self[0]).isNotEqualTo("0");
            assertThat(self[1]).isEqualTo("{\"env\":{\"K\":\"v\"}}");
            assertThat(listener.nextLine()).startsWith("0 ").endsWith(" 640");
            assertThat(listener.nextLine()).startsWith("0 ").endsWith(" 710");
            for (String refused :
                    List.of("no new file", "no other name", "no deletion", "no list", "no rights", "no change")) {
                assertThat(listener.nextLine()).isEqualTo(refused);
            }
            file = Path.of(listener.nextLine());
            assertThat(file).exists();
        }
        assertThat(file.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-111")
    void itsEnvironmentIsCompleteAndItsStdinBeginsWithTheFirstLineOfTheSession(String launcher) throws Exception {
        String value = "one\n$(id) 'größe' \\ \"two\" ";
        try (Transport agent = opened(
                launcher,
                "printf '%s|' \"$VALUE\" | tr '\\n' '~'; echo; echo \"$AGENT_SDK_PROCESS_TREE\"; exec cat",
                AgentOptions.builder().env("VALUE", value))) {
            assertThat(agent.send("{\"n\":1}".getBytes(UTF_8), soon())).isTrue();

            assertThat(listener.nextLine()).isEqualTo(value.replace('\n', '~') + "|");
            assertThat(listener.nextLine()).isNotEmpty();
            assertThat(listener.nextLine()).isEqualTo("{\"n\":1}");
        }
        // Neither the file of the CLI was run as this user, for its version, nor anything else written.
        assertThat(listener.stderrLines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-111")
    void aLibraryToPreloadIsRefusedBeforeAnythingRuns(String launcher) {
        Path trace = root.resolve("ran");

        assertThatThrownBy(() -> opened(
                        launcher,
                        "touch " + trace,
                        AgentOptions.builder()
                                .env("LD_PRELOAD", root.resolve("lib.so").toString())))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("LD_PRELOAD");
        assertThat(trace).doesNotExist();
    }

    /** The other user may write to the file of the CLI: it is never run with the rights of this JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    @Tag("R-111")
    void theCliIsNotRunAsThisUserForItsVersion(String launcher) throws Exception {
        try (Transport agent = opened(
                launcher,
                "echo \"$(id -u)\" >> " + root.resolve("users") + " 2>&-; id -u; exec cat",
                AgentOptions.builder())) {
            assertThat(listener.nextLine()).isNotEqualTo("0");
        }
        assertThat(root.resolve("users")).doesNotExist();
    }

    /** The kernel takes ambient capabilities away only when root changes its user: they would be passed on here. */
    @Test
    @Tag("R-111")
    void theAgentHasNoCapabilitiesOfAJvmThatChangesUsersWithoutBeingRoot() {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/setpriv",
                "--reuid=54321",
                "--regid=54321",
                "--clear-groups",
                "--inh-caps=+setuid,+setgid",
                "--ambient-caps=+setuid,+setgid",
                "--"));
        command.addAll(
                OtherUser.named(user).command(List.of("/bin/grep", "-E", "^(Uid|Cap(Inh|Prm|Eff|Amb))", STATUS)));

        ProcessResult result = ProcessRunner.create()
                .run(ProcessSpec.of(command)
                        .withEnvironment(Map.of())
                        .withStdin(ProcessInput.of(EnvironmentHandover.lines(Map.of()))));

        assertThat(result.stderr().text()).isEmpty();
        assertThat(result.stdout().text().lines().filter(line -> line.startsWith("Uid:")))
                .singleElement()
                .asString()
                .doesNotContain("54321");
        assertThat(result.stdout().text().lines().filter(line -> line.startsWith("Cap")))
                .containsExactlyInAnyOrder(
                        "CapInh:\t" + NONE, "CapPrm:\t" + NONE, "CapEff:\t" + NONE, "CapAmb:\t" + NONE);
    }
}
