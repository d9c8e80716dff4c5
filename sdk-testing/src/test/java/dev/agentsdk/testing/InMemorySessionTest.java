package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session over an agent that a test plays. */
@Timeout(60)
class InMemorySessionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InMemoryTransport agent = new InMemoryTransport();

    private AgentSession open(SessionLimits limits) {
        AgentSession session = AgentSession.open(
                AgentOptions.builder().transport(agent.factory()).limits(limits).build());
        assertThat(sent().path("request").path("subtype").asText()).isEqualTo("initialize");
        return session;
    }

    private AgentSession open() {
        return open(SessionLimits.defaults());
    }

    /** The next line that the session has sent. */
    private JsonNode sent() {
        return agent.awaitSent(PATIENCE).tree();
    }

    private void say(String text) {
        agent.emit("{\"type\":\"assistant\",\"message\":{\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\""
                + text + "\"}]}}");
    }

    private void result(String text) {
        agent.emit("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"result\":\"" + text + "\"}");
    }

    private void answer(JsonNode request, String subtype, String rest) {
        agent.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"" + subtype + "\",\"request_id\":"
                + request.path("request_id") + "," + rest + "}}");
    }

    @Test
    void openingShakesHands() {
        try (AgentSession session = open()) {
            assertThat(session.initializeResponse().tree().isObject()).isTrue();
            assertThat(session.pid()).isEmpty();
            assertThat(agent.sent()).hasSize(1);
        }
    }

    @Test
    void aTurnGoesOutAndItsMessagesComeBackInOrder() {
        try (AgentSession session = open()) {
            session.send("Hi");
            JsonNode user = sent();
            assertThat(user.path("type").asText()).isEqualTo("user");
            assertThat(user.path("message").path("content").asText()).isEqualTo("Hi");
            say("one");
            say("two");
            result("done");

            List<Message> messages = new ArrayList<>();
            session.receiveResponse().forEach(messages::add);
            assertThat(messages).hasSize(3);
            assertThat(messages.get(0))
                    .isInstanceOfSatisfying(
                            AssistantMessage.class,
                            message -> assertThat(message.text()).isEqualTo("one"));
            assertThat(messages.get(1))
                    .isInstanceOfSatisfying(
                            AssistantMessage.class,
                            message -> assertThat(message.text()).isEqualTo("two"));
            assertThat(messages.get(2))
                    .isInstanceOfSatisfying(
                            ResultMessage.class,
                            message -> assertThat(message.result()).hasValue("done"));
        }
    }

    @Test
    void requestsAreAnsweredByTheTest() {
        try (AgentSession session = open()) {
            CompletableFuture<JsonNode> status = CompletableFuture.supplyAsync(
                    () -> session.request("mcp_status", Map.of("deep", true)).tree());
            JsonNode request = sent();
            assertThat(request.path("request").path("subtype").asText()).isEqualTo("mcp_status");
            assertThat(request.path("request").path("deep").asBoolean()).isTrue();
            answer(request, "success", "\"response\":{\"servers\":2}");

            assertThat(status)
                    .succeedsWithin(PATIENCE)
                    .satisfies(
                            answer -> assertThat(answer.path("servers").asInt()).isEqualTo(2));
        }
    }

    @Test
    void requestsAreRefusedByTheTest() {
        try (AgentSession session = open()) {
            CompletableFuture<Void> interrupt = CompletableFuture.runAsync(session::interrupt);
            answer(sent(), "error", "\"error\":\"not now\"");

            assertThat(interrupt)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(ControlException.class)
                    .withMessageContaining("not now");
        }
    }

    @Test
    void anAgentThatDoesNotAnswerTheHandshakeIsGivenUpAndClosed() {
        InMemoryTransport mute = agent.withoutHandshake();
        Duration timeout = Duration.ofMillis(100);
        AgentOptions options = AgentOptions.builder()
                .transport(mute.factory())
                .limits(SessionLimits.defaults().withInitializeTimeout(timeout))
                .build();
        long start = System.nanoTime();
        assertThatThrownBy(() -> AgentSession.open(options)).isInstanceOf(ControlTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(timeout)
                .is(under(Duration.ofSeconds(5)));
        assertThat(mute.exit()).isCompleted();
    }

    @Test
    void anAgentThatExitsDuringTheHandshakeIsReportedWithItsStderr() {
        InMemoryTransport dying = agent.withoutHandshake();
        dying.exit(7, "bad flag");
        AgentOptions options = AgentOptions.builder().transport(dying.factory()).build();

        CliExitedException thrown = catchThrowableOfType(CliExitedException.class, () -> AgentSession.open(options));
        assertThat(thrown).hasMessageContaining("7").hasMessageContaining("bad flag");
    }

    @Test
    void aFullBufferPausesTheAgentAndTakingMessagesResumesIt() {
        try (AgentSession session = open(SessionLimits.defaults().withBuffers(4_000, 1 << 20))) {
            for (int i = 0; i < 500; i++) {
                say("text " + i);
            }
            result("done");
            Eventually.await("the agent is held back", agent::isPaused);

            int next = 0;
            for (Message message : session.receiveResponse()) {
                if (message instanceof AssistantMessage text) {
                    assertThat(text.text()).isEqualTo("text " + next++);
                }
            }
            assertThat(next).isEqualTo(500);
            assertThat(agent.isPaused()).isFalse();
            assertThat(session.statistics().droppedAtClose()).isZero();
        }
    }

    @Test
    void requestsWorkAlthoughTheBufferIsFull() {
        try (AgentSession session = open(SessionLimits.defaults().withBuffers(4_000, 1 << 20))) {
            for (int i = 0; i < 100; i++) {
                say("text " + i);
            }
            Eventually.await("the agent is held back", agent::isPaused);
            CompletableFuture<Void> interrupt = CompletableFuture.runAsync(session::interrupt);
            answer(sent(), "success", "\"response\":{}");

            assertThat(interrupt).succeedsWithin(PATIENCE);
            Eventually.await("the agent is held back again", agent::isPaused);
        }
    }

    @Test
    void whatTheAgentSaidBeforeItsExitComesBeforeTheReport() {
        try (AgentSession session = open()) {
            session.send("Hi");
            say("last words");
            agent.exit(3, "boom");
            List<Message> messages = new ArrayList<>();
            CliExitedException thrown = catchThrowableOfType(
                    CliExitedException.class, () -> session.receiveResponse().forEach(messages::add));

            assertThat(messages).hasSize(1);
            assertThat(thrown).hasMessageContaining("code 3").hasMessageContaining("boom");
            assertThat(thrown.report().orElseThrow().exitCode()).hasValue(3);
        }
    }

    @Test
    void anAgentThatStopsTalkingAndLivesIsToldFromOneThatHasExited() {
        try (AgentSession session = open()) {
            session.send("Hi");
            agent.endOutput();
            CliExitedException thrown = catchThrowableOfType(
                    CliExitedException.class, () -> session.receiveResponse().result());

            assertThat(thrown).hasMessageContaining("still runs");
            assertThat(thrown.report()).isEmpty();
        }
    }

    @Test
    void anExitInGoodOrderEndsTheConversation() {
        try (AgentSession session = open()) {
            say("bye");
            agent.exit(0, "");

            assertThat(session.receiveMessages().stream()).hasSize(1);
            assertThat(session.exit()).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void noiseAndBrokenBytesAreCounted() {
        try (AgentSession session = open()) {
            session.send("go");
            agent.emit("debug: noise");
            agent.emit("");
            byte[] broken =
                    "{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"x?\"}".getBytes(StandardCharsets.UTF_8);
            broken[broken.length - 3] = (byte) 0xff;
            agent.emit(broken);
            ResultMessage result = session.receiveResponse().result();

            assertThat(result.result()).hasValue("x\ufffd");
            assertThat(session.statistics().noiseLines()).isEqualTo(1);
            assertThat(session.statistics().repairedLines()).isEqualTo(1);
        }
    }
}
