package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.AgentSession;
import dev.agentsdk.builtin.AgentOutput;
import dev.agentsdk.builtin.AskUserQuestionInput;
import dev.agentsdk.builtin.AskUserQuestionOutput;
import dev.agentsdk.builtin.BashOutput;
import dev.agentsdk.builtin.BuiltinInput;
import dev.agentsdk.builtin.BuiltinOutput;
import dev.agentsdk.builtin.CronCreateOutput;
import dev.agentsdk.builtin.CronListOutput;
import dev.agentsdk.builtin.EnterPlanModeOutput;
import dev.agentsdk.builtin.EnterWorktreeOutput;
import dev.agentsdk.builtin.ExitWorktreeOutput;
import dev.agentsdk.builtin.ReportFindingsOutput;
import dev.agentsdk.builtin.ScheduleWakeupOutput;
import dev.agentsdk.e2e.model.ModelReply;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.permission.PermissionDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Outputs of built-in tools that are used less often are typed as {@code claude} writes them. */
@RealCliTest
class RealBuiltinToolsTest {

    private static final Map<String, ?> QUESTION = Map.of(
            "question",
            "Which fruit?",
            "header",
            "Fruit",
            "multiSelect",
            false,
            "options",
            List.of(Map.of("label", "Apple", "description", "Red."), Map.of("label", "Pear", "description", "Green.")));

    @RegisterExtension
    final Lab lab = new Lab();

    /** What a tool gives as the last one of several; the application permits all. */
    private <O extends BuiltinOutput> O last(Class<O> type, String name, Map<String, ?> input, ModelReply... before) {
        ModelReply[] replies = new ModelReply[before.length + 2];
        System.arraycopy(before, 0, replies, 0, before.length);
        replies[before.length] = tool(name, input);
        replies[before.length + 1] = text("Done");
        try (AgentSession session = AgentSession.open(lab.options(RealCli.CLAUDE)
                .permissionCallback((request, cancellation) -> {
                    if (BuiltinInput.of(request.toolName(), request.input()) instanceof AskUserQuestionInput asked) {
                        String question = asked.questions().get(0).question();
                        String answer =
                                asked.questions().get(0).options().get(1).label();
                        return PermissionDecision.allow()
                                .withUpdatedInput(
                                        Map.of("questions", List.of(QUESTION), "answers", Map.of(question, answer)));
                    }
                    return PermissionDecision.allow();
                })
                .build())) {
            List<UserMessage> results = Turn.of(session, prompt("Go", replies)).all(UserMessage.class).stream()
                    .filter(message -> message.toolUseResult().isPresent()
                            && message.parentToolUseId().isEmpty())
                    .toList();
            assertThat(results).hasSize(before.length + 1);
            BuiltinOutput output = BuiltinOutput.of(
                    name, results.get(before.length).toolUseResult().orElseThrow());
            assertThat(output).as(output.raw().text()).isInstanceOf(type);
            return type.cast(output);
        }
    }

    private static ModelReply bash(String command) {
        return tool("Bash", Map.of("command", command));
    }

    @Test
    void whatACommandHasDoneWithGit() {
        BashOutput output = last(
                BashOutput.class,
                "Bash",
                Map.of("command", "git -c user.name=a -c user.email=a@b commit --allow-empty -m x"),
                bash("git init -q -b trunk ."));

        assertThat(output.gitOperation()).hasValueSatisfying(git -> {
            assertThat(git.commitKind()).contains("committed");
            assertThat(git.commitBranch()).contains("trunk");
            assertThat(output.stdout()).contains(git.commitSha().orElseThrow());
        });
    }

