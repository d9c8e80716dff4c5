package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.longText;
import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.thinking;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentQuery;
import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.spi.ExitReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Turns on a real CLI: what is said arrives, whole and typed, and what is asked of the CLI reaches it. */
@RealCliTest
class RealConversationTest {

    @RegisterExtension
    final Lab lab = new Lab();

    @EveryCli
    void aTurnArrivesTypedAndInOrder(RealCli cli) {
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            Turn turn = Turn.of(session, prompt("Say hello", text("Hello from the model.")));

            InitMessage init = (InitMessage) turn.messages().get(0);
            assertThat(init.cwd()).hasValue(lab.cwd().toString());
            assertThat(init.tools()).isNotEmpty();
            assertThat(init.model()).isPresent();
            assertThat(init.cliVersion()).hasValue(cli.version());
            assertThat(init.permissionMode()).isPresent();
            assertThat(turn.text()).isEqualTo("Hello from the model.");
            ResultMessage result = turn.result();
            assertThat(result.isError()).isFalse();
            assertThat(result.result()).hasValue("Hello from the model.");
            assertThat(result.sessionId()).isEqualTo(init.sessionId()).isPresent();
            assertThat(result.numTurns()).isEqualTo(1);
            assertThat(turn.all(UnknownMessage.class)).isEmpty();
            assertThat(session.statistics().malformedLines()).isZero();
            assertThat(session.statistics().noiseLines()).isZero();
        }
        assertThat(lab.model().scriptedCalls()).hasSize(1);
    }

    @EveryCli
    void aQueryIsAskedAndTheAgentGoesByItself(RealCli cli) {
        ResultMessage result = AgentQuery.ask(
                prompt("What is 2 + 2?", text("4")), lab.options(cli).build());

        assertThat(result.result()).hasValue("4");
    }

    @EveryCli
    void partsOfTheAnswerComeWhileItIsMade(RealCli cli) {
        try (AgentSession session =
                AgentSession.open(lab.options(cli).includePartialMessages(true).build())) {
            Turn turn = Turn.of(
                    session, prompt("Say it slowly", text("One two three four.").slowly(Duration.ofMillis(10))));

            List<String> parts = turn.all(StreamEvent.class).stream()
                    .flatMap(event -> event.textDelta().stream())
                    .toList();
            assertThat(String.join("", parts)).isEqualTo("One two three four.");
            assertThat(parts).as("parts").hasSizeGreaterThan(5);
            assertThat(turn.text()).isEqualTo("One two three four.");
        }
    }

    @EveryCli
    void textOfAllPlanesAndThinkingComeThrough(RealCli cli) {
        String said = "Grüße, 世界 \uD83D\uDE80 \u2028 and \"quotes\"\n\ttabs";
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            Turn turn = Turn.of(
                    session, prompt("Think \uD83E\uDD14", thinking("Hm.").andText(said)));

            assertThat(turn.text()).isEqualTo(said);
            assertThat(turn.all(AssistantMessage.class).stream()
                            .flatMap(message -> message.content().stream())
                            .filter(ThinkingBlock.class::isInstance)
                            .map(ThinkingBlock.class::cast)
                            .map(ThinkingBlock::thinking))
                    .containsExactly("Hm.");
        }
    }

    @EveryCli
    void anAnswerOfFourMegabytesArrivesWhole(RealCli cli) {
        try (AgentSession session =
                AgentSession.open(lab.options(cli).includePartialMessages(true).build())) {
            Turn turn = Turn.of(session, prompt("Talk a lot", longText(4_000_000)));

            assertThat(turn.text().length()).isEqualTo(4_000_000);
            assertThat(turn.result().isError()).isFalse();
        }
    }

    @EveryCli
    void severalTurnsShareAConversation(RealCli cli) {
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            List<String> sessions = new ArrayList<>();
            for (String word : List.of("first", "second", "third")) {
                Turn turn = Turn.of(session, prompt("The " + word, text("Answer to the " + word)));
                assertThat(turn.text()).isEqualTo("Answer to the " + word);
                sessions.add(turn.sessionId());
            }

            assertThat(sessions).containsOnly(sessions.get(0));
            List<ModelCall> calls = lab.model().scriptedCalls();
            assertThat(calls).hasSize(3);
            assertThat(calls.get(2).conversation()).contains("Answer to the first", "Answer to the second");
        }
    }

    @EveryCli
    void anInterruptedTurnKeepsWhatWasSaidAndTheNextTurnWorks(RealCli cli) {
        try (AgentSession session =
                AgentSession.open(lab.options(cli).includePartialMessages(true).build())) {
            session.send(prompt("Never end", text("As far as it got").thenSilence()));
            for (Message message : session.receiveMessages()) {
                if (message instanceof StreamEvent event && event.textDelta().isPresent()) {
                    break;
                }
            }
            session.interrupt();
            assertThat(Turn.rest(session).result().isError()).isTrue();

            assertThat(Turn.of(session, prompt("Go on", text("Here I am"))).text())
                    .isEqualTo("Here I am");
        }
    }

    @EveryCli
    void messagesInARowAreAllAnsweredAndTheRunIsFinishedOnlyThen(RealCli cli) {
        try (AgentSession session =
                AgentSession.open(lab.options(cli).includePartialMessages(true).build())) {
            Turn.of(session, prompt("Hello", text("Hello")));
            session.send(prompt("First", text("Answer to the first")));
            session.send(prompt("Second", text("Answer to the second")));
            session.send(prompt("Third", text("Answer to the third").thenSilence()));
            CompletableFuture<Void> finished = session.whenRunFinished();

            assertThat(Turn.rest(session).text()).isEqualTo("Answer to the first");
            if (cli == RealCli.QWEN) {
                // It answers one by one. claude makes one turn of the two.
                assertThat(Turn.rest(session).text()).isEqualTo("Answer to the second");
            }
            for (Message message : session.receiveMessages()) {
                if (message instanceof StreamEvent event && event.textDelta().isPresent()) {
                    break;
                }
            }
            // qwen tells nothing of what it has queued.
            assertThat(finished.isDone()).isEqualTo(cli == RealCli.QWEN);
            assertThat(session.runState().finished()).isFalse();
            session.interrupt();
            assertThat(Turn.rest(session).result().isInterrupted()).isTrue();
            assertThat(finished).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @EveryCli
    void theModelIsChangedBetweenTurns(RealCli cli) {
        try (AgentSession session =
                AgentSession.open(lab.options(cli).model("model-one").build())) {
            Turn.of(session, prompt("First", text("1")));
            session.setModel("model-two");
            Turn.of(session, prompt("Second", text("2")));

            assertThat(lab.model().scriptedCalls().stream().map(ModelCall::model))
                    .containsExactly("model-one", "model-two");
        }
    }

    @EveryCli
    void aRefusedRequestNamesTheReason(RealCli cli) {
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            assertThatThrownBy(() -> session.request("no_such_thing", Map.of()))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("no_such_thing");
            assertThat(Turn.of(session, prompt("Still there?", text("Yes"))).text())
                    .isEqualTo("Yes");
        }
    }

    @Test
    void claudeAnswersRequestsThatHaveNoMethod() {
        try (AgentSession session =
                AgentSession.open(lab.options(RealCli.CLAUDE).build())) {
            assertThat(session.initializeResponse().tree().path("commands").isArray())
                    .isTrue();
            assertThat(session.request("mcp_status", Map.of())
                            .tree()
                            .path("mcpServers")
                            .isArray())
                    .isTrue();
            assertThat(session.request("get_context_usage", Map.of())
                            .tree()
                            .path("maxTokens")
                            .asLong())
                    .isPositive();
        }
    }

    @EveryCli
    void aSessionIsResumedByItsId(RealCli cli) {
        String sessionId;
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            sessionId = Turn.of(session, prompt("Remember", text("Forty-two"))).sessionId();
        }
        try (AgentSession session =
                AgentSession.open(lab.options(cli).resume(sessionId).build())) {
            Turn turn = Turn.of(session, prompt("What was it?", text("It was that")));

            assertThat(turn.result().sessionId()).hasValue(sessionId);
            List<ModelCall> calls = lab.model().scriptedCalls();
            assertThat(calls.get(calls.size() - 1).conversation()).contains("Forty-two");
        }
        assertThat(lab.sessionLog(cli, sessionId)).contains("Forty-two", "It was that");
    }

    @EveryCli
    void theLatestSessionOfTheDirectoryIsContinued(RealCli cli) {
        String sessionId;
        try (AgentSession session = AgentSession.open(lab.options(cli).build())) {
            sessionId = Turn.of(session, prompt("Remember", text("Forty-two"))).sessionId();
        }
        ResultMessage result = AgentQuery.ask(
                prompt("What was it?", text("It was that")),
                lab.options(cli).continueConversation(true).build());

        assertThat(result.sessionId()).hasValue(sessionId);
        List<ModelCall> calls = lab.model().scriptedCalls();
        assertThat(calls.get(calls.size() - 1).conversation()).contains("Forty-two");
    }

    @EveryCli
    void anUnknownSessionToResumeIsAnErrorThatSaysSo(RealCli cli) {
        assertThatThrownBy(() -> AgentQuery.ask(
                        prompt("Hello", text("Never said")),
                        lab.options(cli)
                                .resume("00000000-0000-4000-8000-000000000000")
                                .build()))
                .isInstanceOf(CliExitedException.class)
                .hasMessageContaining("00000000-0000-4000-8000-000000000000");
    }

    @EveryCli
    void aToolThatIsAllowedRuns(RealCli cli) {
        // In its default mode, auto, qwen takes no notice of a rule that allows the whole shell.
        try (AgentSession session = AgentSession.open(lab.options(cli)
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools(cli.shellTool())
                .build())) {
            Turn turn = Turn.of(
                    session,
                    prompt(
                            "Run it",
                            tool(cli.shellTool(), cli.shell("echo made > made.txt; echo out-42")),
                            text("Ran.")));

            assertThat(turn.text()).endsWith("Ran.");
            assertThat(lab.cwd().resolve("made.txt")).hasContent("made");
            ModelCall last = lab.model().scriptedCalls().get(1);
            assertThat(last.conversation()).contains("out-42");
        }
    }

    @EveryCli
    void aToolThatNobodyAllowsDoesNotRun(RealCli cli) {
        try (AgentSession session = AgentSession.open(
                lab.options(cli).permissionMode(PermissionMode.DEFAULT).build())) {
            Turn turn = Turn.of(
                    session,
                    prompt(
                            "Run it",
                            tool(cli.shellTool(), cli.shell("echo made > made.txt")),
                            text("It was refused.")));

            assertThat(turn.text()).endsWith("It was refused.");
            assertThat(lab.cwd().resolve("made.txt")).doesNotExist();
        }
    }

    @EveryCli
    void thePermissionModeIsChangedBetweenTurns(RealCli cli) {
        try (AgentSession session = AgentSession.open(
                lab.options(cli).permissionMode(PermissionMode.DEFAULT).build())) {
            Turn.of(
                    session,
                    prompt("Write", tool(cli.writeTool(), cli.write(lab.cwd().resolve("a.txt"), "a")), text("no")));
            assertThat(lab.cwd().resolve("a.txt")).doesNotExist();

            session.setPermissionMode(PermissionMode.ACCEPT_EDITS);
            Turn.of(
                    session,
                    prompt("Write", tool(cli.writeTool(), cli.write(lab.cwd().resolve("b.txt"), "b")), text("yes")));
            assertThat(lab.cwd().resolve("b.txt")).hasContent("b");
        }
    }

    @Test
    void aModeThatTheCliRefusesIsAnErrorWithItsReason() {
        try (AgentSession session =
                AgentSession.open(lab.options(RealCli.CLAUDE).build())) {
            assertThatThrownBy(() -> session.setPermissionMode(PermissionMode.of("no-such-mode")))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("must be one of");
            assertThatThrownBy(() -> session.setPermissionMode(PermissionMode.BYPASS_PERMISSIONS))
                    .isInstanceOf(ControlException.class);
        }
    }

    @EveryCli
    void anAgentThatIsToldNothingMoreGoesByItself(RealCli cli) {
        try (AgentQuery query =
                AgentQuery.start(prompt("Hello", text("Hi")), lab.options(cli).build())) {
            query.result();
            ExitReport report = query.exit().orTimeout(10, TimeUnit.SECONDS).join();

            assertThat(report.stage()).isEqualTo(ExitReport.Stage.EOF);
            assertThat(report.exitCode()).hasValue(0);
        }
    }
}
