package dev.agentsdk.e2e.spring;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.process.JvmExit;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGTERM to a web application of Spring Boot with {@code server.shutdown=graceful}, in the middle of a request whose turn
 * goes on for 3 s. With the version of Spring Boot that the build names.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the tests look at processes through /proc")
@Tag("R-99")
class SpringShutdownTest {

    private static final Duration PHASE = Duration.ofSeconds(5);
    private static final Duration TURN = Duration.ofSeconds(3);

    /** The 3 s begin when the shutdown has begun. */
    private static final String TURN_STEPS =
            "init say:the_first_half grandchild:none pid:agent until:draining sleep:3 say:the_second_half result";

    private static final String WHOLE_ANSWER = "the first half\nthe second half\nresult done";
    private static final String DRAINING = "Commencing graceful shutdown";
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path dir;

    private ServerJvm server;

    @BeforeEach
    void addTheStep() throws IOException {
        Files.writeString(
                dir.resolve("steps.sh"), "own_until() { while [ ! -e \"$FAKE_DIR/$1\" ]; do sleep 0.02; done; }\n");
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void start(String launcher, String jvmOption, String... properties) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("spring.lifecycle.timeout-per-shutdown-phase", PHASE.toSeconds() + "s");
        all.put("agent.launcher", launcher);
        all.put("agent.turn", TURN_STEPS);
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            all.put(pair[0], pair[1]);
        }
        server = new ServerJvm(dir, jvmOption, all);
    }

    /**
     * What came of a request.
     *
     * @param status of the response
     * @param body of the response
     * @param exitTook from SIGTERM to the exit of the JVM
     */
    private record Outcome(int status, String body, Duration exitTook) {}

    /** Sends a request, and SIGTERM when its turn runs. */
    private Outcome requestAndTerminate(String path) throws Exception {
        CompletableFuture<HttpResponse<String>> request = server.get(path);
        long agent = Long.parseLong(FakeCli.in(dir).awaitNote("agent.pid", Duration.ofSeconds(60)));
        assertThat(server.started())
                .as("the agent and the grandchild")
                .contains(agent)
                .hasSizeGreaterThan(1);

        long start = System.nanoTime();
        CompletableFuture<Duration> exit = server.exit().thenApply(any -> Duration.ofNanos(System.nanoTime() - start));
        server.terminate();
        server.awaitLog(DRAINING);
        Files.createFile(dir.resolve("draining"));

        HttpResponse<String> response = Times.within(Duration.ofSeconds(30), request);
        Duration took = Times.within(Duration.ofSeconds(30), exit);
        assertThat(server.started()).as("left:\n%s", server.log()).isEmpty();
        assertThat(server.exit().join().exitValue()).as(server.log()).isEqualTo(SIGTERM);
        return new Outcome(response.statusCode(), response.body(), took);
    }

    @ParameterizedTest
    @CsvSource({
        "posix, agent.exit=8, ''",
        "jdk, agent.exit=8, ''",
        "posix, agent.exit=, wait:8",
        "jdk, agent.exit=, wait:8",
        "posix, agent.exit=application, ''",
        "jdk, agent.exit=, application",
    })
    void aTurnInProgressIsAnsweredAndTheJvmEndsWithinThePhase(String launcher, String option, String property)
            throws Exception {
        start(launcher, "-D" + JvmExit.PROPERTY + "=" + property, option);

        Outcome outcome = requestAndTerminate("/ask");

        assertThat(outcome.body()).isEqualTo(WHOLE_ANSWER);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.exitTook()).isGreaterThanOrEqualTo(TURN).is(under(PHASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void byDefaultTheRequestFailsWithTheReason(String launcher) throws Exception {
        // Spring's properties are not system properties.
        start(launcher, "-Dany=thing", JvmExit.PROPERTY + "=wait:8");

        Outcome outcome = requestAndTerminate("/ask");

        assertThat(outcome.body())
                .isEqualTo(
                        "the first half\nTransportClosedException: The session was closed because this JVM is shutting"
                                + " down.");
        assertThat(outcome.status()).isEqualTo(503);
        assertThat(outcome.exitTook()).is(under(TURN));
    }

    @Test
    void byDefaultAnInterruptedTurnKeepsItsPartialAnswer() throws Exception {
        start("posix", "-Dany=thing", "agent.turn=init grandchild:none pid:agent hang-turn");

        Outcome outcome = requestAndTerminate("/ask");

        assertThat(outcome.body()).isEqualTo("as far as it\nresult interrupted");
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.exitTook()).is(under(TURN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aSecondQueryOfTheRequestIsRefused(String launcher) throws Exception {
        start(launcher, "-D" + JvmExit.PROPERTY + "=wait:8");

        Outcome outcome = requestAndTerminate("/ask-twice");

        assertThat(outcome.body())
                .startsWith(WHOLE_ANSWER + "\nCliStartException: ")
                .contains("This JVM is shutting down: no more processes are started");
        assertThat(outcome.status()).isEqualTo(503);
        assertThat(outcome.exitTook()).isGreaterThanOrEqualTo(TURN).is(under(PHASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aSecondQueryOfTheRequestIsAnsweredIfTheEndIsLeftToTheApplication(String launcher) throws Exception {
        start(launcher, "-D" + JvmExit.PROPERTY + "=application", "spring.lifecycle.timeout-per-shutdown-phase=10s");

        Outcome outcome = requestAndTerminate("/ask-twice");

        assertThat(outcome.body()).isEqualTo(WHOLE_ANSWER + "\n" + WHOLE_ANSWER);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.exitTook())
                .isGreaterThanOrEqualTo(TURN.multipliedBy(2))
                .is(under(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix", "jdk"})
    void aSessionThatIsABeanIsClosedBySpringAndNotWaitedFor(String launcher) throws Exception {
        start(launcher, "-D" + JvmExit.PROPERTY + "=wait:20", "agent.shared=true");

        Outcome outcome = requestAndTerminate("/shared");

        assertThat(outcome.body()).isEqualTo(WHOLE_ANSWER);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.exitTook()).isGreaterThanOrEqualTo(TURN).is(under(PHASE));
    }
}
