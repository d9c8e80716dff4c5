package dev.agentsdk.e2e.real;

import static dev.agentsdk.e2e.model.ModelReply.text;
import static dev.agentsdk.e2e.model.ModelReply.tool;
import static dev.agentsdk.e2e.model.ModelScript.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.AgentSession;
import dev.agentsdk.e2e.real.support.EveryCli;
import dev.agentsdk.e2e.real.support.Lab;
import dev.agentsdk.e2e.real.support.RealCli;
import dev.agentsdk.e2e.real.support.RealCliTest;
import dev.agentsdk.e2e.real.support.Turn;
import dev.agentsdk.e2e.support.Procs;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.TaskMessage;
import dev.agentsdk.message.TaskNotificationMessage;
import dev.agentsdk.message.TaskStartedMessage;
import dev.agentsdk.permission.PermissionMode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that go on while the conversation does. */
@RealCliTest
class RealTaskTest {

    @RegisterExtension
    final Lab lab = new Lab();

    private AgentSession open(RealCli cli) {
        return AgentSession.open(lab.options(cli)
                .permissionMode(PermissionMode.DEFAULT)
                .allowedTools(cli.shellTool())
                .build());
    }

    private Turn begin(AgentSession session, RealCli cli, String command) {
        return Turn.of(
                session,
                prompt(
                        "Run it",
                        tool(cli.shellTool(), cli.backgroundShell(command)),
                        text("It runs."),
                        text("It is over.")));
    }

    /** The agent is woken by the end of the task, and begins a turn that nobody has asked for. */
    @Test
    void theEndOfATaskBeginsATurn() {
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = open(cli)) {
            Turn first = begin(session, cli, "until [ -e go ]; do sleep 0.05; done; echo out-42");
            assertThat(first.text()).isEqualTo("It runs.");
            TaskStartedMessage started =
                    first.all(TaskStartedMessage.class).stream().findFirst().orElseThrow();
            assertThat(started.taskId()).isNotEmpty();
            assertThat(started.taskType()).hasValue("local_bash");

            Lab.write(lab.cwd().resolve("go"), "");
            Turn second = Turn.rest(session);

            assertThat(second.text()).isEqualTo("It is over.");
            assertThat(second.all(TaskNotificationMessage.class))
                    .singleElement()
                    .satisfies(end -> {
                        assertThat(end.taskId()).isEqualTo(started.taskId());
                        assertThat(end.status()).isEqualTo("completed");
                    });
            session.whenRunFinished().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    /** A conversation goes on beside it. */
    @EveryCli
    void aTaskDoesNotHoldUpTheNextTurn(RealCli cli) {
        try (AgentSession session = open(cli)) {
            Turn first = begin(session, cli, "touch started; sleep 1000");
            assertThat(first.text()).isEqualTo("It runs.");
            Procs.await(
                    "the task to start",
                    Duration.ofSeconds(30),
                    () -> Files.exists(lab.cwd().resolve("started")));

            assertThat(Turn.of(session, prompt("And you?", text("I am here."))).text())
                    .isEqualTo("I am here.");
            assertThat(lab.household().members("sleep 1000")).isNotEmpty();
        }
    }

    @Test
    void aTaskIsStopped() {
        RealCli cli = RealCli.CLAUDE;
        try (AgentSession session = open(cli)) {
            Turn first = begin(session, cli, "sleep 1000");
            String task = first.all(TaskStartedMessage.class).get(0).taskId();
            Procs.await(
                    "the task to start",
                    Duration.ofSeconds(30),
                    () -> !lab.household().members("sleep 1000").isEmpty());

            session.stopTask(task);

            assertThat(awaitEnd(session, task)).isIn("stopped", "killed");
            Procs.await(
                    "the task to end",
                    Duration.ofSeconds(10),
                    () -> lab.household().members("sleep 1000").isEmpty());
        }
    }

    private static String awaitEnd(AgentSession session, String task) {
        for (Message message : session.receiveMessages()) {
            if (message instanceof TaskNotificationMessage end && end.taskId().equals(task)) {
                return end.status();
            }
        }
        throw new AssertionError("The agent has ended without a word about the task.");
    }

    @Test
    void qwenSaysThatItCannotStopATask() {
        try (AgentSession session = open(RealCli.QWEN)) {
            Turn first = begin(session, RealCli.QWEN, "sleep 1000");

            assertThat(first.all(TaskMessage.class)).isEmpty();
            assertThatThrownBy(() -> session.stopTask("some-task"))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("stop_task");
        }
    }
}
