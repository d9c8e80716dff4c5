package dev.agentsdk.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends what a test run leaves when its JVM ends, also when that is killed: a shell beside the JVM, in a session of its own,
 * that waits for the JVM's end and then kills every process with the variable {@value #VARIABLE} of this run in its
 * environment. The build sets the variable for each JVM that runs tests, to a value of its own, and whatever the tests start
 * inherits it. Without the variable (in an IDE) or without {@code /proc} there is no guard.
 *
 * <p>Deliberately not the SDK's own watchdog, which is code under test. A process that has cleaned its environment is not
 * found; tests that start such processes end them.
 */
public final class RunGuard {

    /** The variable that identifies a run. */
    public static final String VARIABLE = "AGENTSDK_TEST_RUN";

    private static final long START_SECONDS = 60;

    // Guarded by the class.
    /** The writing end of the guard's stdin, which closes with this JVM. Not a pipe to a child: the JDK closes that. */
    private static @Nullable RandomAccessFile alive;

    private RunGuard() {}

    /** Starts the guard of this JVM; a second call does nothing. */
    public static synchronized void start() {
        String run = System.getenv(VARIABLE);
        if (alive != null || run == null || run.isEmpty() || !Files.isDirectory(Path.of("/proc/self"))) {
            return;
        }
        try {
            alive = start(VARIABLE + "=" + run);
        } catch (IOException e) {
            throw new UncheckedIOException("The guard of the test run could not be started.", e);
        }
    }

    /**
     * The guard is the child of a shell that has ended, and so no child of this JVM: tests count those.
     *
     * @return what has to stay open
     */
    private static RandomAccessFile start(String variable) throws IOException {
        Path directory = Files.createTempDirectory("agentsdk-test-run");
        Path fifo = directory.resolve("alive");
        try {
            await(new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).start());
            // For reading and writing: neither this nor the next line waits for the other side.
            RandomAccessFile opened = new RandomAccessFile(fifo.toFile(), "rw");
            // A session of its own: what is killed with the group of the JVM must not be the guard.
            String start = "exec 3<&0; setsid /bin/sh -c \"$0\" run-guard \"$1\" <&3 3<&- &";
            ProcessBuilder starter = new ProcessBuilder("/bin/sh", "-c", start, script(), variable)
                    .directory(new File("/"))
                    .redirectInput(fifo.toFile())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD);
            starter.environment().clear();
            starter.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
            await(starter.start());
            return opened;
        } finally {
            Files.deleteIfExists(fifo);
            Files.deleteIfExists(directory);
        }
    }

    private static void await(Process process) throws IOException {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("A command of the start has failed or hangs: " + process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted in the start.", e);
        }
    }

    private static String script() throws IOException {
        try (InputStream in = Objects.requireNonNull(RunGuard.class.getResourceAsStream("run-guard.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
