package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.CliRun;
import dev.agentsdk.e2e.real.support.EveryRunOfClaude;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookMatcher;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.hook.HookSpecificOutput;
import dev.agentsdk.hook.PostToolUseInput;
import dev.agentsdk.hook.PreToolUseInput;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.testsupport.Times;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code claude} calls hooks, and does as they say. {@code qwen} has none over this protocol. */
@RealCliTest
class RealHookTest {

    private static final String COMMAND = "echo made > made.txt";

    @RegisterExtension
    final Lab lab = new Lab();

    private final List<String> called = new CopyOnWriteArrayList<>();

    private AgentOptions.Builder options() {
        return lab.options(RealCli.CLAUDE).allowedTools("Bash");
    }

    private static String run() {
        return prompt("Run it", tool("Bash", Map.of("command", COMMAND)), text("That was it."));
    }

    private Path made() {
        return lab.cwd().resolve("made.txt");
    }

    private String lastConversation() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1).conversation();
    }

    @Test
    void theEventsOfATurnComeInOrder() {
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.SESSION_START,
                        (input, context) -> note(input.common().eventName()))
                .hook(
                        HookEvent.USER_PROMPT_SUBMIT,
                        (input, context) -> note(input.common().eventName()))
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        (input, context) -> note(input.common().eventName()))
                .hook(
                        HookEvent.POST_TOOL_USE,
                        (input, context) -> note(input.common().eventName()))
                .hook(HookEvent.STOP, (input, context) -> note(input.common().eventName()))
                .build())) {
            Turn.of(session, run());
        }
        // The hook for the beginning of the session is called on /compact and /clear only.
        assertThat(called).containsExactly("UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop");
    }

    @Test
    void compactionAndClearingEndAndBeginTheSession() {
        try (AgentSession session = AgentSession.open(options()
                .hook(HookEvent.SESSION_START, (input, context) -> note("SessionStart " + input.source()))
                .hook(HookEvent.SESSION_END, (input, context) -> note("SessionEnd " + input.reason()))
                .build())) {
            Turn.of(session, prompt("Hello", text("Hi")));
            assertThat(called).isEmpty();

            Turn.of(session, "/compact");
            assertThat(called).containsExactly("SessionStart compact");

            Turn.of(session, "/clear");
            assertThat(called).containsExactly("SessionStart compact", "SessionEnd clear", "SessionStart clear");
        }
    }

    private HookOutput note(String what) {
        called.add(what);
        return HookOutput.none();
    }

    @Test
    void aHookIsToldAboutTheCall() {
        AtomicReference<PreToolUseInput> before = new AtomicReference<>();
        AtomicReference<PostToolUseInput> after = new AtomicReference<>();
        String sessionId;
        try (AgentSession session = AgentSession.open(options()
                .hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
                    before.set(input);
                    return HookOutput.none();
                })
                .hook(HookEvent.POST_TOOL_USE, (input, context) -> {
                    after.set(input);
                    return HookOutput.none();
                })
                .build())) {
            sessionId = Turn.of(session, run()).sessionId();
        }
        assertThat(before.get().toolName()).isEqualTo("Bash");
        assertThat(before.get().toolInput().tree().path("command").asText()).isEqualTo(COMMAND);
        assertThat(before.get().common().sessionId()).hasValue(sessionId);
        assertThat(before.get().common().cwd()).hasValue(lab.cwd().toString());
        assertThat(after.get().toolUseId()).isEqualTo(before.get().toolUseId()).isPresent();
        assertThat(after.get().toolResponse()).isPresent();
    }

    @Test
    void aHookDeniesATool() {
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        (input, context) -> HookOutput.of(HookSpecificOutput.denyTool("Not on a Sunday.")))
                .build())) {
            assertThat(Turn.of(session, run()).text()).endsWith("That was it.");
        }
        assertThat(made()).doesNotExist();
        assertThat(lastConversation()).contains("Not on a Sunday.");
    }

    @Test
    void aHookPermitsWhatNoRuleDoes() {
        try (AgentSession session = AgentSession.open(lab.options(RealCli.CLAUDE)
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        HookMatcher.of("Bash|Write", (input, context) -> HookOutput.of(HookSpecificOutput.allowTool())))
                .build())) {
            Turn.of(session, run());
        }
        assertThat(made()).hasContent("made");
    }

    @Test
    void aHookOfAnotherToolIsNotCalled() {
        try (AgentSession session = AgentSession.open(options()
                .hook(HookEvent.PRE_TOOL_USE, HookMatcher.of("Write", (input, context) -> note("Write")))
                .hook(HookEvent.PRE_TOOL_USE, HookMatcher.of("Bash", (input, context) -> note("Bash")))
                .build())) {
            Turn.of(session, run());
        }
        assertThat(called).containsExactly("Bash");
    }

    @Test
    void aHookChangesTheInputOfATool() {
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        (input, context) -> HookOutput.of(HookSpecificOutput.allowTool()
                                .withUpdatedInput(RawJson.of("{\"command\":\"echo other > other.txt\"}"))))
                .build())) {
            Turn.of(session, run());
        }
        assertThat(made()).doesNotExist();
        assertThat(lab.cwd().resolve("other.txt")).hasContent("other");
    }

    @Test
    void aHookAddsToWhatTheModelSees() {
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.USER_PROMPT_SUBMIT,
                        (input, context) -> HookOutput.additionalContext("Today is a Sunday."))
                .hook(HookEvent.POST_TOOL_USE, (input, context) -> HookOutput.additionalContext("It was quick."))
                .build())) {
            Turn.of(session, run());
        }
        assertThat(lastConversation()).contains("Today is a Sunday.", "It was quick.");
    }

    @Test
    void aHookKeepsTheAgentFromStopping() {
        AtomicInteger stops = new AtomicInteger();
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.STOP,
                        (input, context) -> stops.getAndIncrement() == 0
                                ? HookOutput.block("You forgot the tests.")
                                : HookOutput.none())
                .build())) {
            Turn turn = Turn.of(session, prompt("Work", text("Done."), text("Now with tests.")));

            assertThat(turn.text()).isEqualTo("Done.Now with tests.");
        }
        assertThat(stops).hasValue(2);
        assertThat(lastConversation()).contains("You forgot the tests.");
    }

    @Test
    void aHookStopsTheTurn() {
        try (AgentSession session = AgentSession.open(options()
                .hook(HookEvent.POST_TOOL_USE, (input, context) -> HookOutput.stop("Enough."))
                .build())) {
            Turn turn = Turn.of(session, run());

            assertThat(turn.text()).doesNotContain("That was it.");
            assertThat(turn.result().terminalReason()).hasValue("hook_stopped");
            assertThat(Turn.of(session, prompt("Still there?", text("Yes"))).text())
                    .isEqualTo("Yes");
        }
    }

    @Test
    void aHookThatFailsBlocksIfItIsToldTo() {
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        HookMatcher.<PreToolUseInput>all((input, context) -> {
                                    throw new IllegalStateException("The database is away.");
                                })
                                .blockingOnFailure())
                .build())) {
            Turn.of(session, run());
        }
        assertThat(made()).doesNotExist();
    }

    @Test
    void aHookThatFailsLetsTheToolRunOtherwise() {
        List<String> failures = new CopyOnWriteArrayList<>();
        try (AgentSession session = AgentSession.open(options()
                .callbackErrorListener(error -> failures.add(String.valueOf(error.getCause())))
                .hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
                    throw new IllegalStateException("The database is away.");
                })
                .build())) {
            Turn.of(session, run());
        }
        assertThat(made()).exists();
        assertThat(failures).singleElement().asString().contains("The database is away.");
    }

    @Test
    void aHookThatIsTooSlowIsTakenBackAndTheToolDoesNotRun() throws Exception {
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        try (AgentSession session = AgentSession.open(options()
                .hook(
                        HookEvent.PRE_TOOL_USE,
                        HookMatcher.<PreToolUseInput>all((input, context) -> {
                                    context.cancellation().onCancel(() -> cancelled.complete(true));
                                    cancelled.get();
                                    return HookOutput.none();
                                })
                                .withTimeout(Duration.ofSeconds(1)))
                .build())) {
            Turn.of(session, run());

            assertThat(Times.within(Duration.ofSeconds(5), cancelled)).isTrue();
        }
        assertThat(made()).doesNotExist();
    }

    /** A hook that is never called would permit what it was to forbid. */
    @Test
    void qwenIsRefusedWithHooks() {
        assertThatThrownBy(() -> AgentSession.open(lab.options(RealCli.QWEN)
                        .hook(HookEvent.PRE_TOOL_USE, (input, context) -> HookOutput.none())
                        .build()))
                .isInstanceOf(CliStartException.class)
                .hasMessageContaining("hooks");
        assertThat(lab.household().members()).isEmpty();
    }

    @EveryRunOfClaude
    void aSessionWithAHookForItsEndIsClosed(CliRun run) {
        AgentSession session = AgentSession.open(lab.options(run)
                .hook(HookEvent.SESSION_END, (input, context) -> note("SessionEnd " + input.reason()))
                .build());
        Turn.of(session, prompt("Hello", text("Hi")));

        lab.close("idle, a hook for the end of the session", run, session);

        // This version does not call it, and does not wait for it either.
        assertThat(called).isEmpty();
    }

    @EveryRunOfClaude
    void aSessionIsClosedWhileAHookWaits(CliRun run) throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        AgentSession session = AgentSession.open(lab.options(run)
                .allowedTools("Bash")
                .hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
                    context.cancellation().onCancel(() -> cancelled.complete(true));
                    waiting.countDown();
                    cancelled.get();
                    return HookOutput.none();
                })
                .build());
        session.send(run());
        Times.within(Duration.ofSeconds(30), waiting);

        lab.close("a hook that has not answered", run, session);

        assertThat(Times.within(Duration.ofSeconds(1), cancelled)).isTrue();
        assertThat(made()).doesNotExist();
    }
}
