package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads from the agent ends, because memory runs out or something throws. */
@Timeout(60)
@Tag("R-97")
class ReadingFailureTest {

    private static final String WHAT_IS_SAID = "The agent's output could not be read any further, so that the agent is"
            + " ended: java.lang.OutOfMemoryError: Java heap space";

    private final FakeTransport agent = new FakeTransport();
    private final OutOfMemoryError cause = new OutOfMemoryError("Java heap space");
    private AgentSession session;

    @AfterEach
    void close() {
        session.close();
    }

    private void failReading() {
        agent.deliver(listener -> listener.onFailure(cause));
    }

    private static void assertSaysWhy(Throwable thrown, Throwable cause) {
        assertThat(thrown)
                .isInstanceOf(AgentException.class)
                .hasMessage(WHAT_IS_SAID)
                .hasCause(cause);
    }

    @Test
    void whoWaitsForMessagesGetsATypedException() {
        session = agent.session();
        session.send("hello");
        Background.Running<ResultMessage> reader =
                Background.run(() -> session.receiveResponse().result());
        Background.awaitWaiting(reader.thread());

        failReading();

        assertThat(reader.outcome())
                .failsWithin(Background.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .satisfies(e -> assertSaysWhy(e.getCause(), cause));
        // And the next one, too.
        assertThatThrownBy(() -> session.receiveMessages().iterator().hasNext())
                .satisfies(e -> assertSaysWhy(e, cause));
        agent.awaitEvents(events -> events.contains("close"));
    }

    @Test
    void whoWaitsForAnAnswerGetsATypedException() {
        session = agent.session();
        agent.on("mcp_status", request -> failReading());

        assertThatThrownBy(() -> session.request("mcp_status", Map.of())).satisfies(e -> assertSaysWhy(e, cause));
        assertThatThrownBy(() -> session.request("mcp_status", Map.of())).isInstanceOf(AgentException.class);
    }

    @Test
    void theEndOfTheRunHasTheSameReason() {
        session = agent.session();
        session.send("hello");
        CompletableFuture<Void> finished = session.whenRunFinished();

        failReading();
        agent.exit(1, "");

        assertThat(finished)
                .failsWithin(Background.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .satisfies(e -> assertSaysWhy(e.getCause(), cause));
    }

    /** Takes nothing, and waits for the end. */
    private static final class Waiting implements Flow.Subscriber<Message> {
        final CompletableFuture<Throwable> error = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Message item) {}

        @Override
        public void onError(Throwable why) {
            error.complete(why);
        }

        @Override
        public void onComplete() {
            error.completeExceptionally(new AssertionError("completed"));
        }
    }

    @Test
    void aSubscriberWithoutAThreadIsToldAndKeepsNothingFromTheOthers() {
        boolean[] full = {false};
        session = AgentSession.open(agent.options()
                .callbackExecutor(work -> {
                    if (full[0]) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    work.run();
                })
                .build());
        Waiting subscriber = new Waiting();
        session.messagePublisher().subscribe(subscriber);
        session.send("hello");
        CompletableFuture<Void> finished = session.whenRunFinished();
        full[0] = true;

        agent.exit(7, "");

        assertThat(subscriber.error)
                .succeedsWithin(Background.PATIENCE)
                .satisfies(why -> assertThat(why).hasMessage("unable to create native thread"));
        assertThat(finished)
                .failsWithin(Background.PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CliExitedException.class);
    }
}
