package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.MessageStream;
import dev.agentsdk.control.ControlRequests;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.CliDialect;
import dev.agentsdk.permission.PermissionDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a turn ends and where a run does, with interruptions, leftovers and agents in the background. */
@Timeout(30)
class TurnsTest {

    private final InMemoryTransport transport = new InMemoryTransport();
    private final Wire wire = new Wire(transport);

    private void say(String text) {
        sayIn("null", text);
    }

    private void sayIn(String parent, String text) {
        transport.emit("{\"type\":\"assistant\",\"parent_tool_use_id\":" + parent
                + ",\"message\":{\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}}");
    }

    private void result(String text, String more) {
        transport.emit(("{'type':'result','subtype':'success','is_error':false,'result':'" + text + "','session_id':'s'"
                        + more + "}")
                .replace('\'', '"'));
    }

    private void aborted() {
        transport.emit(
                "{\"type\":\"result\",\"subtype\":\"error_during_execution\",\"is_error\":true,\"terminal_reason\":\"aborted_streaming\"}");
    }

    private void system(String fields) {
        transport.emit(("{'type':'system'," + fields + "}").replace('\'', '"'));
    }

    private void taskStarted(String id, String type) {
        system("'subtype':'task_started','task_id':'" + id + "','description':'d','task_type':'" + type + "'");
    }

    private void taskEnded(String id) {
        system("'subtype':'task_notification','task_id':'" + id + "','status':'completed'");
    }

    private CompletableFuture<?> interrupting(AgentSession session) {
        CompletableFuture<?> interrupt = session.requestAsync(ControlRequests.interrupt());
        JsonNode request = wire.sent();
        assertThat(request.path("request").path("subtype").asText()).isEqualTo("interrupt");
        wire.answer(request, "{'still_queued':[]}");
        return interrupt;
    }

    private void send(AgentSession session, String text) {
        session.send(text);
        assertThat(wire.sent().path("type").asText()).isEqualTo("user");
    }

