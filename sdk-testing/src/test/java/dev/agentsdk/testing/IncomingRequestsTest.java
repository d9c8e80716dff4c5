package dev.agentsdk.testing;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentSession;
import dev.agentsdk.callback.CancellationSignal;
import dev.agentsdk.dialog.ElicitationAnswer;
import dev.agentsdk.dialog.UserDialogAnswer;
import dev.agentsdk.errors.CallbackException;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.permission.PermissionBehavior;
import dev.agentsdk.permission.PermissionChoice;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionDestination;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.permission.PermissionRequest;
import dev.agentsdk.permission.PermissionRule;
import dev.agentsdk.permission.PermissionUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the agent asks a session: permissions, dialogs, what is malformed or unknown, cancelling, and callbacks that fail. */
@Timeout(30)
class IncomingRequestsTest {

    private static final String BASH = "{'tool_name':'Bash','input':{'command':'ls'},'tool_use_id':'toolu_1'}";

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);
    private final BlockingQueue<CallbackException> errors = new ArrayBlockingQueue<>(10);

    private AgentOptions.Builder options() {
        return AgentOptions.builder().callbackErrorListener(errors::add);
    }

    private static final class Stuck {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch left = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);
        final AtomicReference<Throwable> thrown = new AtomicReference<>();

        PermissionDecision decide(PermissionRequest request, CancellationSignal cancellation) throws Exception {
            cancellation.onCancel(told::countDown);
            entered.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("cannot come here");
            } catch (InterruptedException e) {
                thrown.set(e);
                assertThat(cancellation.isCancelled()).isTrue();
                throw e;
            } finally {
                left.countDown();
            }
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPermissionRequestArrivesTypedAndIsAllowedWithItsOwnInput() throws Exception {
        AtomicReference<PermissionRequest> seen = new AtomicReference<>();
        try (AgentSession session = Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            seen.set(request);
            return PermissionDecision.allow();
        }))) {
            String id = wire.ask(
                    "can_use_tool",
                    "{'tool_name':'Read','input':{'file_path':'/a','n':1.10,'big':12345678901234567890.5},'tool_use_id':'toolu_2','agent_id':'a1',"
                            + "'blocked_path':'/a','decision_reason':'outside','title':'Read?','new_field':7,"
                            + "'permission_suggestions':[{'type':'addRules','rules':[{'toolName':'Read'}],"
                            + "'behavior':'allow','destination':'localSettings'},{'type':'newer','x':1}]}");

            JsonNode answer = wire.successOf(id);
            assertThat(answer.path("behavior").asText()).isEqualTo("allow");
            assertThat(transport.sent().get(1))
                    .as("digit for digit")
                    .contains("{\"file_path\":\"/a\",\"n\":1.10,\"big\":12345678901234567890.5}");
            assertThat(answer.has("updatedPermissions")).isFalse();

            PermissionRequest request = seen.get();
            assertThat(request.toolName()).isEqualTo("Read");
            assertThat(request.toolUseId()).contains("toolu_2");
            assertThat(request.agentId()).contains("a1");
            assertThat(request.requestId()).isEqualTo(id);
            assertThat(request.raw().tree().path("new_field").asInt()).isEqualTo(7);
            assertThat(request.suggestions().get(0))
                    .isEqualTo(new PermissionUpdate.AddRules(
                            List.of(PermissionRule.tool("Read")),
                            PermissionBehavior.ALLOW,
                            Optional.of(PermissionDestination.LOCAL_SETTINGS)));
            assertThat(request.suggestions().get(1)).isInstanceOf(PermissionUpdate.Unknown.class);
            assertThat(request.choices()).isEmpty();
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    /** As qwen 0.24.4 sends them. */
    @Test
    void answersThatTheAgentProposesAreNotTakenForChangesOfRules() throws Exception {
        AtomicReference<PermissionRequest> seen = new AtomicReference<>();
        try (AgentSession session =
                Wire.open(transport, options().dialect(CliDialect.QWEN).permissionCallback((request, cancellation) -> {
                    seen.set(request);
                    return PermissionDecision.allow().withUpdatedPermissions(request.suggestions());
                }))) {
            JsonNode answer = wire.successOf(wire.ask(
                    "can_use_tool",
                    "{'tool_name':'edit','input':{'file_path':'/a'},'tool_use_id':'call_1','blocked_path':null,"
                            + "'permission_suggestions':[{'type':'allow','label':'Allow Edit','description':'Edit file: a'},"
                            + "{'type':'deny','label':'Deny','description':'Block this file edit'},"
                            + "{'type':'modify','label':'Review Changes'},7]}"));

            assertThat(answer).isEqualTo(Wire.json("{'behavior':'allow','updatedInput':{'file_path':'/a'}}"));
            PermissionRequest request = seen.get();
            assertThat(request.suggestions()).isEmpty();
            assertThat(request.choices())
                    .extracting(PermissionChoice::type, PermissionChoice::label, PermissionChoice::description)
                    .containsExactly(
                            tuple("allow", "Allow Edit", Optional.of("Edit file: a")),
                            tuple("deny", "Deny", Optional.of("Block this file edit")),
                            tuple("modify", "Review Changes", Optional.empty()));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void aDecisionCanChangeInputAndRulesOrDenyAndInterrupt() {
        BlockingQueue<PermissionDecision> decisions = new ArrayBlockingQueue<>(5);
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .permissionCallback(
                                (request, cancellation) -> request.toolName().equals("Elsewhere")
                                        ? PermissionDecision.none()
                                        : decisions.remove()))) {
            assertThat(session.exitReport()).isEmpty();
            decisions.add(PermissionDecision.allow()
                    .withUpdatedInput(Map.of("command", "ls -l"))
                    .withUpdatedPermissions(List.of(
                            PermissionUpdate.allowForSession(PermissionRule.of("Bash", "ls:*")),
                            new PermissionUpdate.SetMode(PermissionMode.ACCEPT_EDITS, Optional.empty()),
                            new PermissionUpdate.RemoveDirectories(
                                    List.of("/x"), Optional.of(PermissionDestination.SESSION)))));
            assertThat(wire.successOf(wire.ask("can_use_tool", BASH)))
                    .isEqualTo(Wire.json("{'behavior':'allow','updatedInput':{'command':'ls -l'},'updatedPermissions':["
                            + "{'type':'addRules','rules':[{'toolName':'Bash','ruleContent':'ls:*'}],"
                            + "'behavior':'allow','destination':'session'},"
                            + "{'type':'setMode','mode':'acceptEdits'},"
                            + "{'type':'removeDirectories','directories':['/x'],'destination':'session'}]}"));

            decisions.add(PermissionDecision.deny("no shell"));
            assertThat(wire.successOf(wire.ask("can_use_tool", BASH)))
                    .isEqualTo(Wire.json("{'behavior':'deny','message':'no shell'}"));
            decisions.add(PermissionDecision.deny("stop").andInterrupt().withClassification("user_reject"));
            assertThat(wire.successOf(wire.ask("can_use_tool", BASH)))
                    .isEqualTo(Wire.json("{'behavior':'deny','message':'stop','interrupt':true,"
                            + "'decisionClassification':'user_reject'}"));

            wire.ask("can_use_tool", "{'tool_name':'Elsewhere','input':{}}");
            decisions.add(PermissionDecision.deny("next"));
            String next = wire.ask("can_use_tool", BASH);
            assertThat(wire.successOf(next).path("message").asText())
                    .as("the one before was not answered")
                    .isEqualTo("next");
        }
    }

    /** qwen 0.24 runs the input that it asked about, whatever the answer says. */
    @Test
    void aChangedInputThatTheAgentWouldNotTakeIsADenial() {
        BlockingQueue<PermissionDecision> decisions = new ArrayBlockingQueue<>(5);
        try (AgentSession session = Wire.open(
                transport,
                options().dialect(CliDialect.QWEN).permissionCallback((request, cancellation) -> decisions.remove()))) {
            decisions.add(PermissionDecision.allow()
                    .withUpdatedInput(Map.of("command", "ls -l"))
                    .withUpdatedPermissions(
                            List.of(PermissionUpdate.allowForSession(PermissionRule.of("Bash", "ls:*")))));
            JsonNode denied = wire.successOf(wire.ask("can_use_tool", BASH));
            assertThat(denied.path("behavior").asText()).isEqualTo("deny");
            assertThat(denied.path("message").asText()).contains("changed input", "Bash");
            assertThat(denied.size()).as("no input, no rules").isEqualTo(2);

            decisions.add(PermissionDecision.allow().withUpdatedInput(Map.of("command", "ls")));
            assertThat(wire.successOf(wire.ask("can_use_tool", BASH)))
                    .as("nothing is changed")
                    .isEqualTo(Wire.json("{'behavior':'allow','updatedInput':{'command':'ls'}}"));

            decisions.add(PermissionDecision.allow());
            assertThat(wire.successOf(wire.ask("can_use_tool", BASH)))
                    .isEqualTo(Wire.json("{'behavior':'allow','updatedInput':{'command':'ls'}}"));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    void requestsAreServedBeforeTheHandshakeIsAnswered() throws Exception {
        InMemoryTransport silent = new InMemoryTransport().withoutHandshake();
        Wire early = new Wire(silent);
        CompletableFuture<AgentSession> opening = CompletableFuture.supplyAsync(() -> AgentSession.open(options()
                .permissionCallback((request, cancellation) -> PermissionDecision.deny("early"))
                .transport(silent.factory())
                .build()));
        JsonNode initialize = early.sent();
        assertThat(early.successOf(early.ask("can_use_tool", BASH))
                        .path("message")
                        .asText())
                .isEqualTo("early");
        assertThat(opening).isNotDone();
        early.answer(initialize, "{}");
        opening.get(5, TimeUnit.SECONDS).close();
    }

    @Test
    void whatTheAgentStillWaitsForComesWithTheHandshakeAndIsServedOnce() throws Exception {
        InMemoryTransport silent = new InMemoryTransport().withoutHandshake();
        Wire agent = new Wire(silent);
        CompletableFuture<AgentSession> opening = CompletableFuture.supplyAsync(() -> AgentSession.open(options()
                .permissionCallback((request, cancellation) -> PermissionDecision.deny("late"))
                .transport(silent.factory())
                .build()));
        String id = agent.sent().path("request_id").asText();
        silent.emit("{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"" + id
                + "\",\"response\":{},\"pending_permission_requests\":[7,{\"type\":\"control_request\","
                + "\"request_id\":\"old-1\",\"request\":{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\","
                + "\"input\":{}}}]}}");
        try (AgentSession session = opening.get(5, TimeUnit.SECONDS)) {
            assertThat(agent.successOf("old-1").path("message").asText()).isEqualTo("late");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatIsMalformedOrUnknownIsAnsweredWithAnErrorAndTheSessionLivesOn() {
        try (AgentSession session = Wire.open(
                transport, options().permissionCallback((request, cancellation) -> PermissionDecision.allow()))) {
            assertThat(wire.errorOf(wire.ask("some_new_thing", "{}"))).contains("some_new_thing");
            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'input':{}}"))).contains("tool_name");
            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'tool_name':'Bash','input':7}")))
                    .contains("input");

            transport.emit("{\"type\":\"control_request\",\"request_id\":\"x-1\",\"request\":{}}");
            assertThat(wire.errorOf("x-1")).contains("no subtype");
            transport.emit("{\"type\":\"control_request\",\"request_id\":\"x-2\"}");
            assertThat(wire.errorOf("x-2")).contains("no subtype");
            transport.emit("{\"type\":\"control_request\",\"request\":{\"subtype\":\"can_use_tool\"}}");
            transport.emit("{\"type\":\"control_cancel_request\"}");
            transport.emit("{\"type\":\"control_cancel_request\",\"request_id\":\"unknown\"}");

            assertThat(wire.successOf(wire.ask("can_use_tool", BASH))
                            .path("behavior")
                            .asText())
                    .isEqualTo("allow");
            assertThat(session.statistics().unansweredRequests()).isEqualTo(1);
        }
    }

    @Test
    void withoutAPermissionCallbackTheAgentIsToldSo() {
        try (AgentSession session = Wire.open(transport, options())) {
            assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).contains("No permission callback");
            assertThat(wire.successOf(wire.ask("elicitation", "{'mcp_server_name':'s','message':'?'}")))
                    .isEqualTo(Wire.json("{'action':'decline'}"));
            assertThat(session.statistics().callbackErrors()).isZero();
        }
    }

    @Test
    @Tag("R-59")
    void aCallbackThatThrowsIsToldToTheAgentCountedAndHeard() throws Exception {
        try (AgentSession session = Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            if (request.toolName().equals("Null")) {
                return null;
            }
            if (request.toolName().equals("Error")) {
                throw new StackOverflowError("deep");
            }
            throw new IllegalStateException("the database is away");
        }))) {
            assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).isEqualTo("the database is away");
            CallbackException heard = errors.poll(5, TimeUnit.SECONDS);
            assertThat(heard.kind()).isEqualTo(CallbackException.Kind.PERMISSION);
            assertThat(heard).hasMessageContaining("Bash").hasCauseInstanceOf(IllegalStateException.class);

            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'tool_name':'Null','input':{}}")))
                    .contains("returned null");
            assertThat(wire.errorOf(wire.ask("can_use_tool", "{'tool_name':'Error','input':{}}")))
                    .isEqualTo("deep");
            assertThat(session.statistics().callbackErrors()).isEqualTo(3);
        }
    }

    @Test
    void aCancelledRequestInterruptsItsCallbackAndGetsNoAnswer() throws Exception {
        Stuck stuck = new Stuck();
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .permissionCallback(
                                (request, cancellation) -> request.toolName().equals("Bash")
                                        ? stuck.decide(request, cancellation)
                                        : PermissionDecision.allow()))) {
            String id = wire.ask("can_use_tool", BASH);
            await(stuck.entered);
            wire.cancel(id);
            await(stuck.left);
            await(stuck.told);

            String other = wire.ask("can_use_tool", "{'tool_name':'Read','input':{}}");
            wire.successOf(other);
            assertThat(transport.sent()).noneMatch(line -> line.contains(id + "\""));
            assertThat(errors).as("an interrupted callback has not failed").isEmpty();
            assertThat(session.statistics().unansweredRequests()).isZero();
        }
    }

    @Test
    @Tag("R-60")
    void aCallbackThatBlocksForEverHindersNeitherOthersNorRequestsNorClose() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AgentSession session = Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            if (!request.toolName().equals("Bash")) {
                return PermissionDecision.allow();
            }
            entered.countDown();
            while (true) {
                try {
                    never.await();
                    return PermissionDecision.allow();
                } catch (InterruptedException e) {
                    // The worst kind of callback.
                }
            }
        }));
        try {
            wire.ask("can_use_tool", BASH);
            await(entered);
            wire.successOf(wire.ask("can_use_tool", "{'tool_name':'Read','input':{}}"));
            CompletableFuture<Void> interrupt = CompletableFuture.runAsync(session::interrupt);
            wire.answer(wire.sent(), "{}");
            interrupt.get(5, TimeUnit.SECONDS);

            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(2)));
            assertThat(session.statistics().unansweredRequests()).isEqualTo(1);
        } finally {
            never.countDown();
            session.close();
        }
    }

    @Test
    void closeAndTheEndOfTheAgentRaiseTheSignal() throws Exception {
        Stuck atClose = new Stuck();
        AgentSession session = Wire.open(transport, options().permissionCallback(atClose::decide));
        wire.ask("can_use_tool", BASH);
        await(atClose.entered);
        session.close();
        await(atClose.told);
        await(atClose.left);

        InMemoryTransport dying = new InMemoryTransport();
        Stuck atExit = new Stuck();
        try (AgentSession other = Wire.open(dying, options().permissionCallback(atExit::decide))) {
            new Wire(dying).ask("can_use_tool", BASH);
            await(atExit.entered);
            dying.exit(9, "");
            await(atExit.told);
            await(atExit.left);
            assertThat(other.statistics().unansweredRequests()).isEqualTo(1);
        }
    }

    @Test
    @Tag("R-19")
    void aCallbackMayCloseItsSession() throws Exception {
        AtomicReference<AgentSession> session = new AtomicReference<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        session.set(Wire.open(transport, options().permissionCallback((request, cancellation) -> {
            session.get().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
            return PermissionDecision.allow();
        })));
        wire.ask("can_use_tool", BASH);
        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void anAsynchronousCallbackHoldsNoThreadAndIsCompletedByAnyone() throws Exception {
        CompletableFuture<PermissionDecision> later = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        try (AgentSession session = Wire.open(transport, options().asyncPermissionCallback((request, cancellation) -> {
            asked.countDown();
            return later;
        }))) {
            String id = wire.ask("can_use_tool", BASH);
            await(asked);
            later.complete(PermissionDecision.deny("later"));
            assertThat(wire.successOf(id).path("message").asText()).isEqualTo("later");

            later.obtrudeException(new IllegalStateException("no one there"));
            assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).isEqualTo("no one there");
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
        }
    }

    @Test
    void callbacksRunOnTheApplicationsExecutor() throws Exception {
        ExecutorService application = Executors.newSingleThreadExecutor(work -> new Thread(work, "application"));
        AtomicReference<String> ranOn = new AtomicReference<>();
        try (AgentSession session = Wire.open(
                transport, options().callbackExecutor(application).permissionCallback((request, cancellation) -> {
                    ranOn.set(Thread.currentThread().getName());
                    return PermissionDecision.allow();
                }))) {
            wire.successOf(wire.ask("can_use_tool", BASH));
            assertThat(ranOn.get()).isEqualTo("application");

            application.shutdown();
            assertThat(wire.errorOf(wire.ask("can_use_tool", BASH))).isNotBlank();
            assertThat(errors.poll(5, TimeUnit.SECONDS)).hasCauseInstanceOf(RejectedExecutionException.class);
            assertThat(session.statistics().callbackErrors()).isEqualTo(1);
        } finally {
            application.shutdownNow();
        }
    }

    @Test
    void anExecutorThatRunsAtOnceDoesNotGetTheReadingThread() {
        AtomicReference<String> ranOn = new AtomicReference<>();
        try (AgentSession session = Wire.open(
                transport, options().callbackExecutor(Runnable::run).permissionCallback((request, cancellation) -> {
                    ranOn.set(Thread.currentThread().getName());
                    return PermissionDecision.allow();
                }))) {
            wire.successOf(wire.ask("can_use_tool", BASH));
            assertThat(ranOn.get()).startsWith("agent-sdk-callback-");
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void elicitationsAndDialogsReachTheirCallbacks() {
        try (AgentSession session = Wire.open(
                transport,
                options()
                        .elicitationCallback((request, cancellation) -> CompletableFuture.completedFuture(
                                ElicitationAnswer.accept(Map.of("server", request.serverName()))))
                        .userDialogCallback(
                                Set.of("choose"),
                                (request, cancellation) -> CompletableFuture.completedFuture(
                                        UserDialogAnswer.completed(request.payload()))))) {
            assertThat(transport.sent().get(0)).contains("\"supportedDialogKinds\":[\"choose\"]");
            assertThat(wire.successOf(wire.ask("elicitation", "{'mcp_server_name':'gh','message':'?'}")))
                    .isEqualTo(Wire.json("{'action':'accept','content':{'server':'gh'}}"));

            wire.ask("request_user_dialog", "{'dialog_kind':'undeclared','payload':{}}");
            String declared = wire.ask("request_user_dialog", "{'dialog_kind':'choose','payload':{'a':1}}");
            assertThat(wire.successOf(declared))
                    .as("and the undeclared one was left open")
                    .isEqualTo(Wire.json("{'behavior':'completed','result':{'a':1}}"));
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void anAnswerAfterTheInputHasEndedIsCountedAndFatalForNothing() throws Exception {
        InMemoryTransport halfClosed = new InMemoryTransport().ignoringEndOfInput();
        Wire agent = new Wire(halfClosed);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<PermissionDecision> later = new CompletableFuture<>();
        try (AgentSession session = Wire.open(halfClosed, options().asyncPermissionCallback((request, cancellation) -> {
            asked.countDown();
            return later;
        }))) {
            agent.ask("can_use_tool", BASH);
            await(asked);
            halfClosed.endInput(dev.agentsdk.spi.Deadline.in(Duration.ofSeconds(1)));
            later.complete(PermissionDecision.allow());
            long start = System.nanoTime();
            while (session.statistics().unansweredRequests() == 0) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).is(under(Duration.ofSeconds(5)));
                Thread.onSpinWait();
            }
            assertThat(session.exitReport()).isEmpty();
        }
    }
}
