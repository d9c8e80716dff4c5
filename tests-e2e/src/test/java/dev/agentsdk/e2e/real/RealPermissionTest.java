package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.CliRun;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.EveryRun;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.permission.PermissionCallback;
import dev.agentsdk.permission.PermissionChoice;
import dev.agentsdk.permission.PermissionDecision;
import dev.agentsdk.permission.PermissionMode;
import dev.agentsdk.permission.PermissionRequest;
import dev.agentsdk.permission.PermissionRule;
import dev.agentsdk.permission.PermissionUpdate;
import dev.agentsdk.testsupport.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real CLI asks whether a tool may run, and does as it is told. */
@RealCliTest
class RealPermissionTest {

    private static final String COMMAND = "echo made > made.txt";

    @RegisterExtension
    final Lab lab = new Lab();

    private final List<PermissionRequest> asked = new CopyOnWriteArrayList<>();

    private AgentOptions.Builder options(RealCli cli, PermissionCallback callback) {
        return lab.options(cli).permissionMode(PermissionMode.DEFAULT).permissionCallback((request, cancellation) -> {
            asked.add(request);
            return callback.decide(request, cancellation);
        });
    }

    private AgentSession open(RealCli cli, PermissionCallback callback) {
        return AgentSession.open(options(cli, callback).build());
    }

    private static String run(RealCli cli) {
        return prompt("Run it", tool(cli.shellTool(), cli.shell(COMMAND)), text("That was it."));
    }

    /** What rules can be made for: a command that writes where it is redirected to is asked about each time. */
    private static String touch() {
        return prompt("Run it", tool("Bash", Map.of("command", "touch made.txt")), text("That was it."));
    }

    private Path made() {
        return lab.cwd().resolve("made.txt");
    }

