package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent that asks without end: threads and bytes are bounded, and nothing waits for ever. */
@Timeout(120)
@Tag("R-114")
class RequestFloodTest {

    /** As documented at the class that serves requests. */
    private static final int MAX_SERVED = 128;

    private static final String BASH = "{'tool_name':'Bash','input':{}}";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);

    private static AgentOptions.Builder options() {
        return AgentOptions.builder();
    }

    private static long callbackThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("agent-sdk-callback-"))
                .count();
    }

    @Test
    void refusalsAreWrittenByOneThreadInTheirOrder() {
        long before = callbackThreads();
        try (AgentSession session = Wire.open(transport, options())) {
            for (int i = 0; i < 3_000; i++) {
                wire.askAs("r" + i, "no_such_" + "x".repeat(300), "{}");
            }
            for (int i = 0; i < 3_000; i++) {
                assertThat(wire.errorOf("r" + i))
                        .contains("no_such_")
                        .as("of the agent's own text no more than helps")
                        .hasSizeLessThan(250);
                if (i % 500 == 0) {
                    assertThat(callbackThreads() - before).isLessThan(5);
                }
            }
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void noMoreRequestsAreServedAtATimeThanIsDocumentedAndAllInTheEnd() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore entered = new Semaphore(0);
        CountDownLatch release = new CountDownLatch(1);
        try (AgentSession session = Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            entered.release();
            release.await();
            now.decrementAndGet();
            return PermissionDecision.deny("no");
        }))) {
            for (int i = 0; i < 400; i++) {
                wire.askAs("r" + i, "can_use_tool", BASH);
            }
            assertThat(entered.tryAcquire(MAX_SERVED, 20, TimeUnit.SECONDS)).isTrue();
            // All have been read: what comes last is told.
            wire.askAs("last", "no_such_thing", "{}");
            assertThat(wire.errorOf("last")).contains("no_such_thing");
            assertThat(now).hasValue(MAX_SERVED);

            release.countDown();
            Set<String> answered = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                answered.add(wire.sent().path("response").path("request_id").asText());
            }
            assertThat(answered).hasSize(400);
            assertThat(most).hasValue(MAX_SERVED);
            assertThat(session.exitReport()).isEmpty();
        }
    }

    /** The reading is paused then, and the answer to the callback's own request is behind all that. */
    @Test
    void aCallbackMayAskTheAgentWhileTheAgentIsHeldBack() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> asked = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<AgentSession> opened = new CompletableFuture<>();
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .limits(SessionLimits.defaults().withBuffers(10_000, 10_000_000))
                        .permissionCallback((request, cancellation) -> {
                            if (calls.incrementAndGet() == 1) {
                                held.await();
                                opened.join().setPermissionMode(PermissionMode.PLAN);
                                asked.complete("answered");
                            } else {
                                release.await();
                            }
                            return PermissionDecision.deny("no");
                        }))) {
            opened.complete(session);
            for (int i = 0; i < 1_000; i++) {
                wire.askAs("r" + i, "can_use_tool", BASH);
            }
            Eventually.await("the agent is held back", transport::isPaused);

            held.countDown();
            JsonNode request = wire.sent();
            assertThat(request.path("request").path("subtype").asText()).isEqualTo("set_permission_mode");
            wire.answer(request, "{}");

            assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("answered");
            release.countDown();
            for (int i = 0; i < 1_000; i++) {
                assertThat(wire.sent().path("type").asText()).isEqualTo("control_response");
            }
            Eventually.await("the agent is not held back", () -> !transport.isPaused());
        }
    }

    @Test
    void anAnswerBehindMoreThanTheHardBoundIsGivenUpAndNotWaitedForForEver() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .limits(SessionLimits.defaults().withBuffers(10_000, 200_000))
                        .permissionCallback((request, cancellation) -> {
                            release.await();
                            return PermissionDecision.deny("no");
                        }))) {
            CompletableFuture<Throwable> outcome = CompletableFuture.runAsync(
                            () -> session.setPermissionMode(PermissionMode.PLAN))
                    .handle((nothing, error) -> error);
            assertThat(wire.sent().path("request").path("subtype").asText()).isEqualTo("set_permission_mode");
            for (int i = 0; i < 2_000; i++) {
                wire.askAs("r" + i, "can_use_tool", BASH);
            }

            assertThat(outcome.get(20, TimeUnit.SECONDS)).hasMessageContaining("hardBufferBytes");
            release.countDown();
        }
    }

    @Test
    void whatIsTakenBackKeepsItsPlaceUntilItsCallbackHasLeft() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        try (AgentSession session = Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            entered.incrementAndGet();
            while (true) {
                try {
                    release.await();
                    return PermissionDecision.deny("no");
                } catch (InterruptedException e) {
                    // As code does that was not written for it.
                }
            }
        }))) {
            for (int i = 0; i < 1_000; i++) {
                wire.askAs("r" + i, "can_use_tool", BASH);
                wire.cancel("r" + i);
            }
            wire.askAs("last", "no_such_thing", "{}");
            assertThat(wire.errorOf("last")).contains("no_such_thing");
            assertThat(entered.get()).isLessThanOrEqualTo(MAX_SERVED);

            release.countDown();
            wire.askAs("again", "can_use_tool", BASH);
            assertThat(wire.successOf("again").path("behavior").asText()).isEqualTo("deny");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    record Nothing() {}

    @Test
    void toolsThatIgnoreTheirCancellationAreBoundedAndTheCallIsRefused() throws Exception {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        Tool stubborn = Tool.of("stubborn", "Ignores all.", Nothing.class, (arguments, context) -> {
            running.incrementAndGet();
            while (true) {
                try {
                    release.await();
                    return ToolResult.text("done");
                } catch (InterruptedException e) {
                    // As code does that was not written for it.
                }
            }
        });
        try (AgentSession session = Wire.open(transport, options().toolServer(ToolServer.of("calc", stubborn)))) {
            for (int i = 0; i < 2 * MAX_SERVED; i++) {
                int expected = i + 1;
                call("r" + i, i);
                Eventually.await("call " + i + " runs", () -> running.get() == expected);
                wire.cancel("r" + i);
            }

            call("last", 1_000);

            assertThat(wire.successOf("last").toString()).contains("calls run already");
            assertThat(running).hasValue(2 * MAX_SERVED);
            release.countDown();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    private void call(String requestId, int id) {
        wire.askAs(
                requestId,
                "mcp_message",
                "{'server_name':'calc','message':{'jsonrpc':'2.0','id':" + id
                        + ",'method':'tools/call','params':{'name':'stubborn'}}}");
    }

    @Test
    void aFloodDoesNotHoldTheCloseUp() throws Exception {
        CountDownLatch entered = new CountDownLatch(MAX_SERVED);
        AgentSession session = Wire.open(
                transport,
                options()
                        .limits(SessionLimits.defaults().withBuffers(10_000, 10_000_000))
                        .permissionCallback((request, cancellation) -> {
                            entered.countDown();
                            new CountDownLatch(1).await();
                            return PermissionDecision.deny("no");
                        }));
        for (int i = 0; i < 3_000; i++) {
            wire.askAs("r" + i, "can_use_tool", BASH);
        }
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        session.close();

        assertThat(session.exitReport()).isPresent();

        Eventually.await("the threads have gone", () -> callbackThreads() == 0);
    }
}
