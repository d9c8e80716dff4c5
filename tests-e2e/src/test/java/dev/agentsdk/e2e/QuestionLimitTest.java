package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.errors.ResponseTimeoutException;
import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The time limit of a question, with programs that hang at the start. */
@Timeout(60)
class QuestionLimitTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    /** What ending the agent may take after it. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    @TempDir
    Path temp;

    private Path program(String script) throws IOException {
        Path program = Files.writeString(temp.resolve("cli"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** Twice: what hangs once is asked again. */
    @Test
    void aProgramThatHangsAtTheQueryForItsVersionIsGivenUpAtTheLimit() throws IOException {
        AgentOptions options =
                AgentOptions.builder().cliPath(program("exec sleep 60")).build();
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", options, LIMIT))
                    .isInstanceOf(ResponseTimeoutException.class)
                    .hasMessageEndingWith("The agent was ended.");

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isGreaterThanOrEqualTo(LIMIT).is(under(LIMIT.plus(CLOSE)));
        }
    }
}