    private String lastConversation() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1).conversation();
    }

    @EveryCli
    void aToolThatIsPermittedRuns(RealCli cli) {
        try (AgentSession session = open(cli, (request, cancellation) -> PermissionDecision.allow())) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(turn.text()).endsWith("That was it.");
            assertThat(made()).hasContent("made");
        }
        assertThat(asked).hasSize(1);
        PermissionRequest request = asked.get(0);
        assertThat(request.toolName()).isEqualTo(cli.shellTool());
        assertThat(request.input().tree().path("command").asText()).isEqualTo(COMMAND);
        assertThat(request.toolUseId()).hasValueSatisfying(id -> assertThat(id).startsWith("toolu_scripted_"));
    }

    @EveryCli
    void aToolThatIsDeniedDoesNotRunAndTheModelIsToldWhy(RealCli cli) {
        try (AgentSession session = open(cli, (request, cancellation) -> PermissionDecision.deny("Not on a Sunday."))) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(turn.text()).endsWith("That was it.");
            assertThat(made()).doesNotExist();
            assertThat(lastConversation()).contains("Not on a Sunday.");
            if (cli == RealCli.CLAUDE) {
                assertThat(turn.result().permissionDenials()).hasSize(1);
                assertThat(turn.result().permissionDenials().get(0).toolName()).isEqualTo("Bash");
            }
        }
    }

    /** qwen would run the original: it is told no, and the model why. */
    @EveryCli
    void aToolRunsWithTheInputThatTheCallbackGivesItOrNotAtAll(RealCli cli) {
        try (AgentSession session = open(
                cli,
                (request, cancellation) ->
                        PermissionDecision.allow().withUpdatedInput(cli.shell("echo other > other.txt")))) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(turn.text()).endsWith("That was it.");
            assertThat(made()).doesNotExist();
            if (cli == RealCli.CLAUDE) {
                assertThat(lab.cwd().resolve("other.txt")).hasContent("other");
            } else {
                assertThat(lab.cwd().resolve("other.txt")).doesNotExist();
                assertThat(lastConversation()).contains("with a changed input only");
            }
        }
    }

    /** qwen has a bound of a minute if it is not told another. */
    @Test
    @Timeout(100)
    void qwenWaitsForADecisionForMoreThanAMinute() {
        RealCli cli = RealCli.QWEN;
        try (AgentSession session = open(cli, (request, cancellation) -> {
            // The length of it is what is tested.
            TimeUnit.SECONDS.sleep(63);
            return PermissionDecision.allow();
        })) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(turn.text()).endsWith("That was it.");
            assertThat(made()).hasContent("made");
        }
    }

    /** qwen takes no notice of that. */
    @EveryCli
    void aDenialCanEndTheTurnOfClaude(RealCli cli) {
        try (AgentSession session = open(
                cli,
                (request, cancellation) ->
                        PermissionDecision.deny("Stop it all.").andInterrupt())) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(made()).doesNotExist();
            if (cli == RealCli.CLAUDE) {
                assertThat(turn.result().isInterrupted()).isTrue();
                assertThat(turn.text()).doesNotContain("That was it.");
            } else {
                assertThat(turn.text()).endsWith("That was it.");
            }
            assertThat(Turn.of(session, prompt("Still there?", text("Yes"))).text())
                    .isEqualTo("Yes");
        }
    }

    @Test
    void aRuleThatComesWithThePermissionIsKept() {
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = open(
                cli,
                (request, cancellation) -> PermissionDecision.allow()
                        .withUpdatedPermissions(
                                List.of(PermissionUpdate.allowForSession(PermissionRule.of("Bash", "touch *")))))) {
            Turn.of(session, touch());
            Turn.of(session, touch());
        }
        assertThat(asked).as("asked").hasSize(1);
    }

    @Test
    void theCliOffersRulesThatCanBeGivenBack() {
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = open(
                cli,
                (request, cancellation) -> PermissionDecision.allow().withUpdatedPermissions(request.suggestions()))) {
            Turn.of(session, touch());
            Turn.of(session, touch());
        }
        assertThat(asked.get(0).suggestions()).isNotEmpty();
        assertThat(asked).as("asked").hasSize(1);
    }

    @Test
    void qwenProposesAnswersForAPerson() {
        RealCli cli = RealCli.QWEN;
        try (AgentSession session = open(cli, (request, cancellation) -> PermissionDecision.allow())) {
            Turn.of(session, run(cli));
        }
        PermissionRequest request = asked.get(0);
        assertThat(request.suggestions()).isEmpty();
        assertThat(request.choices())
                .extracting(PermissionChoice::type, PermissionChoice::label)
                .containsExactly(tuple("allow", "Allow Command"), tuple("deny", "Deny"));
        assertThat(request.choices().get(0).description())
                .hasValueSatisfying(text -> assertThat(text).contains(COMMAND));
    }

    @EveryCli
    void aCallbackThatFailsPermitsNothing(RealCli cli) {
        try (AgentSession session = open(cli, (request, cancellation) -> {
            throw new IllegalStateException("The database is away.");
        })) {
            Turn turn = Turn.of(session, run(cli));

            assertThat(turn.messages()).last().isInstanceOf(ResultMessage.class);
            assertThat(made()).doesNotExist();
            assertThat(asked).isNotEmpty();
        }
    }

    @EveryCli
    void severalToolsOfOneAnswerAreAskedForOneByOneOrTogether(RealCli cli) {
        try (AgentSession session = open(
                cli,
                (request, cancellation) ->
                        request.input().tree().path("command").asText().contains("second")
                                ? PermissionDecision.deny("Not the second.")
                                : PermissionDecision.allow())) {
            Turn.of(
                    session,
                    prompt(
                            "Run them",
                            tool(cli.shellTool(), cli.shell("echo 1 > first.txt"))
                                    .andTool(cli.shellTool(), cli.shell("echo 2 > second.txt"))
                                    .andTool(cli.shellTool(), cli.shell("echo 3 > third.txt")),
                            text("Done.")));

            assertThat(lab.cwd().resolve("first.txt")).exists();
            assertThat(lab.cwd().resolve("second.txt")).doesNotExist();
            // qwen gives up on the others when one is denied.
            if (cli == RealCli.CLAUDE) {
                assertThat(lab.cwd().resolve("third.txt")).exists();
            }
        }
    }

    @Test
    void anInterruptTakesTheQuestionBack() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = open(cli, (request, cancellation) -> {
            cancellation.onCancel(() -> cancelled.complete(true));
            waiting.countDown();
            cancelled.get();
            return PermissionDecision.allow();
        })) {
            session.send(run(cli));
            Times.within(Duration.ofSeconds(30), waiting);

            session.interrupt();

            assertThat(Times.within(Duration.ofSeconds(10), cancelled)).isTrue();
            assertThat(Turn.rest(session).result().isInterrupted()).isTrue();
            assertThat(made()).doesNotExist();
        }
    }

    @EveryRun
    void aSessionIsClosedWhileAQuestionIsOpen(CliRun run) throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        AgentSession session = AgentSession.open(lab.options(run)
                .permissionMode(PermissionMode.DEFAULT)
                .permissionCallback((request, cancellation) -> {
                    cancellation.onCancel(() -> cancelled.complete(true));
                    waiting.countDown();
                    cancelled.get();
                    return PermissionDecision.allow();
                })
                .build());
        session.send(run(run.cli()));
        Times.within(Duration.ofSeconds(30), waiting);

        lab.close("a permission callback that has not answered", run, session);

        assertThat(Times.within(Duration.ofSeconds(1), cancelled)).isTrue();
        assertThat(made()).doesNotExist();
    }
}
