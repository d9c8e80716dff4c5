package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.failure;
import static dev.agentsdk.e2e.model.ModelReply.noConnection;
import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelReply.Ending;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.e2e.support.RawSession;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.message.ApiRetryMessage;
import dev.agentsdk.message.RetryMessage;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that fails: the CLI tries again, and what it gives up with arrives as an error that says why. */
@RealCliTest
class RealApiErrorTest {

    @RegisterExtension
    final Lab lab = new Lab();

    static Stream<Arguments> passingFailures() {
        return Stream.of(RealCli.values())
                .flatMap(cli -> Stream.of(429, 500, 0).map(status -> Arguments.of(cli, status)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("passingFailures")
    void aFailureThatPassesIsOvercome(RealCli cli, int status) {
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            Turn turn = Turn.of(session, prompt("Go", text("At last").afterFailures(1, status)));

            assertThat(turn.text()).isEqualTo("At last");
            assertThat(turn.result().isError()).isFalse();
            assertThat(lab.model().scriptedCalls()).hasSize(2);
            // qwen says nothing of a call that failed.
            assertThat(turn.all(RetryMessage.class)).isEmpty();
            assertThat(turn.all(ApiRetryMessage.class)).hasSize(cli == RealCli.CLAUDE ? 1 : 0);
        }
    }

    static Stream<Arguments> lastingFailures() {
        return Stream.of(
                Arguments.of(RealCli.CLAUDE, 400, "scripted failure 400"),
                Arguments.of(RealCli.CLAUDE, 401, "scripted failure 401"),
                Arguments.of(RealCli.CLAUDE, 429, "scripted failure 429"),
                Arguments.of(RealCli.CLAUDE, 500, "scripted failure 500"),
                Arguments.of(RealCli.CLAUDE, 0, "Connection dropped"),
                // What may pass, qwen tries again for minutes.
                Arguments.of(RealCli.QWEN, 400, "scripted failure 400"),
                Arguments.of(RealCli.QWEN, 401, "scripted failure 401"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("lastingFailures")
    void aFailureThatLastsIsAnErrorThatSaysWhy(RealCli cli, int status, String reason) {
        ResultException error = catchThrowableOfType(
                ResultException.class,
                () -> AgentQuery.ask(
                        prompt("Go", failure(status)),
                        lab.options(cli).env("CLAUDE_CODE_MAX_RETRIES", "1").build()));

        assertThat(error).hasMessageContaining(reason);
        assertThat(error.result().raw().text()).contains(status == 0 ? reason : "scripted failure " + status);
        if (cli == RealCli.CLAUDE && status > 0) {
            assertThat(error.result().apiErrorStatus()).hasValue(status);
        }
    }

    /** Its result is a success: only the messages on the way show that the answer is not whole. */
    @Test
    void anAnswerThatIsAlwaysCutInTheMiddleIsTakenAsItIsByClaude() {
        try (AgentSession session = AgentSession.open(
                lab.options(RealCli.CLAUDE).env("CLAUDE_CODE_MAX_RETRIES", "1").build())) {
            Turn turn = Turn.of(session, prompt("Go", text("Half").ending(Ending.CUT)));

            assertThat(turn.all(ApiRetryMessage.class)).isNotEmpty();
            assertThat(turn.text()).isEqualTo("Half");
            assertThat(turn.result().isError()).isFalse();
            assertThat(Turn.of(session, prompt("Once more", text("Whole"))).text())
                    .isEqualTo("Whole");
        }
    }

    @Test
    void anAnswerThatIsCutInTheMiddleIsGoneOnWithByQwen() {
        try (AgentSession session = AgentSession.open(lab.options(RealCli.QWEN).build())) {
            Turn turn =
                    Turn.of(session, prompt("Go", text("The first half, ").ending(Ending.CUT), text("the second.")));

            assertThat(turn.all(RetryMessage.class)).singleElement().satisfies(retry -> {
                assertThat(retry.reason()).isEqualTo("retry");
                assertThat(retry.isTextPreserved()).isTrue();
                assertThat(retry.discardedToolCalls()).isZero();
            });
            assertThat(turn.text()).isEqualTo("The first half, the second.");
        }
    }

    /** The CLI waits for its next try: for seconds, and in the end for minutes. */
    @EveryCli
    void aTurnThatOnlyRetriesIsInterrupted(RealCli cli) {
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            session.send(prompt("Go", failure(500)));
            awaitRetry();

            session.interrupt();
            assertThat(Turn.rest(session).result().isError()).isTrue();
            assertThat(Turn.of(session, prompt("Better?", text("Better"))).text())
                    .isEqualTo("Better");
        }
    }

    private void awaitRetry() {
        Procs.await(
                "the second try",
                Duration.ofSeconds(30),
                () -> lab.model().scriptedCalls().size() >= 2);
    }

    @EveryCli
    void aQueryThatOnlyRetriesIsClosedInTime(RealCli cli) {
        AgentQuery query =
                AgentQuery.start(prompt("Go", noConnection()), lab.options(cli).build());
        awaitRetry();

        long start = System.nanoTime();
        query.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(RawSession.BOUND));
        assertThat(query.exitReport().orElseThrow().leftBehind()).isEmpty();
    }
}
