package dev.agentsdk.history.internal;

import static dev.agentsdk.history.Sessions.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of temporary directories when nobody ends them. Other JVMs are real ones here. */
@Timeout(120)
class ResumeDirectoriesTest {

    @TempDir
    Path temp;

    private Path temporary;

    @BeforeEach
    void withoutLinks() throws IOException {
        temporary = Files.createDirectory(temp.toRealPath().resolve("tmp"));
    }

    /** The program of another JVM: makes a directory, says where, and waits for a line or the end of its input. */
    static final class Other {
        private Other() {}

        @SuppressWarnings("SystemOut") // it is what the test reads
        public static void main(String[] arguments) throws IOException {
            InMemorySessionStore store = new InMemorySessionStore();
            store.append(SessionKey.of("-work", id(1)), List.of(RawJson.of("{\"type\":\"user\"}")));
            ResumeDirectory directory = ResumeDirectory.of(
                            store,
                            SessionStoreSettings.defaults(),
                            "-work",
                            Optional.of(id(1)),
                            Map.of("HOME", "/nowhere"),
                            Deadline.never())
                    .orElseThrow();
            System.out.println(directory.path());
            if (System.in.read() == 'e') {
                directory.end();
                // Until the end of the input: the hook is not what removed it.
                System.out.println("ended");
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private final class Jvm implements AutoCloseable {
        final Process process;
        final BufferedReader output;

        Jvm() throws IOException {
            process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xshare:auto",
                            "-Djava.io.tmpdir=" + temporary,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Other.class.getName())
                    .redirectError(temp.resolve("stderr").toFile())
                    .start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Logging goes to stdout, too. */
        String lineWith(String part) throws IOException {
            String line;
            do {
                line = output.readLine();
                assertThat(line).as("output of the other JVM").isNotNull();
            } while (!line.contains(part) || line.contains(" -- "));
            return line;
        }

        void awaitExit() throws InterruptedException {
            assertThat(process.waitFor(Background.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            assertThat(process.onExit()).succeedsWithin(Background.PATIENCE);
            output.close();
        }
    }

    private void sweep() throws IOException {
        ResumeDirectories.sweep(
                temporary,
                Files.getOwner(temporary),
                Instant.now().plusSeconds(60),
                Deadline.in(Duration.ofSeconds(60)));
    }

    @Test
    void theEndOfTheJvmRemovesThem() throws Exception {
        try (Jvm other = new Jvm()) {
            Path directory = Path.of(other.lineWith("agent-sdk-resume-"));
            assertThat(directory).isDirectory();

            other.process.getOutputStream().close();
            other.awaitExit();

            assertThat(other.process.exitValue()).isZero();
            assertThat(directory).doesNotExist();
        }
    }

    @Test
    void sigtermRemovesThem() throws Exception {
        try (Jvm other = new Jvm()) {
            Path directory = Path.of(other.lineWith("agent-sdk-resume-"));

            other.process.destroy();
            other.awaitExit();

            assertThat(directory).doesNotExist();
        }
    }

    @Test
    void thoseOfAJvmThatLivesStayAndThoseOfAKilledOneAreRemovedByTheNext() throws Exception {
        try (Jvm other = new Jvm()) {
            Path directory = Path.of(other.lineWith("agent-sdk-resume-"));
            sweep();
            assertThat(directory.resolve("projects")).isDirectory();

            other.process.destroyForcibly();
            other.awaitExit();
            assertThat(directory).isDirectory();
            sweep();

            assertThat(directory).doesNotExist();
        }
    }

    @Test
    void theNextJvmLooksByItself() throws Exception {
        Path directory;
        try (Jvm killed = new Jvm()) {
            directory = Path.of(killed.lineWith("agent-sdk-resume-"));
            killed.process.destroyForcibly();
            killed.awaitExit();
        }
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minusSeconds(120)));
        try (Jvm next = new Jvm()) {
            Path its = Path.of(next.lineWith("agent-sdk-resume-"));

            assertThat(directory).doesNotExist();
            assertThat(its).isDirectory();
        }
    }

    @Test
    void oneThatWasEndedIsGoneBeforeTheJvm() throws Exception {
        try (Jvm other = new Jvm()) {
            Path directory = Path.of(other.lineWith("agent-sdk-resume-"));

            other.process.getOutputStream().write('e');
            other.process.getOutputStream().flush();
            other.lineWith("ended");

            assertThat(directory).doesNotExist();
            assertThat(other.process.isAlive()).isTrue();
        }
    }

    private Path abandoned(String name) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        Files.createFile(directory.resolve(".lock"));
        return directory;
    }

    @Test
    @Tag("R-92")
    void onlyWhatIsNamedLikeOneAndHasALockFileIsRemoved() throws IOException {
        Path old = abandoned("agent-sdk-resume-1-x");
        Path other = abandoned("other-1-x");
        Path ours = abandoned(ResumeDirectories.OWN_PREFIX + "x");
        // In another container, or in this one before its restart, a JVM had the same process id.
        Path samePid = abandoned("agent-sdk-resume-" + ProcessHandle.current().pid() + "-x");
        Path kept = Files.createDirectory(temporary.resolve("agent-sdk-resume-1-kept"));
        Path target = abandoned("target");
        Path link = Files.createSymbolicLink(temporary.resolve("agent-sdk-resume-1-link"), target);
        Path file = Files.createFile(temporary.resolve("agent-sdk-resume-1-file"));
        Path linkedLock = Files.createDirectory(temporary.resolve("agent-sdk-resume-1-linked"));
        Files.createSymbolicLink(linkedLock.resolve(".lock"), file);

        sweep();

        assertThat(old).doesNotExist();
        assertThat(samePid).doesNotExist();
        assertThat(List.of(other, ours, kept, target, link, file, linkedLock))
                .allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void aYoungOneIsLeftAlone() throws IOException {
        Path young = abandoned("agent-sdk-resume-1-x");

        ResumeDirectories.sweep(
                temporary,
                Files.getOwner(temporary),
                Instant.now().minusSeconds(60),
                Deadline.in(Duration.ofSeconds(60)));

        assertThat(young).exists();
    }

    @Test
    void ofThousandsThatOthersMadeSomeAreLookedAt() throws IOException {
        for (int i = 0; i < 1_500; i++) {
            Files.createDirectory(temporary.resolve("agent-sdk-resume-1-" + i));
        }
        Instant later = Instant.now().plusSeconds(60);

        assertThat(ResumeDirectories.sweep(
                        temporary, Files.getOwner(temporary), later, Deadline.in(Duration.ofSeconds(60))))
                .isEqualTo(1_000);
        assertThat(ResumeDirectories.sweep(temporary, Files.getOwner(temporary), later, Deadline.in(Duration.ZERO)))
                .isZero();
    }
}
