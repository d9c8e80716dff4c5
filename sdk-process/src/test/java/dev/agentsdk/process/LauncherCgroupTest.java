package dev.agentsdk.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentsdk.process.internal.CgroupRoot;
import dev.agentsdk.process.internal.ProcFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes with cgroups of their own. Skipped where this user may not make any. */
class LauncherCgroupTest extends LauncherTestBase {

    private static final List<String> MOUNTS = List.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified");

    @TempDir
    Path dir;

    private final Recording output = new Recording();
    private Path root;

    @BeforeEach
    void delegate() {
        for (String mount : MOUNTS) {
            Path own = Path.of(mount, "agent-sdk-test-" + UUID.randomUUID());
            try {
                Files.createDirectory(own);
                if (Files.exists(own.resolve("cgroup.kill"))) {
                    root = own;
                    break;
                }
                Files.delete(own);
            } catch (IOException e) {
                // Another mount, or none.
                root = null;
            }
        }
        assumeTrue(root != null, "this user can make no cgroup (version 2, Linux 5.14) here");
        System.setProperty(CgroupRoot.PROPERTY, root.toString());
    }

    @AfterEach
    void remove() throws IOException {
        System.clearProperty(CgroupRoot.PROPERTY);
        if (root != null) {
            Eventually.await("the cgroups to be removed", () -> cgroups().isEmpty());
            Files.delete(root);
        }
    }

    private List<Path> cgroups() {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isAlive(long pid) {
        return ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isPresent();
    }

    @Test
    @Tag("R-124")
    void aProcessHasOneWhichIsRemovedWithIt() {
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        assertThat(cgroups()).hasSize(1);
        ProcessExit exit = process.close(soon());

        assertThat(exit.containment()).isEqualTo(Containment.CGROUP);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(cgroups()).isEmpty();
    }

    /** It takes all that it could be recognised by from itself: session, parents, environment, limits. */
    @Test
    @Tag("R-124")
    void aDaemonThatHidesIsEnded() {
        String hide = "prlimit --locks=5:5 env -i setsid sh -c 'echo $$; exec sleep 1000'";
        ManagedProcess process = start(shell("read go; (" + hide + " &); exec cat >/dev/null"), output);
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();
        output.awaitStdout("\n");
        long daemon = Long.parseLong(output.stdout().lines().findFirst().orElseThrow());
        ProcessExit exit = process.close(soon());

        assertThat(exit.alsoEnded()).contains(daemon);
        assertThat(exit.leftBehind()).isEmpty();
        assertThat(isAlive(daemon)).isFalse();
    }

    @Test
    @Tag("R-124")
    void whatAnExitLeavesIsEndedWithoutAClose() throws Exception {
        String hide = "prlimit --locks=5:5 env -i setsid sh -c 'echo $$; exec sleep 1000'";
        ManagedProcess process = start(shell("read go; (" + hide + " &); read x"), output);
        assertThat(process.write(soon(), utf8("go\n"))).isTrue();
        output.awaitStdout("\n");
        long daemon = Long.parseLong(output.stdout().lines().findFirst().orElseThrow());
        process.closeStdin(soon());
        ProcessExit exit = exitOf(process);

        assertThat(exit.alsoEnded()).contains(daemon);
        assertThat(isAlive(daemon)).isFalse();
    }

    /** The number of attempts is that of the system property {@code agentsdk.escapes}. */
    @Test
    @Tag("R-124")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void nothingEscapes() throws Exception {
        Path refork = Files.writeString(dir.resolve("refork"), "sleep 0.02; sh \"$0\" \"$1\" & exit\n");
        List<String> programs = List.of("sh -c 'sleep 1000; :' TOKEN", "sh '" + refork + "' TOKEN");
        List<String> hidings = List.of("setsid", "env -i PATH=\"$PATH\"", "prlimit --locks=5:5", "nohup");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int attempts = Integer.getInteger("agentsdk.escapes", 20);
        for (int i = 0; i < attempts; i++) {
            String token = "agent-sdk-escape-" + UUID.randomUUID();
            StringBuilder script = new StringBuilder("read go\n");
            for (int job = 0; job < 3; job++) {
                List<String> chosen = new ArrayList<>(hidings);
                Collections.shuffle(chosen, random);
                String command = String.join(" ", chosen.subList(0, random.nextInt(chosen.size() + 1))) + " "
                        + programs.get(random.nextInt(programs.size())).replace("TOKEN", token);
                // Once, or with a parent that has gone.
                script.append(random.nextBoolean() ? command + " &\n" : "( (" + command + " &) &)\n");
            }
            script.append("echo started\n").append(random.nextBoolean() ? "read x\n" : "exec sleep 1000\n");
            Recording started = new Recording();
            ManagedProcess process = start(
                    shell("exec 2>/dev/null; " + script)
                            .withTeardown(TeardownPlan.defaults()
                                    .withEofGrace(Duration.ofMillis(30))
                                    .withTermGrace(Duration.ofMillis(30))),
                    started);
            assertThat(process.write(soon(), utf8("go\n"))).isTrue();
            started.awaitStdout("started");
            ProcessExit exit = process.close(soon());

            assertThat(withArgument(token))
                    .as("attempt %s of seed %s: %s, %s", i, seed, script, exit)
                    .isEmpty();
            assertThat(exit.leftBehind()).isEmpty();
        }
        assertThat(attempts).isPositive();
    }

    /** Processes that were killed and have not been reaped show no arguments. */
    private static List<Long> withArgument(String token) {
        return ProcFs.pids().stream()
                .filter(pid -> {
                    try {
                        return Files.readString(
                                        Path.of("/proc", pid.toString(), "cmdline"), StandardCharsets.ISO_8859_1)
                                .contains(token);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    @Test
    void descendantsThatAreToBeLeftGetNone() {
        ManagedProcess process = start(
                ProcessSpec.of("cat").withTeardown(hasty().withDescendants(TeardownPlan.Descendants.LEAVE)), output);

        assertThat(cgroups()).isEmpty();
        assertThat(process.close(soon()).containment()).isNotEqualTo(Containment.CGROUP);
    }

    @Test
    void aDirectoryThatIsNoCgroupIsNotUsed() {
        System.setProperty(CgroupRoot.PROPERTY, root.resolve("missing").toString());
        ManagedProcess process = start(ProcessSpec.of("cat"), output);
        ProcessExit exit = process.close(soon());

        assertThat(exit.containment()).isNotEqualTo(Containment.CGROUP);
        assertThat(exit.elapsed()).isGreaterThan(Duration.ZERO);
    }
}
