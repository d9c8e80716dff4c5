package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class of this name is in two modules, and so is this test. */
class OwnedPathTest {

    private static final int NOBODY = 65534;

    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void needsUnixFiles() throws IOException {
        Assumptions.assumeTrue(
                temp.getFileSystem().supportedFileAttributeViews().contains("unix"), "needs files with Unix owners");
        temp = temp.toRealPath();
        directory = Files.createDirectory(temp.resolve("d"));
    }

    private static void permissions(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** As chmod does it. Java has no name for the sticky bit. */
    private static void mode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static void giveTo(int uid, Path path) throws IOException {
        Assumptions.assumeTrue(
                Files.getAttribute(path.getParent(), "unix:uid").equals(0),
                "needs root, to give a file to another user");
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    private static void assertRefused(Path path, String file, String reason) {
        assertThatThrownBy(() -> OwnedPath.require(path))
                .isInstanceOf(FileSystemException.class)
                .isNotInstanceOf(NoSuchFileException.class)
                .hasMessageStartingWith(file)
                .hasMessageContaining(reason);
    }

    @Test
    @Tag("R-115")
    void ownDirectoriesAndFilesAreAccepted() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Files.createSymbolicLink(temp.resolve("link"), Path.of("d"));
        Files.createSymbolicLink(temp.resolve("second"), temp.resolve("link"));

        assertThatCode(() -> OwnedPath.require(directory)).doesNotThrowAnyException();
        assertThatCode(() -> OwnedPath.require(file)).doesNotThrowAnyException();
        assertThatCode(() -> OwnedPath.require(temp.resolve("second/../d/./file")))
                .doesNotThrowAnyException();
        assertThatCode(() -> OwnedPath.require(Path.of("/"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> OwnedPath.require(directory.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @Tag("R-115")
    void aDirectoryThatAllMayWriteToNeedsTheStickyBit() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        mode(directory, 0777);

        assertRefused(directory, directory.toString(), "no sticky bit");
        assertRefused(below, directory.toString(), "no sticky bit");

        mode(directory, 01777);
        assertThatCode(() -> OwnedPath.require(directory)).doesNotThrowAnyException();
        assertThatCode(() -> OwnedPath.require(below)).doesNotThrowAnyException();
    }

    /** As the temporary directory of a container often is. */
    @Test
    @Tag("R-115")
    void aDirectoryForTemporaryFilesNeedsNoStickyBit() throws IOException {
        mode(directory, 0777);

        assertThatCode(() -> OwnedPath.requireForTemporaryFiles(directory)).doesNotThrowAnyException();
    }

    @Test
    @Tag("R-115")
    void aDirectoryForTemporaryFilesIsRefusedWithTheWayOut() throws IOException {
        giveTo(12_345, directory);

        assertThatThrownBy(() -> OwnedPath.requireForTemporaryFiles(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(directory + ": not used for temporary files, because of " + directory)
                .hasMessageContainingAll("belongs to another user", "set java.io.tmpdir to a directory of this user");
    }

    @Test
    @Tag("R-115")
    void aDirectoryThatAGroupMayWriteToIsRefusedUnlessTheGroupIsTheOwners() throws IOException {
        permissions(directory, "rwxrwxr-x");
        int uid = (int) Files.getAttribute(directory, "unix:uid");
        int gid = (int) Files.getAttribute(directory, "unix:gid");
        Assumptions.assumeTrue(uid == gid, "needs a user with a group of the same number");
        assertThatCode(() -> OwnedPath.require(directory)).doesNotThrowAnyException();

        Assumptions.assumeTrue(uid == 0, "needs root, to give a file to another group");
        Files.setAttribute(directory, "unix:gid", NOBODY);
        assertRefused(directory, directory.toString(), "other users of the machine may write to it");
    }

    @Test
    @Tag("R-115")
    void whatBelongsToAnotherUserIsRefusedWhereverItIsOnTheWay() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b"));
        giveTo(NOBODY, directory);

        assertRefused(directory, directory.toString(), "belongs to another user");
        assertRefused(below, directory.toString(), "belongs to another user");
        Files.createSymbolicLink(temp.resolve("link"), below);
        assertRefused(temp.resolve("link"), directory.toString(), "belongs to another user");
    }

    @Test
    @Tag("R-115")
    void aLinkOfAnotherUserIsRefusedAndALoopEnds() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), directory);
        Path loop = Files.createSymbolicLink(temp.resolve("loop"), Path.of("loop"));
        assertRefused(loop, loop.toString(), "too many links");

        giveTo(NOBODY, link);
        assertRefused(link, link.toString(), "belongs to another user");
    }

    @Test
    @Tag("R-111")
    void theWayToAnEntryIsCheckedAndTheEntryItselfMayBelongToAnyUser() throws IOException {
        Path entry = Files.createDirectory(directory.resolve("e"));
        permissions(entry, "rwxrwxrwx");
        assertThatCode(() -> OwnedPath.requireWay(entry)).doesNotThrowAnyException();
        assertThatCode(() -> OwnedPath.requireWay(directory.resolve("none/below")))
                .doesNotThrowAnyException();

        assertThatThrownBy(() -> OwnedPath.requireWay(entry.resolve("x"))).hasMessageContaining("no sticky bit");
        mode(entry, 01777);
        Path made = Files.createDirectory(entry.resolve("made"));
        assertThatCode(() -> OwnedPath.requireWay(made)).doesNotThrowAnyException();
        assertThatThrownBy(() -> OwnedPath.requireWay(entry.resolve("none/below")))
                .hasMessageContaining("other users of the machine can create it");

        Path link = Files.createSymbolicLink(temp.resolve("link"), entry.resolve("none"));
        assertThatThrownBy(() -> OwnedPath.requireWay(link))
                .hasMessageContaining("other users of the machine can create it");
    }
}