    private static List<String> texts(MessageStream messages) {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            texts.add(
                    message instanceof AssistantMessage answer
                            ? answer.text()
                            : message instanceof ResultMessage result ? "=" + result.errorText() : message.type());
        }
        return texts;
    }

    @Test
    void leftoversOfAnInterruptedTurnDoNotEndTheNextOne() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            say("a1");
            assertThat(interrupting(session)).succeedsWithin(Wire.PATIENCE);
            send(session, "B");
            say("a2");
            aborted();
            say("b1");
            result("b", ",\"terminal_reason\":\"completed\"");
            assertThat(texts(session.receiveResponse()))
                    .as("all of it, in order, and to the end of B")
                    .containsExactly("a1", "a2", "=error_during_execution", "b1", "=b");
        }
    }

    @Test
    void aResultThatWasFasterThanTheInterruptionIsALeftoverToo() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            CompletableFuture<?> interrupt = session.requestAsync(ControlRequests.interrupt());
            JsonNode request = wire.sent();
            result("a", "");
            wire.answer(request, "{}");
            assertThat(interrupt).succeedsWithin(Wire.PATIENCE);
            send(session, "B");
            result("b", "");
            assertThat(session.receiveResponse().result().result()).contains("b");
        }
    }

    @Test
    void whoDrainsTheInterruptedTurnFirstGetsItsResult() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            assertThat(interrupting(session)).succeedsWithin(Wire.PATIENCE);
            aborted();
            assertThat(session.receiveResponse().result().terminalReason()).contains("aborted_streaming");
            send(session, "B");
            result("b", "");
            assertThat(session.receiveResponse().result().result()).contains("b");
            send(session, "C");
            result("c", "");
            assertThat(session.receiveResponse().result().result()).contains("c");
        }
    }

    @Test
    void anAgentThatGivesNoResultForAnInterruptedTurnDoesNotMakeTheNextOneHang() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            assertThat(interrupting(session)).succeedsWithin(Wire.PATIENCE);
            send(session, "B");
            result("b", ",\"terminal_reason\":\"completed\"");
            assertThat(session.receiveResponse().result().result()).contains("b");
        }
    }

    @Test
    void anInterruptionOfNothingChangesNothing() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            assertThat(interrupting(session)).succeedsWithin(Wire.PATIENCE);
            send(session, "A");
            aborted();
            assertThat(session.receiveResponse().result().isError()).isTrue();
        }
    }

    @Test
    void aRunIsFinishedWhenNoAgentWorksInTheBackgroundAnyMore() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            assertThat(session.runState().finished()).isTrue();
            assertThat(session.whenRunFinished()).isCompleted();
            send(session, "A");
            CompletableFuture<Void> finished = session.whenRunFinished();
            taskStarted("shell", "local_bash");
            taskStarted("t1", "local_agent");
            taskStarted("t2", "local_workflow");
            result("first", "");
            assertThat(session.receiveResponse().result().result()).contains("first");
            assertThat(session.runState().backgroundAgents()).containsExactly("t1", "t2");
            assertThat(session.runState().turnRunning()).isFalse();
            sayIn("\"toolu_1\"", "from the background");
            system("'subtype':'task_updated','task_id':'t2','patch':{'status':'killed'}");
            taskEnded("t1");
            say("it is done");
            assertThat(session.receiveMessages().iterator().next().type()).isEqualTo("assistant");
            assertThat(finished).isNotDone();
            result("second", "");
            assertThat(finished).succeedsWithin(Wire.PATIENCE);
            assertThat(session.runState().backgroundAgents()).isEmpty();
        }
    }

    @Test
    void aQueuedTurnKeepsTheRunGoing() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            send(session, "B");
            result("a", ",\"queued_turn_count\":1");
            assertThat(session.receiveResponse().result().result()).contains("a");
            assertThat(session.runState().turnRunning()).isTrue();
            assertThat(session.whenRunFinished()).isNotDone();
            result("b", ",\"queued_turn_count\":0");
            assertThat(session.whenRunFinished()).succeedsWithin(Wire.PATIENCE);
        }
    }

    private void lifecycle(String uuid, String state) {
        transport.emit(
                "{\"type\":\"command_lifecycle\",\"command_uuid\":\"" + uuid + "\",\"state\":\"" + state + "\"}");
    }

    private String sendQueued(AgentSession session, String text) {
        session.send(text);
        return wire.sent().path("uuid").asText();
    }

    /** Waits until all that was said before has been read. */
    private void sync(AgentSession session) {
        CompletableFuture<?> answer = session.requestAsync(ControlRequests.contextUsage());
        wire.answer(wire.sent(), "{}");
        assertThat(answer).succeedsWithin(Wire.PATIENCE);
    }

    @Test
    void messagesThatTheAgentHasQueuedKeepTheRunGoing() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            session.send("A");
            assertThat(wire.sent().has("uuid"))
                    .as("nothing is queued before it")
                    .isFalse();
            system("'subtype':'init','capabilities':['interrupt_receipt_v1','msg_lifecycle_v1']");
            sync(session);
            String b = sendQueued(session, "B");
            String c = sendQueued(session, "C");
            assertThat(b).isNotEmpty().isNotEqualTo(c);
            CompletableFuture<Void> finished = session.whenRunFinished();
            result("a", ",'queued_turn_count':0");
            sync(session);
            assertThat(session.runState().turnRunning()).as("about to run").isTrue();
            assertThat(session.runState().finished()).isFalse();
            lifecycle(b, "queued");
            lifecycle(c, "queued");
            lifecycle(b, "started");
            lifecycle(c, "started");
            say("bc");
            sync(session);
            assertThat(finished).isNotDone();
            result("bc", ",'queued_turn_count':0");
            assertThat(finished).as("two messages may have one result").succeedsWithin(Wire.PATIENCE);
            lifecycle(b, "completed");
            lifecycle(c, "completed");
            sync(session);
            assertThat(session.runState().finished()).isTrue();
            assertThat(session.runState().turnRunning()).isFalse();
        }
    }

    @Test
    void aQueuedMessageThatIsCancelledFinishesTheRun() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            String b = sendQueued(session, "B");
            lifecycle(b, "queued");
            aborted();
            sync(session);
            CompletableFuture<Void> finished = session.whenRunFinished();
            assertThat(finished).isNotDone();
            lifecycle("another", "cancelled");
            sync(session);
            assertThat(finished).isNotDone();
            lifecycle(b, "cancelled");
            assertThat(finished).succeedsWithin(Wire.PATIENCE);
        }
    }

    @Test
    void anAgentThatTellsNothingOfQueuedMessagesHasFinishedWithAResult() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            sendQueued(session, "B");
            result("a", "");
            assertThat(session.whenRunFinished()).succeedsWithin(Wire.PATIENCE);
            say("b");
            sync(session);
            assertThat(session.runState().finished()).isFalse();
            result("b", "");
            assertThat(session.whenRunFinished()).succeedsWithin(Wire.PATIENCE);
        }
    }

    @Test
    void anIdOfTheApplicationIsKeptAndOtherDialectsGetNone() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            session.send(UserInput.of("B").withUuid("mine"));
            assertThat(wire.sent().path("uuid").asText()).isEqualTo("mine");
        }
        InMemoryTransport other = new InMemoryTransport();
        try (AgentSession session = Wire.open(other, AgentOptions.builder().dialect(CliDialect.QWEN))) {
            session.send("A");
            session.send("B");
            Wire qwen = new Wire(other);
            qwen.sent();
            assertThat(qwen.sent().has("uuid")).isFalse();
            assertThat(session.exitReport()).isEmpty();
        }
    }

    @Test
    void whatTheAgentReportsOfItsStateIsBelieved() {
        try (AgentSession session = Wire.open(transport, AgentOptions.builder())) {
            send(session, "A");
            CompletableFuture<Void> finished = session.whenRunFinished();
            system("'subtype':'session_state_changed','state':'running'");
            result("a", "");
            assertThat(session.receiveResponse().result().result()).contains("a");
            assertThat(session.runState().reported()).contains("running");
            assertThat(finished).isNotDone();
            system("'subtype':'session_state_changed','state':'idle'");
            assertThat(finished).succeedsWithin(Wire.PATIENCE);
        }
    }

    @Test
    void theEndOfTheAgentFailsWhoWaitsForTheRun() {
        AgentSession session = Wire.open(transport, AgentOptions.builder());
        send(session, "A");
        CompletableFuture<Void> finished = session.whenRunFinished();
        transport.exit(0, "");
        assertThat(finished)
                .failsWithin(Wire.PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CliExitedException.class);
        session.close();

        InMemoryTransport other = new InMemoryTransport();
        AgentSession closed = Wire.open(other, AgentOptions.builder());
        closed.send("A");
        CompletableFuture<Void> never = closed.whenRunFinished();
        closed.close();
        assertThat(never)
                .failsWithin(Wire.PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(TransportClosedException.class);
    }

    private AgentQuery query(AgentOptions.Builder options) {
        AgentQuery query =
                AgentQuery.start("q", options.transport(transport.factory()).build());
        wire.sent();
        wire.sent();
        return query;
    }

    @Test
    void aQueryGoesOnUntilTheAgentsInTheBackgroundAreDone() {
        try (AgentQuery query = query(AgentOptions.builder())) {
            taskStarted("t1", "local_agent");
            result("launched", "");
            taskEnded("t1");
            say("it is done");
            result("done", "");
            List<String> types = query.stream().map(Message::type).toList();
            assertThat(types).containsExactly("system", "result", "system", "assistant", "result");
            assertThat(query.result().result()).contains("done");
        }
    }

    @Test
    void aQueryThatIsInterruptedBetweenTurnsEndsWithTheResultItHas() throws Exception {
        try (AgentQuery query = query(AgentOptions.builder())) {
            taskStarted("t1", "local_agent");
            result("launched", "");
            CompletableFuture<ResultMessage> result = CompletableFuture.supplyAsync(query::result);
            CompletableFuture<?> interrupt = query.requestAsync(ControlRequests.interrupt());
            JsonNode request = wire.sent();
            system("'subtype':'task_updated','task_id':'t1','patch':{'status':'killed'}");
            wire.answer(request, "{}");
            assertThat(interrupt).succeedsWithin(Wire.PATIENCE);
            assertThat(result.get(5, TimeUnit.SECONDS).result()).contains("launched");
        }
    }

    @Test
    void aQueryWhoseAgentExitsWithoutWaitingEndsWithTheResultItHas() {
        try (AgentQuery query = query(AgentOptions.builder())) {
            taskStarted("t1", "local_agent");
            result("launched", "");
            transport.exit(0, "");
            assertThat(query.result().result()).contains("launched");
        }
    }

    @Test
    void aQueryWithoutAResultFails() {
        try (AgentQuery query = query(AgentOptions.builder())) {
            transport.exit(0, "");
            assertThatThrownBy(query::result).isInstanceOf(CliExitedException.class);
        }
    }

    @Test
    void theInputOfAQueryIsEndedOnlyWhenTheAgentsRequestsAreAnswered() throws Exception {
        CompletableFuture<PermissionDecision> later = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        try (AgentQuery query = query(AgentOptions.builder().asyncPermissionCallback((request, cancellation) -> {
            asked.countDown();
            return later;
        }))) {
            String id = wire.ask("can_use_tool", "{'tool_name':'Bash','input':{}}");
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            result("done", "");
            assertThat(query.result().result()).contains("done");
            assertThat(query.exit()).as("stdin is still open").isNotDone();
            later.complete(PermissionDecision.allow());
            assertThat(wire.successOf(id).path("behavior").asText()).isEqualTo("allow");
            assertThat(query.exit()).succeedsWithin(Wire.PATIENCE);
        }
    }
}
