package dev.agentsdk.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;

/**
 * What the contract suite of launchers shares: starting shell scripts, and closing what a failed test has left open. The
 * suite is the classes {@code Launcher*Test} of this package.
 *
 * <p>It runs against the launchers of the SDK, or, for a launcher of your own, against those that
 * {@code META-INF/services/dev.agentsdk.process.ProcessLauncher} names: depend on the {@code test-jar} of this artifact in
 * test scope, and have Surefire scan it ({@code dependenciesToScan}) for {@code **}{@code /process/Launcher*Test}. Of
 * the launcher named {@code jdk} the tests expect its documented limits, of all others the whole contract.
 */
@WithEachLauncher
abstract class LauncherTestBase {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Says so when it has begun, and then neither reads nor writes. */
    static final String SILENT = "echo READY; exec sleep 1000";

    @Parameter
    ProcessLauncher launcher;

    private final List<ManagedProcess> started = new ArrayList<>();

    static Stream<ProcessLauncher> launchers() {
        List<ProcessLauncher> others = ServiceLoader.load(ProcessLauncher.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return others.isEmpty() ? Stream.of(ProcessLauncher.posix(), ProcessLauncher.jdk()) : others.stream();
    }

    final boolean keepsAll() {
        return !launcher.name().equals("jdk");
    }

    @AfterEach
    final void closeAll() {
        started.forEach(ManagedProcess::close);
    }

    final ManagedProcess start(ProcessSpec spec, ProcessListener listener) {
        ManagedProcess process = launcher.start(spec, listener);
        started.add(process);
        return process;
    }

    static ProcessSpec shell(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return ProcessSpec.of(command);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** A plan for processes that are known to need a signal, which they have ample time to take. */
    static TeardownPlan hasty() {
        return new TeardownPlan(
                Duration.ofMillis(80),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                Duration.ofSeconds(7),
                Duration.ZERO,
                TeardownPlan.Descendants.END);
    }

    /** A plan for processes that are known to ignore the milder signal. */
    static TeardownPlan merciless() {
        return hasty().withTermGrace(Duration.ofMillis(80));
    }

    static Deadline soon() {
        return Deadline.in(PATIENCE);
    }

    /**
     * The signals that a child of this launcher ignores because this JVM does, as a mask: those of a JVM in the background
     * or under nohup. The posix launcher resets them.
     */
    final long passedOn() throws IOException {
        if (keepsAll()) {
            return 0;
        }
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
    }

    /** The report on a process that ends by itself. */
    static ProcessExit exitOf(ManagedProcess process) throws Exception {
        return process.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs a command to its end and gives what it has written to stdout. */
    final String outputOf(ProcessSpec spec) throws Exception {
        Recording output = new Recording();
        ManagedProcess process = start(spec, output);
        ProcessExit exit = exitOf(process);
        output.awaitEnds();
        assertThat(exit.isSuccess()).as("%s: %s", exit, output.stderr()).isTrue();
        return output.stdout();
    }
}
