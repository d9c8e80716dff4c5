package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.tool.Tool;
import dev.agentsdk.tool.ToolResult;
import dev.agentsdk.tool.ToolServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits when a session is closed is not begun, and what runs is interrupted. */
@Timeout(120)
@Tag("R-114")
class NothingStartsAfterCloseTest {

    private static final int MAX_SERVED = 128;

    private record Nothing() {}

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final Semaphore entered = new Semaphore(0);

    /** Runs until it is interrupted. */
    private void block() throws InterruptedException {
        started.incrementAndGet();
        entered.release();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        }
    }

    private ToolServer tools() {
        return ToolServer.of(
                "s",
                Tool.of("t", "Blocks.", Nothing.class, (arguments, context) -> {
                    block();
                    return ToolResult.text("never");
                }));
    }

    private void call(String requestId, String jsonRpcId) {
        wire.askAs(
                requestId,
                "mcp_message",
                "{'server_name':'s','message':{'jsonrpc':'2.0','id':" + jsonRpcId
                        + ",'method':'tools/call','params':{'name':'t','arguments':{}}}}");
    }

    private static void awaitAll(ExecutorService executor) throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, MAX_SERVED})
    void callsOfToolsThatWaitAreNotBegun(int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().callbackExecutor(executor).toolServer(tools()))) {
            for (int i = 0; i < 400; i++) {
                call("r" + i, String.valueOf(i));
            }
            assertThat(entered.tryAcquire(threads, 60, TimeUnit.SECONDS)).isTrue();
            session.close();
        }
        awaitAll(executor);
        assertThat(started).hasValue(threads);
        assertThat(interrupted).hasValue(threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, MAX_SERVED})
    void permissionCallbacksThatWaitAreNotBegun(int threads) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().callbackExecutor(executor).permissionCallback((request, cancellation) -> {
                    block();
                    return PermissionDecision.deny("never");
                }))) {
            for (int i = 0; i < 400; i++) {
                wire.askAs("r" + i, "can_use_tool", "{'tool_name':'Bash','input':{}}");
            }
            assertThat(entered.tryAcquire(threads, 60, TimeUnit.SECONDS)).isTrue();
            session.close();
        }
        awaitAll(executor);
        assertThat(started).hasValue(threads);
        assertThat(interrupted).hasValue(threads);
    }

    /** Else the first would have no place from which the close could interrupt it. */
    @Test
    void anIdThatIsWrittenInAnotherWayIsTheSame() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (AgentSession session = Wire.open(
                transport,
                AgentOptions.builder().callbackExecutor(executor).toolServer(tools()))) {
            call("r1", "'a'");
            assertThat(entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            call("r2", "'\\u0061'");
            assertThat(wire.successOf("r2")
                            .path("mcp_response")
                            .path("error")
                            .path("message")
                            .asText())
                    .contains("under way");
            call("r3", "1");
            assertThat(entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            call("r4", "1e0");
            assertThat(wire.successOf("r4")
                            .path("mcp_response")
                            .path("error")
                            .path("message")
                            .asText())
                    .contains("under way");
            session.close();
        }
        awaitAll(executor);
        assertThat(started).hasValue(2);
        assertThat(interrupted).hasValue(2);
    }
}
