package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.Eventually;
import dev.agentsdk.process.internal.ProcFs.ProcessId;
import dev.agentsdk.process.internal.ProcFs.Stat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@Tag("R-07")
class ProcFsTest {

    private static final long SELF = ProcessHandle.current().pid();

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path root;

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private Process shell(String script) throws IOException {
        return start("/bin/sh", "-c", script);
    }

    private static String line(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereIsAProcOnLinux() {
        assertThat(ProcFs.exists()).isTrue();
    }

    @Test
    void thisProcessKnowsItself() {
        Stat self = ProcFs.stat(SELF).orElseThrow();

        assertThat(self.pid()).isEqualTo(SELF);
        assertThat(self.isAlive()).isTrue();
        assertThat(self.parent())
                .isEqualTo(
                        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
        assertThat(self.startTime()).isPositive();
        assertThat(self.session()).isNotNegative();
        assertThat(ProcFs.isAlive(self.id())).isTrue();
    }

    @Test
    void aChildIsToldByParentGroupAndSession() throws IOException {
        Process child = start("setsid", "/bin/sh", "-c", "echo READY; read x");
        assertThat(line(child)).isEqualTo("READY");
        Stat stat = ProcFs.stat(child.pid()).orElseThrow();

        assertThat(stat.parent()).isEqualTo(SELF);
        assertThat(stat.group()).isEqualTo(child.pid());
        assertThat(stat.session()).isEqualTo(child.pid());
        assertThat(stat.startTime())
                .isGreaterThanOrEqualTo(ProcFs.stat(SELF).orElseThrow().startTime());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", ") Z 1 2 3", "((x)) (", ")", "new\nline"})
    void aNameMayHoldBracketsAndBlanks(String name) throws IOException {
        Path script = root.resolve(name);
        Files.writeString(script, "#!/bin/sh\necho READY\nread x\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Process child = start(script.toString());
        assertThat(line(child)).isEqualTo("READY");
        assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/comm"))).isEqualTo(name + "\n");

        Stat stat = ProcFs.stat(child.pid()).orElseThrow();
        assertThat(stat.isAlive()).isTrue();
        assertThat(stat.parent()).isEqualTo(SELF);
        assertThat(stat.session()).isEqualTo(ProcFs.stat(SELF).orElseThrow().session());
    }

    @Test
    void aVanishedProcessIsNotThere() throws Exception {
        Process child = shell("echo READY; read x");
        assertThat(line(child)).isEqualTo("READY");
        ProcessId id = ProcFs.stat(child.pid()).orElseThrow().id();
        assertThat(ProcFs.isAlive(id)).isTrue();

        child.destroyForcibly().waitFor();
        assertThat(ProcFs.stat(child.pid())).isEmpty();
        assertThat(ProcFs.isAlive(id)).isFalse();
        assertThat(ProcFs.descendants(child.pid())).isEmpty();
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTakenForIt() {
        Stat self = ProcFs.stat(SELF).orElseThrow();

        assertThat(ProcFs.isAlive(new ProcessId(SELF, self.startTime() - 1))).isFalse();
        assertThat(ProcFs.isAlive(new ProcessId(SELF, self.startTime() + 1))).isFalse();
    }

    @Test
    void aZombieIsNotAliveAndNoDescendant() throws IOException {
        // The child ends only after another program, which does not know of it, has taken the shell's place.
        Process parent = shell("exec 3<&0; /bin/sh -c 'read x' <&3 & echo $!; exec sleep 1000");
        long child = Long.parseLong(line(parent));
        Eventually.await(
                "the shell has given its place away", () -> name(parent.pid()).equals("sleep"));
        parent.getOutputStream().write('\n');
        parent.getOutputStream().flush();
        Eventually.await(
                "the child is a zombie",
                () -> ProcFs.stat(child).map(Stat::state).orElse('?') == 'Z');

        Stat zombie = ProcFs.stat(child).orElseThrow();
        assertThat(zombie.parent()).isEqualTo(parent.pid());
        assertThat(zombie.isAlive()).isFalse();
        assertThat(ProcFs.isAlive(zombie.id())).isFalse();
        assertThat(ProcFs.descendants(parent.pid())).isEmpty();
    }

    @Test
    void allGenerationsOfATreeAreFoundChildrenBeforeGrandchildren() throws IOException {
        Process parent = shell("/bin/sh -c 'sleep 1000 & echo $$ $!; wait' & read x");
        String[] pids = line(parent).split(" ", -1);
        long child = Long.parseLong(pids[0]);
        long grandchild = Long.parseLong(pids[1]);

        assertThat(ProcFs.descendants(parent.pid())).extracting(ProcessId::pid).containsExactly(child, grandchild);
        assertThat(ProcFs.descendants(SELF))
                .extracting(ProcessId::pid)
                .contains(parent.pid(), child, grandchild)
                .doesNotContain(SELF);
        assertThat(ProcFs.descendants(grandchild)).isEmpty();
    }

    @Test
    void aDescendantInASessionOfItsOwnIsFoundToo() throws IOException {
        Process parent = shell("exec 3<&0; setsid /bin/sh -c 'echo $$; read x' <&3 & read x");
        long child = Long.parseLong(line(parent));
        assertThat(ProcFs.stat(child).orElseThrow().session()).isEqualTo(child);

        assertThat(ProcFs.descendants(parent.pid())).extracting(ProcessId::pid).contains(child);
    }

    /** A child of a thread that ends is handed on to another thread of the process, maybe while that is being read. */
    @RepeatedTest(100)
    void childrenOfAnyThreadOfAProcessAreItsDescendants() throws Exception {
        List<Process> children = new ArrayList<>();
        Thread starter = new Thread(() -> {
            try {
                children.add(shell("read x"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        starter.start();
        starter.join();

        assertThat(ProcFs.descendants(SELF))
                .extracting(ProcessId::pid)
                .contains(children.get(0).pid());
    }

    /** What an exec replaces ends in the middle for whoever reads it by pieces. */
    @Test
    void anEnvironmentIsSeenAsAWholeOrNotAtAll(@TempDir Path dir) throws Exception {
        Path script = Files.writeString(dir.resolve("again.sh"), "#!/bin/sh\nexec \"$0\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.environment().clear();
        for (int i = 0; i < 300; i++) {
            builder.environment().put("VARIABLE_" + i, "v".repeat(40));
        }
        Process child = builder.start();
        started.add(child);
        Map<Integer, Integer> lengths = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            lengths.merge(ProcFs.environment(child.pid()).orElseThrow().length, 1, Integer::sum);
        }

        assertThat(child.isAlive()).isTrue();
        lengths.remove(0);
        // The shell adds PWD and the like at its first exec.
        assertThat(lengths).isNotEmpty();
        assertThat(lengths.keySet()).allSatisfy(length -> assertThat(length).isBetween(15_000, 20_000));
    }

    @Test
    void aScanFindsWhatFits() throws IOException {
        Process child = start("setsid", "/bin/sh", "-c", "echo READY; read x");
        assertThat(line(child)).isEqualTo("READY");

        assertThat(ProcFs.scan(stat -> stat.session() == child.pid()))
                .extracting(Stat::pid)
                .containsExactly(child.pid());
        assertThat(ProcFs.scan(stat -> stat.pid() == SELF)).hasSize(1);
    }
}
