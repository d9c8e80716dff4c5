package dev.agentsdk.process;

import dev.agentsdk.process.internal.ProcFs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the runner and the supervisor share. */
abstract class RunnerTestBase extends LauncherTestBase {

    @TempDir
    Path dir;

    final ProcessRunner runner() {
        return ProcessRunner.create().withLauncher(launcher);
    }

    /** What a process has written into a file of {@link #dir} in one go, as soon as it has. */
    final String noteOf(String name) {
        Path file = dir.resolve(name);
        Eventually.await("a note in " + name, () -> !read(file).isEmpty());
        return read(file).strip();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A run that its timeout has ended.
     *
     * @param timeout how long it was
     * @param result what came of it
     */
    record TimedOut(Duration timeout, ProcessResult result) {}

    /**
     * Runs a process that is to be ended by its timeout after it has become ready. On a busy machine a short timeout may pass
     * before, which says nothing about the runner: then it is run anew, with twice the timeout.
     *
     * @param run runs it with a timeout
     * @param ready whether the process had become ready
     */
    static TimedOut timedOut(Function<Duration, ProcessResult> run, Predicate<ProcessResult> ready) {
        for (Duration timeout = Duration.ofMillis(400); ; timeout = timeout.multipliedBy(2)) {
            ProcessResult result = run.apply(timeout);
            if (ready.test(result) || timeout.compareTo(PATIENCE.dividedBy(4)) > 0) {
                return new TimedOut(timeout, result);
            }
        }
    }

    /** Whether a process exists and is no zombie. */
    static boolean isAlive(long pid) {
        return ProcFs.stat(pid).filter(ProcFs.Stat::isAlive).isPresent();
    }

    /** An input that cannot be read. */
    static ProcessInput failingInput() {
        return () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
    }
}
