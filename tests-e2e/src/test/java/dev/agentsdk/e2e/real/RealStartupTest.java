package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.model.ModelCall;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionInfo;
import dev.agentsdk.hook.HookEvent;
import dev.agentsdk.hook.HookOutput;
import dev.agentsdk.message.InitMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Startup;
import dev.agentsdk.options.SystemPrompt;
import dev.agentsdk.permission.PermissionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The flags of {@link Startup} do on the real CLIs what the documentation says. */
@RealCliTest
class RealStartupTest {

    @RegisterExtension
    final Lab lab = new Lab();

    private Turn turn(AgentOptions.Builder options) {
        try (AgentSession session = AgentSession.open(options.build())) {
            return Turn.of(session, prompt("Hello", text("Hi")));
        }
    }

    private Turn turn(RealCli cli, Startup startup) {
        return turn(lab.options(cli).startup(startup));
    }

    private static InitMessage init(Turn turn) {
        return turn.all(InitMessage.class).get(0);
    }

    private ModelCall lastCall() {
        List<ModelCall> calls = lab.model().scriptedCalls();
        return calls.get(calls.size() - 1);
    }

    @EveryCli
    void bareHasTheToolsForFilesAndCommandsOnly(RealCli cli) {
        Lab.write(lab.cwd().resolve(cli == RealCli.CLAUDE ? "CLAUDE.md" : "QWEN.md"), "The marker is tangerine.");
        Turn usual = turn(lab.options(cli).systemPrompt(SystemPrompt.preset()));
        assertThat(lastCall().body().toString()).contains("tangerine");
        assertThat(init(usual).tools()).hasSizeGreaterThan(15);

        Turn bare = turn(lab.options(cli)
                .systemPrompt(SystemPrompt.preset())
                .startup(Startup.normal().bare()));

        assertThat(init(bare).tools()).hasSizeLessThan(10).contains(cli.shellTool());
        assertThat(lastCall().body().toString()).doesNotContain("tangerine");
    }

    @EveryCli
    void safeModeLeavesOutTheFilesOfTheProject(RealCli cli) {
        Lab.write(lab.cwd().resolve(cli == RealCli.CLAUDE ? "CLAUDE.md" : "QWEN.md"), "The marker is tangerine.");

        turn(lab.options(cli)
                .systemPrompt(SystemPrompt.preset())
                .startup(Startup.normal().safeMode()));

        assertThat(lastCall().body().toString()).doesNotContain("tangerine");
    }

    @Test
    void safeModeOfClaudeCallsTheHooksOfTheApplication() {
        List<String> called = new CopyOnWriteArrayList<>();
        AgentOptions.Builder options = lab.options(RealCli.CLAUDE)
                .startup(Startup.normal().safeMode())
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools("Bash(true)")
                .hook(HookEvent.PRE_TOOL_USE, (input, context) -> {
                    called.add(input.toolName());
                    return HookOutput.none();
                });
        try (AgentSession session = AgentSession.open(options.build())) {
            Turn.of(session, prompt("Go", tool("Bash", RealCli.CLAUDE.shell("true")), text("Done")));
        }
        assertThat(called).containsExactly("Bash");
    }

    @Test
    void restrictedHasNoToolThatRunsCommands() {
        assertThat(init(turn(RealCli.CLAUDE, Startup.normal())).tools()).contains("Bash", "WebFetch");

        assertThat(init(turn(RealCli.CLAUDE, Startup.normal().restricted())).tools())
                .contains("Read", "Edit")
                .doesNotContain("Bash", "WebFetch");
    }

    @Test
    void withoutSlashCommandsThereAreNone() {
        assertThat(init(turn(RealCli.CLAUDE, Startup.normal())).slashCommands()).contains("compact");

        assertThat(init(turn(RealCli.CLAUDE, Startup.normal().withoutSlashCommands()))
                        .slashCommands())
                .isEmpty();
    }

    private long window(Startup startup) {
        try (AgentSession session =
                AgentSession.open(lab.options(RealCli.CLAUDE).startup(startup).build())) {
            Turn.of(session, prompt("Hello", text("Hi")));
            return session.contextUsage().maxTokens();
        }
    }

