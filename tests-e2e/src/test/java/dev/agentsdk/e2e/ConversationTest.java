package dev.agentsdk.e2e;

import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.support.E2e;
import dev.agentsdk.e2e.support.EveryLauncher;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ControlTimeoutException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.SessionLimits;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.process.ProcessLauncher;
import dev.agentsdk.testing.FakeCli;
import dev.agentsdk.testsupport.Times;
import dev.agentsdk.transport.SubprocessCliTransportFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talking to a real child: queries, sessions, control requests, and the ends that nobody asked for. */
@E2e
class ConversationTest {

    @TempDir
    Path dir;

    private static AgentOptions options(FakeCli cli, ProcessLauncher launcher) {
        return cli.options()
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
    }

    @EveryLauncher
    void aTurnArrivesTypedAndInOrder(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init delta:Hi_there say:Hi_there tool result");
        try (AgentSession session = AgentSession.open(options(cli, launcher))) {
            session.send("hello");
            List<Message> messages = new ArrayList<>();
            session.receiveResponse().forEach(messages::add);

            assertThat(messages).hasSize(6);
            assertThat(((InitMessage) messages.get(0)).model()).contains("fake-model");
            assertThat(((StreamEvent) messages.get(1)).textDelta()).contains("Hi there");
            assertThat(((AssistantMessage) messages.get(2)).text()).isEqualTo("Hi there");
            ToolUseBlock call = ((AssistantMessage) messages.get(3)).toolUses().get(0);
            assertThat(call.input().tree().path("command").asText()).isEqualTo("ls src");
            ToolResultBlock answer =
                    (ToolResultBlock) ((UserMessage) messages.get(4)).content().get(0);
            assertThat(answer.toolUseId()).isEqualTo(call.id());
            assertThat(answer.text()).isEqualTo("Main.java\nMainTest.java");
            ResultMessage result = (ResultMessage) messages.get(5);
            assertThat(result.duration()).isEqualTo(Duration.ofMillis(120));
            assertThat(result.totalCostUsd()).hasValue(0.0012);
            assertThat(session.initializeResponse().tree().path("output_style").asText())
                    .isEqualTo("default");
        }
    }

    @EveryLauncher
    void severalTurnsOfOneSessionKeepApart(ProcessLauncher launcher) {
        try (AgentSession session = AgentSession.open(options(FakeCli.in(dir).onTurn("echo result"), launcher))) {
            for (String text : List.of("one", "two", "three")) {
                session.send(text);
                List<Message> messages = new ArrayList<>();
                session.receiveResponse().forEach(messages::add);
                assertThat(((AssistantMessage) messages.get(0)).text()).isEqualTo(text);
                assertThat(messages).hasSize(2);
            }
        }
    }

    @EveryLauncher
    void aQueryEndsWithItsResultAndLeavesNoProcess(ProcessLauncher launcher) {
        long pid;
        try (AgentQuery query = AgentQuery.start("2 + 2?", options(FakeCli.in(dir), launcher))) {
            pid = query.pid().orElseThrow();
            assertThat(query.stream().map(Message::type)).containsExactly("system", "assistant", "result");
        }
        assertThat(Procs.isAlive(pid)).isFalse();
    }

    @EveryLauncher
    void askGivesTheResultOrThrowsItsError(ProcessLauncher launcher) {
        assertThat(AgentQuery.ask("2 + 2?", options(FakeCli.in(dir), launcher)).result())
                .contains("done");

        AgentOptions failing = options(FakeCli.in(dir).onTurn("init error-result"), launcher);
        ResultException thrown = catchThrowableOfType(ResultException.class, () -> AgentQuery.ask("2 + 2?", failing));
        assertThat(thrown).hasMessageContaining("error_max_turns").hasMessageContaining("too many turns");
        assertThat(thrown.result().numTurns()).isEqualTo(1);
    }

    @EveryLauncher
    void interruptEndsTheTurnAndTheNextOneIsClean(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init hang-turn");
        try (AgentSession session = AgentSession.open(options(cli, launcher))) {
            session.send("go");
            session.interrupt();
            ResultMessage interrupted = session.receiveResponse().result();
            assertThat(interrupted.subtype()).isEqualTo("error_during_execution");
            session.send("again");
            session.interrupt();
            assertThat(session.receiveResponse().result().isError()).isTrue();
        }
    }

