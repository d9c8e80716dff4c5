package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.internal.ProcFs;
import dev.agentsdk.process.internal.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that ends the children of a JVM that was killed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchdogTest {

    /** Only SIGKILL ends it. */
    private static final String STUBBORN = "trap '' HUP INT TERM; echo ready; while :; do sleep 1; done";

    @TempDir
    Path root;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void needsProcAndSetsid() {
        Assumptions.assumeTrue(ProcFs.exists(), "needs /proc");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "needs setsid of util-linux");
    }

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
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

    /** A process may choose its name: what stands between the brackets of its line in /proc. */
    @Test
    @Tag("R-91")
    void aProcessWithALineFeedInItsNameIsEnded() throws Exception {
        Process child = start(
                "setsid",
                "/bin/sh",
                "-c",
                "trap '' HUP INT TERM; printf 'a\\n) b' > /proc/$$/comm; echo ready; while :; do sleep 1; done");
        assertThat(linesOf(child).readLine()).isEqualTo("ready");
        assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/stat"))).contains(" (a\n) b) ");
        Process marked = start(
                "setsid",
                "env",
                "AGENT_SDK_PROCESS_TREE=tree-9",
                "/bin/sh",
                "-c",
                "trap '' HUP INT TERM; printf '\\n\\n' > /proc/$$/comm; echo ready; while :; do sleep 1; done");
        assertThat(linesOf(marked).readLine()).isEqualTo("ready");

        runScript("+ " + child.pid() + " " + startTime(child) + " tree-9 - -");

        assertThat(hasExited(child)).isTrue();
        assertThat(hasExited(marked)).isTrue();
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
}
