package dev.agentsdk.process;

import dev.agentsdk.process.internal.ProcFs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
