package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is exchanged after it was opened. */
@Timeout(60)
@Tag("R-117")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and named pipes are those of POSIX")
class OpenDirectoryTest {

    @TempDir
    Path temp;

    private Path inside;
    private Path outside;

    @BeforeEach
    void aDirectoryAndAStranger() throws IOException {
        inside = Files.createDirectory(temp.resolve("inside"));
        outside = Files.createDirectory(temp.resolve("outside"));
        for (Path directory : new Path[] {inside, outside}) {
            Files.createDirectory(directory.resolve("sub"));
            Files.writeString(directory.resolve("sub/file"), directory.toString());
            Files.writeString(directory.resolve("file"), directory.toString());
        }
    }

    private void whereDirectoriesAreOpenedSecurely() throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(temp)) {
            assumeTrue(stream instanceof SecureDirectoryStream, "this platform has no handle-relative file operations");
        }
    }

    private void exchange() throws IOException {
        Files.move(inside, temp.resolve("moved"));
        Files.createSymbolicLink(inside, outside);
    }

    @Test
    void everythingHappensInTheOneThatWasOpened() throws IOException {
        whereDirectoriesAreOpenedSecurely();
        try (OpenDirectory directory = OpenDirectory.open(inside)) {
            exchange();

            try (SeekableByteChannel file = directory.file(directory.name("file"), StandardOpenOption.READ)) {
                assertThat(file.size()).isEqualTo(inside.toString().length());
            }
            PrivateFiles.writeLinesAtomically(directory, directory.name("new"), List.of(new byte[] {'x'}));
            assertThat(temp.resolve("moved/new")).hasContent("x");
            TreeDelete.delete(directory, directory.name("sub"));
            directory.deleteFile(directory.name("file"));
        }

        assertThat(temp.resolve("moved/sub")).doesNotExist();
        assertThat(temp.resolve("moved/file")).doesNotExist();
        assertThat(outside.resolve("sub/file")).hasContent(outside.toString());
        assertThat(outside.resolve("file")).hasContent(outside.toString());
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void aDirectoryThatWasSwappedForALinkIsNotOpenedAndOnlyTheLinkIsDeleted() throws IOException {
        try (OpenDirectory directory = OpenDirectory.open(temp)) {
            exchange();

            assertThatExceptionOfType(NotDirectoryException.class)
                    .isThrownBy(
                            () -> directory.directory(directory.name("inside")).close());
            TreeDelete.delete(directory, directory.name("inside"));
        }

        assertThat(Files.isSymbolicLink(inside)).isFalse();
        assertThat(outside.resolve("sub/file")).exists();
    }

    @Test
    void aPipeInThePlaceOfADirectoryIsNotWaitedFor() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", temp.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> OpenDirectory.open(temp.resolve("pipe")).close());
        try (OpenDirectory directory = OpenDirectory.open(temp)) {
            assertThatExceptionOfType(NotDirectoryException.class)
                    .isThrownBy(
                            () -> directory.directory(directory.name("pipe")).close());
            TreeDelete.delete(directory, directory.name("pipe"));
        }
        assertThat(temp.resolve("pipe")).doesNotExist();
    }

    @Test
    void namesAndAttributesAreThoseOfTheEntries() throws IOException {
        try (OpenDirectory directory = OpenDirectory.open(inside)) {
            assertThat(directory.names()).containsExactly(Path.of("file"), Path.of("sub"));
            assertThat(directory.attributes(directory.name("sub")).isDirectory())
                    .isTrue();
            assertThat(directory.owner()).isEqualTo(Files.getOwner(inside));
        }
    }
}
