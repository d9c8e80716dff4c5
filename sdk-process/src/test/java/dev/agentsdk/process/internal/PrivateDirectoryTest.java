package dev.agentsdk.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.process.ProcessResult;
import dev.agentsdk.process.ProcessRunner;
import dev.agentsdk.process.ProcessSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {

    private static final byte[] CONTENT = "secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path parent;

    @BeforeEach
    void needsPosixFiles() {
        Assumptions.assumeTrue(
                parent.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "needs a file system with Unix owners and permissions");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static int id(Path path, String which) throws IOException {
        return (int) Files.getAttribute(path, "unix:" + which);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static Path lockFileOf(PrivateDirectory directory) {
        return directory.files().get(0);
    }

    private static void assumeRoot() throws IOException {
        Assumptions.assumeTrue(
                id(Path.of("/proc/self"), "uid") == 0, "needs root: files are given to the group of another user");
    }

    @Test
    @Tag("R-95")
    void aGroupMayReadAndNothingElse() throws IOException {
        assumeRoot();
        try (PrivateDirectory directory = PrivateDirectory.create(parent)) {
            Path file = directory.write("settings", CONTENT, Optional.of(33));
            Path other = directory.write("settings", CONTENT, Optional.of(33));

            assertThat(file).hasBinaryContent(CONTENT);
            assertThat(other).isNotEqualTo(file);
            assertThat(permissions(file)).isEqualTo("rw-r-----");
            assertThat(permissions(directory.path())).isEqualTo("rwx--x---");
            for (Path path : List.of(file, directory.path())) {
                assertThat(id(path, "uid")).isZero();
                assertThat(id(path, "gid")).isEqualTo(33);
            }
            assertThat(permissions(lockFileOf(directory))).isEqualTo("rw-------");
        }
        assertThat(entries(parent)).isEmpty();
    }

    /** The owner of the parent directory may rename what is in it. */
    @Test
    @Tag("R-95")
    void aDirectoryThatWasReplacedByALinkGetsNoFileAndNoGroup(@TempDir Path victim) throws IOException {
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rwx------"));
        int group = id(victim, "gid");
        PrivateDirectory directory = PrivateDirectory.create(parent);
        Path moved = parent.resolve("moved");
        Files.move(directory.path(), moved);
        Files.createSymbolicLink(directory.path(), victim);

        assertThatThrownBy(() -> directory.write("settings", CONTENT, Optional.of(group)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("another user has replaced it");
        Path kept = Files.writeString(victim.resolve("other"), "keep");
        directory.close();

        assertThat(entries(victim)).containsExactly(kept);
        assertThat(kept).hasContent("keep");
        assertThat(permissions(victim)).isEqualTo("rwx------");
        assertThat(id(victim, "gid")).isEqualTo(group);
    }

    /** The files are used by their paths, the native library among them. */
    @Test
    @Tag("R-115")
    void aParentOfAnotherUserIsRefusedAndNothingIsLeftInIt() throws IOException {
        assumeRoot();
        Files.setAttribute(parent, "unix:uid", 12_345);

        assertThatThrownBy(() -> PrivateDirectory.create(parent))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContainingAll(parent.toString(), "belongs to another user", "java.io.tmpdir");
        assertThat(entries(parent)).isEmpty();
    }

    @Test
    @Tag("R-92")
    void theDirectoryOfALivingProcessStaysAndThatOfAKilledOneIsSwept() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
            Path file = Path.of(String.valueOf(out.readLine()));
            assertThat(file).hasBinaryContent(CONTENT);
            try (PrivateDirectory own = PrivateDirectory.create(parent)) {
                Path mine = own.write("settings", CONTENT, Optional.empty());

                PrivateDirectory.sweep(parent);
                assertThat(file).exists();

                holder.destroyForcibly().waitFor();
                PrivateDirectory.sweep(parent);
                assertThat(file.getParent()).doesNotExist();
                assertThat(mine).exists();
                // The sweep did not release the lock of this JVM: another process still sees it.
                assertThat(isLocked(lockFileOf(own))).isTrue();
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(entries(parent)).isEmpty();
    }

    /** POSIX locks of other processes; flock(1) takes another kind. */
    private static boolean isLocked(Path file) throws IOException {
        long inode = (long) Files.getAttribute(file, "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.contains("POSIX") && line.contains(":" + inode + " "));
    }

    /** A process that holds a directory until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            PrivateDirectory directory = PrivateDirectory.create(Path.of(args[0]));
            System.out.println(directory.write("settings", CONTENT, Optional.empty()));
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** jffi unpacks its library, and would take the current directory if there were no other. */
    @Test
    @Tag("R-95")
    void withoutADirectoryForTemporaryFilesTheLibraryIsNotLoadedFromTheCurrentDirectory() throws IOException {
        Assumptions.assumeTrue(
                ProcessLauncher.automatic().name().equals("posix"), "needs a system where the posix launcher works");
        ProcessResult result = ProcessRunner.create()
                .run(ProcessSpec.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Djava.io.tmpdir=" + parent.resolve("missing"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Chosen.class.getName())
                        .withCwd(parent));

        assertThat(result.stdout().text()).endsWith("launcher jdk\n");
        assertThat(entries(parent)).isEmpty();
    }

    /** Nothing of the library stays, whichever way it was loaded. */
    @Test
    @Tag("R-95")
    void theLibraryIsUnpackedIntoADirectoryOfItsOwn() throws IOException {
        Assumptions.assumeTrue(
                ProcessLauncher.automatic().name().equals("posix"), "needs a system where the posix launcher works");
        ProcessResult result = ProcessRunner.create()
                .run(ProcessSpec.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Djava.io.tmpdir=" + parent,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Chosen.class.getName())
                        .withCwd(parent));

        assertThat(result.stdout().text()).endsWith("launcher posix\n");
        assertThat(entries(parent)).isEmpty();
    }

    /** Prints the launcher that is chosen. */
    static final class Chosen {
        private Chosen() {}

        public static void main(String[] args) {
            System.out.println("launcher " + ProcessLauncher.automatic().name());
        }
    }
}