    @EveryLauncher
    void controlRequestsAreAnsweredRefusedOrTimedOut(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir);
        AgentOptions options = cli.options()
                .limits(SessionLimits.defaults().withControlTimeout(Duration.ofMillis(200)))
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            session.setModel(null);
            session.setPermissionMode(PermissionMode.PLAN);

            ControlException refused =
                    catchThrowableOfType(ControlException.class, () -> session.request("test_refuse", Map.of()));
            assertThat(refused).hasMessage("no such request");
            assertThat(refused.errorCode()).contains("unsupported_request");
            assertThat(refused.subtype()).isEqualTo("test_refuse");

            long start = System.nanoTime();
            ControlTimeoutException late = catchThrowableOfType(
                    ControlTimeoutException.class, () -> session.request("test_silence", Map.of()));
            assertThat(late).hasMessageStartingWith("Control request timeout: test_silence");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200))
                    .is(under(Duration.ofMillis(1500)));
            assertThat(cli.awaitNote("withdrawn", Duration.ofSeconds(30))).isEqualTo(late.requestId());
        }
    }

    @EveryLauncher
    void aControlRequestWorksWhileTheQueueIsFullAndNobodyTakes(ProcessLauncher launcher) {
        AgentOptions options = FakeCli.in(dir)
                .onTurn("lines:500 result")
                .options()
                .limits(SessionLimits.defaults().withBuffers(10_000, 64 << 20))
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            Procs.awaitBlockedInPipeWrite(session.pid().orElseThrow());

            session.setModel("other");

            List<Message> all = new ArrayList<>();
            session.receiveResponse().forEach(all::add);
            assertThat(all).as("nothing was dropped").hasSize(501);
        }
    }

    @EveryLauncher
    void theAgentsOwnRequestIsRefusedAndNotIgnored(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("ask:some_new_thing say:done result");
        try (AgentSession session = AgentSession.open(options(cli, launcher))) {
            session.send("go");
            assertThat(session.receiveResponse().result().isError()).isFalse();
        }
        assertThat(cli.note("answers"))
                .contains("\"subtype\":\"error\"")
                .contains("\"request_id\":\"cli-1\"")
                .contains("some_new_thing");
    }

    @EveryLauncher
    @Tag("R-47")
    void anAgentThatDiesInMidTurnIsReportedAfterItsLastWords(ProcessLauncher launcher) {
        FakeCli cli = FakeCli.in(dir).onTurn("init say:so_far stderr:out_of_luck exit:9");
        try (AgentSession session = AgentSession.open(options(cli, launcher))) {
            session.send("go");
            List<Message> heard = new ArrayList<>();
            CliExitedException thrown = catchThrowableOfType(
                    CliExitedException.class, () -> session.receiveResponse().forEach(heard::add));

            assertThat(heard).hasSize(2);
            assertThat(thrown)
                    .hasMessageContaining("exited with code 9")
                    .hasMessageContaining("its result")
                    .hasMessageContaining("out of luck");
        }
    }

    @EveryLauncher
    void anExitWithCodeZeroFailsWhatIsPendingAtOnce(ProcessLauncher launcher) throws Exception {
        FakeCli cli = FakeCli.in(dir).onTurn("sleep:0.1 exit:0");
        try (AgentSession session = AgentSession.open(options(cli, launcher))) {
            session.send("go");
            CompletableFuture<Object> request =
                    CompletableFuture.supplyAsync(() -> session.request("test_silence", Map.of()));

            assertThatThrownBy(() -> Times.within(Duration.ofSeconds(3), request))
                    .hasCauseInstanceOf(CliExitedException.class)
                    .hasMessageContaining("code 0");
        }
    }

    @EveryLauncher
    void linesOfStderrReachTheListener(ProcessLauncher launcher) {
        List<String> lines = new CopyOnWriteArrayList<>();
        AgentOptions options = FakeCli.in(dir)
                .onTurn("stderr:first stderr:second result")
                .options()
                .stderrListener(lines::add)
                .transport(new SubprocessCliTransportFactory().withLauncher(launcher))
                .build();
        try (AgentSession session = AgentSession.open(options)) {
            session.send("go");
            session.receiveResponse().result();
            Procs.await("two lines", Duration.ofSeconds(2), () -> lines.size() == 2);
        }
        assertThat(lines).containsExactly("first", "second");
    }

    @Test
    void theTransportOnTheClassPathIsFoundByItself() {
        try (AgentSession session = AgentSession.open(FakeCli.in(dir).options().build())) {
            assertThat(session.pid()).isPresent();
        }
    }
}