    @Test
    void theSizeOfCompactionIsTheOneThatIsSet() {
        assertThat(window(Startup.normal().withAutocompact(150_000))).isEqualTo(150_000);
        assertThat(window(Startup.normal().withAutocompactAuto())).isGreaterThan(150_000);
    }

    @Test
    void theRecordedSystemPromptIsSentAfterAResumeUnlessRecordingIsOff() {
        for (boolean record : new boolean[] {true, false}) {
            Startup startup = Startup.normal().withSystemPromptSnapshot(record);
            Turn first = turn(lab.options(RealCli.CLAUDE).startup(startup).systemPrompt("You are an apple."));
            assertThat(lastCall().body().path("system").toString()).contains("You are an apple.");

            turn(lab.options(RealCli.CLAUDE)
                    .startup(startup)
                    .systemPrompt("You are a pear.")
                    .resume(first.sessionId()));

            assertThat(lastCall().body().path("system").toString())
                    .contains(record ? "You are an apple." : "You are a pear.")
                    .doesNotContain(record ? "You are a pear." : "You are an apple.");
        }
    }

    private void repository() throws IOException, InterruptedException {
        Files.writeString(lab.cwd().resolve("a.txt"), "a");
        Process git = new ProcessBuilder(
                        "sh",
                        "-c",
                        "git init -q . && git add . && git -c user.name=t -c user.email=t@example.invalid commit -qm one")
                .directory(lab.cwd().toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).isZero();
    }

    @EveryCli
    void aWorktreeIsTheDirectoryOfTheSessionAndStays(RealCli cli) throws Exception {
        repository();
        Path worktrees = lab.cwd().resolve(cli == RealCli.CLAUDE ? ".claude/worktrees" : ".qwen/worktrees");

        Turn named = turn(cli, Startup.normal().inWorktree("mine"));
        assertThat(init(named).cwd()).contains(worktrees.resolve("mine").toString());
        assertThat(worktrees.resolve("mine/a.txt")).hasContent("a");

        Turn any = turn(cli, Startup.normal().inWorktree());
        assertThat(init(any).cwd())
                .hasValueSatisfying(cwd -> assertThat(Path.of(cwd)).hasParent(worktrees));
        assertThat(worktrees.resolve("mine/a.txt")).hasContent("a");
    }

    /** Also with a session that its file links to the pull request; what links it can be read, and resumed by its id. */
    @Test
    void claudeBeginsANewSessionForAPullRequestWithoutAnError() {
        Turn first = turn(RealCli.CLAUDE, Startup.normal());
        Path file = lab.sessionFiles(RealCli.CLAUDE).get(0);
        Lab.write(
                file,
                Lab.read(file) + "{\"type\":\"pr-link\",\"sessionId\":\"" + first.sessionId()
                        + "\",\"prNumber\":12,\"prUrl\":\"https://github.com/o/r/pull/12\",\"prRepository\":\"o/r\","
                        + "\"timestamp\":\"2026-01-01T00:00:00.000Z\"}\n");

        for (String pullRequest : List.of("12", "https://github.com/o/r/pull/12")) {
            Turn next = turn(RealCli.CLAUDE, Startup.normal().fromPullRequest(pullRequest));
            assertThat(next.result().isError()).isFalse();
            assertThat(next.sessionId()).isNotEqualTo(first.sessionId());
        }
        SessionHistory history =
                SessionHistory.onDisk(lab.options(RealCli.CLAUDE).build().historyLocation());
        String linked = history.list().stream()
                .map(SessionInfo::sessionId)
                .filter(id -> history.transcript(id).entries().stream()
                        .anyMatch(entry -> entry.type().equals("pr-link")
                                && entry.raw().tree().path("prNumber").asInt() == 12))
                .findFirst()
                .orElseThrow();
        assertThat(turn(lab.options(RealCli.CLAUDE).resume(linked)).sessionId()).isEqualTo(first.sessionId());
    }
}