    @Test
    void jobsAtTimes() {
        Map<String, ?> job = Map.of("cron", "0 5 * * *", "prompt", "Look again", "recurring", true);

        CronCreateOutput made = last(CronCreateOutput.class, "CronCreate", job);
        assertThat(made.id()).isNotEmpty();
        assertThat(made.humanSchedule()).isEqualTo("Every day at 5:00 AM");
        assertThat(made.isRecurring()).isTrue();
        assertThat(made.isDurable()).isFalse();
        assertThat(made.nextFireAt().orElseThrow())
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(2)));
        assertThat(made.maxAge()).contains(Duration.ofDays(30));

        CronListOutput listed = last(CronListOutput.class, "CronList", Map.of(), tool("CronCreate", job));
        assertThat(listed.jobs()).singleElement().satisfies(only -> {
            assertThat(only.cron()).contains("0 5 * * *");
            assertThat(only.prompt()).isEqualTo("Look again");
            assertThat(only.isRecurring()).isTrue();
            assertThat(only.nextFireAt()).isPresent();
        });

        ScheduleWakeupOutput wakeup = last(
                ScheduleWakeupOutput.class,
                "ScheduleWakeup",
                Map.of("delaySeconds", 10, "reason", "r", "prompt", "p", "noop", true));
        assertThat(wakeup.delay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(wakeup.wasClamped()).isTrue();
        assertThat(wakeup.scheduledFor().orElseThrow())
                .isBetween(Instant.now(), Instant.now().plusSeconds(180));
    }

    @Test
    void worktreesAndPlans() {
        // In a session of its own: the CLI looks for a repository when it starts.
        last(
                BashOutput.class,
                "Bash",
                Map.of(
                        "command",
                        "git init -q . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x"));

        EnterWorktreeOutput entered = last(EnterWorktreeOutput.class, "EnterWorktree", Map.of("name", "fruit"));
        assertThat(Path.of(entered.worktreePath())).startsWith(lab.cwd()).hasFileName("fruit");
        assertThat(entered.worktreeBranch())
                .hasValueSatisfying(branch -> assertThat(branch).contains("fruit"));
        assertThat(entered.message()).contains("worktree");

        ExitWorktreeOutput left = last(
                ExitWorktreeOutput.class,
                "ExitWorktree",
                Map.of("action", "remove", "discard_changes", true),
                tool("EnterWorktree", Map.of("name", "other")));
        assertThat(left.action()).isEqualTo("remove");
        assertThat(left.originalCwd()).isEqualTo(lab.cwd().toString());
        assertThat(Path.of(left.worktreePath())).hasFileName("other").doesNotExist();

        assertThat(last(EnterPlanModeOutput.class, "EnterPlanMode", Map.of()).message())
                .contains("plan mode");
    }

    @Test
    void questionsAndFindings() {
        AskUserQuestionOutput answered =
                last(AskUserQuestionOutput.class, "AskUserQuestion", Map.of("questions", List.of(QUESTION)));
        assertThat(answered.answers()).isEqualTo(Map.of("Which fruit?", "Pear"));
        assertThat(answered.questions().get(0).options().get(0).description()).isEqualTo("Red.");

        ReportFindingsOutput found = last(
                ReportFindingsOutput.class,
                "ReportFindings",
                Map.of(
                        "level",
                        "high",
                        "findings",
                        List.of(Map.of("file", "a.c", "line", 7, "summary", "Wrong.", "failure_scenario", "Always."))));
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.level()).contains("high");
        assertThat(found.findings().get(0).line()).hasValue(7);
        assertThat(found.findings().get(0).failureScenario()).isEqualTo("Always.");
    }

    @Test
    void whatASubagentHasDone() {
        AgentOutput output = last(
                AgentOutput.class,
                "Agent",
                Map.of(
                        "description",
                        "Help",
                        "subagent_type",
                        "general-purpose",
                        "run_in_background",
                        false,
                        "prompt",
                        prompt("Help", bash("true"), text("I have helped."))));

        assertThat(output.status()).isEqualTo("completed");
        assertThat(output.text()).endsWith("I have helped.");
        assertThat(output.content()).isNotEmpty().allMatch(TextBlock.class::isInstance);
        assertThat(output.toolStats().orElseThrow().bashCount()).isEqualTo(1);
        assertThat(output.totalToolUseCount()).hasValue(1);
    }
}
