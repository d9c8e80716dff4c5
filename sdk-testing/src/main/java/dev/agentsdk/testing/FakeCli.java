package dev.agentsdk.testing;

import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A fake agent: a POSIX shell script that speaks the protocol, starts in milliseconds, plays scripted turns, and misbehaves
 * on demand. Immutable; each {@code on…} method returns a changed copy.
 *
 * <pre>{@code
 * FakeCli cli = FakeCli.in(tempDir).onTurn("init say:Hello_there result").onEof("sleep:1 marker");
 * try (AgentSession session = AgentSession.open(cli.options().build())) { … }
 * }</pre>
 *
 * <p>A behaviour is a list of steps separated by blanks. They are described at the beginning of the script itself; the
 * common ones are {@code init}, {@code say:TEXT}, {@code echo}, {@code delta:TEXT}, {@code tool}, {@code result},
 * {@code demo}, {@code fill}, {@code hang}, {@code ignore-term}, {@code ignore-eof}, {@code exit:N}. An unknown step ends
 * the script with exit code 64 and a line on stderr. Needs a POSIX shell: not for Windows.
 */
public final class FakeCli {

    private static final String SCRIPT = "fake-cli.sh";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final Path directory;
    private final Map<String, String> behaviour;

    private FakeCli(Path directory, Map<String, String> behaviour) {
        this.directory = directory;
        this.behaviour = behaviour;
    }

    /**
     * Puts the script into a directory. It answers the handshake, and every user message with {@code init},
     * {@code say:Hello}, {@code result}; it exits with code 0 when its stdin ends.
     *
     * @param directory an existing directory, where the script's notes will be too; best one for each test
     * @return a fake that behaves well
     * @throws UnsupportedOperationException on a system without POSIX permissions and shell
     */
    public static FakeCli in(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new UnsupportedOperationException("The fake CLI is a shell script and needs a POSIX system.");
        }
        Path script = directory.resolve(SCRIPT);
        if (!Files.exists(script)) {
            try (InputStream resource =
                    Objects.requireNonNull(FakeCli.class.getResourceAsStream(SCRIPT), "the script is not packaged")) {
                Files.copy(resource, script);
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            } catch (IOException e) {
                throw new UncheckedIOException("The fake CLI cannot be put into " + directory, e);
            }
        }
        return new FakeCli(directory, Map.of());
    }

    /**
     * What it does before it reads anything.
     *
     * @param steps the steps
     * @return a changed copy
     */
    public FakeCli onStart(String steps) {
        return with("FAKE_START", steps);
    }

    /**
     * What it does after it has answered the handshake.
     *
     * @param steps the steps
     * @return a changed copy
     */
    public FakeCli onInit(String steps) {
        return with("FAKE_INIT", steps);
    }

    /**
     * What it does on each user message.
     *
     * @param steps the steps
     * @return a changed copy
     */
    public FakeCli onTurn(String steps) {
        return with("FAKE_TURN", steps);
    }

    /**
     * What it does when its stdin ends, before it exits.
     *
     * @param steps the steps
     * @return a changed copy
     */
    public FakeCli onEof(String steps) {
        return with("FAKE_EOF", steps);
    }

    /**
     * What it answers to {@code -v}.
     *
     * @param version for example {@code 1.0.3 (Old CLI)}
     * @return a changed copy
     */
    public FakeCli version(String version) {
        return with("FAKE_VERSION", version);
    }

    /**
     * Adds steps of your own.
     *
     * @param functions a file of POSIX shell functions {@code own_NAME}, each of which is the step {@code NAME}; what they
     *     may use is described at the beginning of the script
     * @return a changed copy
     */
    public FakeCli withSteps(Path functions) {
        return with("FAKE_OWN", functions.toAbsolutePath().toString());
    }

    private FakeCli with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(behaviour);
        changed.put(name, value);
        return new FakeCli(directory, Map.copyOf(changed));
    }

    /**
     * The script.
     *
     * @return an executable file
     */
    public Path script() {
        return directory.resolve(SCRIPT);
    }

    /**
     * The variables that make it behave so.
     *
     * @return names and values
     */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>(behaviour);
        variables.put("FAKE_DIR", directory.toString());
        return variables;
    }

    /**
     * Options that start it.
     *
     * @return a builder with the program and its environment set
     */
    public AgentOptions.Builder options() {
        return AgentOptions.builder().cliPath(script()).env(environment());
    }

    /**
     * Whether a step has left a note.
     *
     * @param name for example {@code marker}
     * @return whether the file exists
     */
    public boolean hasNote(String name) {
        return Files.exists(directory.resolve(name));
    }

    /**
     * What a step has noted.
     *
     * @param name for example {@code first-write}
     * @return the content of the file, without blanks around it
     * @throws UncheckedIOException if there is no such note
     */
    public String note(String name) {
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The fake CLI has left no note " + name, e);
        }
    }

    /**
     * Waits for a note.
     *
     * @param name for example {@code grandchild.pid}
     * @param patience bounds the wait
     * @return its content
     * @throws AssertionError if it does not come in time
     */
    public String awaitNote(String name, Duration patience) {
        long start = System.nanoTime();
        while (!hasNote(name)) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("The fake CLI has left no note " + name + " within " + patience);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN.toMillis()));
        }
        return note(name);
    }
}
