package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.tool.McpServer;
import dev.agentsdk.tool.McpServerSession;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Errors, not exceptions, of the application's code: a queue that one of them stops would stop for good. */
@Timeout(60)
@Tag("R-121")
class CallbackErrorsTest {

    private static final String BASH = "{'tool_name':'Bash','input':{}}";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(100);

    private static String initialize(int id) {
        return "{'server_name':'x','message':{'jsonrpc':'2.0','id':" + id + ",'method':'initialize','params':{}}}";
    }

    @Test
    void aServerThatCannotBeOpenedAnswersEachMessage() throws Exception {
        McpServer server = peer -> {
            throw new NoClassDefFoundError("optional/Library");
        };
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().callbackErrorListener(errors::add).toolServer("x", server))) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.successOf(wire.ask("mcp_message", initialize(i)))
                                .toString())
                        .contains("optional/Library");
            }
            assertThat(errors.poll(10, TimeUnit.SECONDS)).hasCauseInstanceOf(NoClassDefFoundError.class);
            assertThat(session.statistics().callbackErrors()).isEqualTo(3);
        }
    }

    @Test
    void aServerWhoseSessionThrowsErrorsServesTheNextMessage() {
        AtomicInteger messages = new AtomicInteger();
        McpServer server = peer -> new McpServerSession() {
            @Override
            public CompletionStage<Optional<RawJson>> handle(RawJson message) {
                if (messages.incrementAndGet() == 1) {
                    throw new StackOverflowError("deep");
                }
                return CompletableFuture.completedFuture(Optional.of(RawJson.of("{\"result\":1}")));
            }

            @Override
            public void close() {
                throw new LinkageError("at the end");
            }
        };
        try (AgentSession session = Wire.open(transport, AgentOptions.builder().toolServer("x", server))) {
            assertThat(wire.successOf(wire.ask("mcp_message", initialize(1))).toString())
                    .contains("error");
            assertThat(wire.successOf(wire.ask("mcp_message", "{'server_name':'x','message':{'id':2,'method':'m'}}"))
                            .toString())
                    .contains("result");
            // A second one closes the session that the first has made.
            assertThat(wire.successOf(wire.ask("mcp_message", initialize(3))).toString())
                    .contains("result");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void aListenerForErrorsThatThrowsOneHearsTheNext() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(10);
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder()
                        .callbackErrorListener(exception -> {
                            heard.add(String.valueOf(exception.getMessage()));
                            throw new AssertionError("boom");
                        })
                        .permissionCallback((request, cancellation) -> {
                            throw new AssertionError("of the callback");
                        }))) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).isEqualTo("of the callback");
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    @Tag("R-114")
    void aListenerForErrorsThatBlocksKeepsABoundedNumberOfThem() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder()
                        .callbackErrorListener(exception -> {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            heard.incrementAndGet();
                        })
                        .permissionCallback((request, cancellation) -> {
                            throw new IllegalStateException("no");
                        }))) {
            for (int i = 0; i < 500; i++) {
                assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).isEqualTo("no");
            }
            Eventually.await("all are counted", () -> session.statistics().callbackErrors() == 500);
            release.countDown();
            Eventually.await("those that were kept are heard", () -> heard.get() >= 100);
        }
        // A MiB of them waits at most, each counted as 4,224 bytes, and one is with the listener.
        assertThat(heard.get()).isLessThanOrEqualTo((1 << 20) / 4_224 + 1);
    }

    @Test
    void anExecutorThatThrowsAnErrorIsAnsweredAsAFailure() {
        Executor executor = work -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder()
                        .callbackExecutor(executor)
                        .permissionCallback((request, cancellation) -> PermissionDecision.allow()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).contains("native thread");
            }
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatACallbackDoesWhenCancelledMayThrowAnError() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch entered = new CountDownLatch(1);
        try (AgentSession session =
                Wire.open(transport, AgentOptions.builder().permissionCallback((request, cancellation) -> {
                    for (int i = 0; i < 2; i++) {
                        cancellation.onCancel(() -> {
                            both.countDown();
                            throw new AssertionError("boom");
                        });
                    }
                    entered.countDown();
                    new CountDownLatch(1).await();
                    return PermissionDecision.allow();
                }))) {
            String id = wire.ask("can_use_tool", BASH);
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            wire.cancel(id);
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    @Tag("R-120")
    void aRequestThatCannotBeReadIsAnsweredWithAnError() {
        String deep = "[".repeat(600) + "]".repeat(600);
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().permissionCallback((request, cancellation) -> PermissionDecision.deny("no")))) {
            String id = wire.ask("can_use_tool", "{'tool_name':'Bash','input':{'v':" + deep + "}}");
            assertThat(wire.errorOf(id)).contains("cannot be read");

            transport.emit("{\"type\":\"control_request\",\"request_id\":\"cut\",\"request\":{\"subtype\":");
            assertThat(wire.errorOf("cut")).contains("cannot be read");

            assertThat(wire.successOf(wire.ask("can_use_tool", BASH))
                            .path("behavior")
                            .asText())
                    .isEqualTo("deny");
            assertThat(session.statistics().malformedLines()).isEqualTo(2);
        }
    }

    @Test
    @Tag("R-120")
    @Tag("R-113")
    void anIntegerOfTenThousandDigitsCostsNoRequestAndGoesBackDigitForDigit() {
        String digits = "1".repeat(10_001);
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().permissionCallback((request, cancellation) -> PermissionDecision.allow()))) {
            String id = wire.ask("can_use_tool", "{'tool_name':'Bash','input':{'n':" + digits + ",'e':1e999999999}}");

            transport.awaitSent(Wire.PATIENCE);
            assertThat(transport.sent().get(1)).contains(id, "{\"n\":" + digits + ",\"e\":1e999999999}");
            assertThat(session.statistics().malformedLines()).isZero();
        }
    }
}
