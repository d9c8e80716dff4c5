package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.options.AgentOptions;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Describing a fake in Java, and reading its notes. */
@Timeout(60)
class FakeCliTest {

    @TempDir
    Path root;

    @Test
    void theScriptIsPutIntoTheDirectoryAsAProgram() {
        FakeCli cli = FakeCli.in(root);

        assertThat(cli.script()).hasParent(root).isExecutable().isRegularFile();
        assertThat(cli.environment()).isEqualTo(Map.of("FAKE_DIR", root.toString()));
    }

    @Test
    void aScriptThatIsThereStays() throws Exception {
        Path script = FakeCli.in(root).script();
        Files.writeString(script, "#!/bin/sh\nexit 0\n");

        assertThat(FakeCli.in(root).script()).hasContent("#!/bin/sh\nexit 0\n");
    }

    @Test
    void aDirectoryThatDoesNotExistIsNamed() {
        Path missing = root.resolve("missing");

        assertThatThrownBy(() -> FakeCli.in(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void eachBehaviourIsAVariable() {
        FakeCli cli = FakeCli.in(root)
                .onStart("ready")
                .onInit("raw:x")
                .onTurn("init result")
                .onEof("marker")
                .version("9.9.9");

        assertThat(cli.environment())
                .isEqualTo(Map.of(
                        "FAKE_DIR", root.toString(),
                        "FAKE_START", "ready",
                        "FAKE_INIT", "raw:x",
                        "FAKE_TURN", "init result",
                        "FAKE_EOF", "marker",
                        "FAKE_VERSION", "9.9.9"));
    }

    @Test
    void aChangeMakesACopyAndTheLastOneCounts() {
        FakeCli plain = FakeCli.in(root);
        FakeCli changed = plain.onTurn("hang").onTurn("result");

        assertThat(changed.environment()).containsEntry("FAKE_TURN", "result");
        assertThat(plain.environment()).doesNotContainKey("FAKE_TURN");
        assertThat(changed.script()).isEqualTo(plain.script());
    }

    @Test
    void theOptionsStartIt() {
        FakeCli cli = FakeCli.in(root).onTurn("result");
        AgentOptions options = cli.options().model("fake").build();

        assertThat(options.cliPath()).hasValue(cli.script());
        assertThat(options.env())
                .containsEntry("FAKE_TURN", Optional.of("result"))
                .containsEntry("FAKE_DIR", Optional.of(root.toString()));
        assertThat(options.model()).hasValue("fake");
    }

    @Test
    void aNoteIsReadWithoutBlanksAroundIt() throws Exception {
        FakeCli cli = FakeCli.in(root);
        assertThat(cli.hasNote("marker")).isFalse();
        Files.writeString(root.resolve("marker"), " written\n");

        assertThat(cli.hasNote("marker")).isTrue();
        assertThat(cli.note("marker")).isEqualTo("written");
        assertThat(cli.awaitNote("marker", Duration.ZERO)).isEqualTo("written");
    }

    @Test
    void aMissingNoteIsNamed() {
        assertThatThrownBy(() -> FakeCli.in(root).note("marker"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("marker");
    }

    @Test
    void aNoteThatDoesNotComeIsWaitedForAsLongAsAsked() {
        Duration patience = Duration.ofMillis(80);
        long start = System.nanoTime();
        assertThatThrownBy(() -> FakeCli.in(root).awaitNote("marker", patience))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("marker");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(patience)
                .is(under(patience.plusSeconds(5)));
    }

    @Test
    void aNoteThatComesLaterIsWaitedFor() throws Exception {
        FakeCli cli = FakeCli.in(root);
        CountDownLatch waiting = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            try {
                waiting.await(20, TimeUnit.SECONDS);
                Path draft = Files.writeString(root.resolve("draft"), "here");
                Files.move(draft, root.resolve("marker"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();
        waiting.countDown();

        assertThat(cli.awaitNote("marker", Duration.ofSeconds(20))).isEqualTo("here");
        writer.join();
    }
}
