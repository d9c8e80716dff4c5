package dev.agentsdk.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.errors.CliStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherUserTest {

    private static final List<Path> SHELL = List.of(Path.of("/nowhere/setpriv"), Path.of("/bin/sh"));

    @TempDir
    Path directory;

    private Path users;

    @BeforeEach
    void makeUsers() throws IOException {
        users = Files.writeString(
                directory.resolve("passwd"),
                "root:x:0:0:root:/root:/bin/sh\nbroken\nagent:x:1001:1002:An agent:/home/agent:/bin/sh\n");
    }

    @Test
    void theCommandIsPrecededByOneThatChangesTheUserAndBecomesIt() {
        assertThat(OtherUser.named("agent", users, SHELL).command(List.of("/opt/claude", "-x")))
                .startsWith(
                        "/bin/sh",
                        "--reuid=1001",
                        "--regid=1002",
                        "--init-groups",
                        "--inh-caps=-all",
                        "--",
                        "/bin/sh",
                        "-c")
                .endsWith("sh", "/opt/claude", "-x");
    }

    @Test
    void withoutAnOptionThereIsNoOtherUser() {
        assertThat(OtherUser.of(Optional.empty())).isEmpty();
    }

    @Test
    void aUserWhoIsNotThereIsNamed() {
        CliStartException refused =
                catchThrowableOfType(CliStartException.class, () -> OtherUser.named("age", users, SHELL));

        assertThat(refused.reason()).isEqualTo(CliStartException.Reason.INVALID_ARGUMENT);
        assertThat(refused)
                .hasMessage(
                        "The agent cannot be run as the user \"age\" (option user): " + users + " has no such user.");
    }

    @Test
    void whatIsMissingOnTheMachineIsNamed() {
        List<Path> nowhere = List.of(Path.of("/nowhere/setpriv"));

        assertThat(catchThrowableOfType(CliStartException.class, () -> OtherUser.named("agent", users, nowhere)))
                .hasMessageContaining("/nowhere/setpriv")
                .hasMessageContaining("util-linux");
        assertThat(catchThrowableOfType(
                        CliStartException.class, () -> OtherUser.named("agent", directory.resolve("missing"), SHELL)))
                .hasMessageContaining("cannot be read");
    }
}
