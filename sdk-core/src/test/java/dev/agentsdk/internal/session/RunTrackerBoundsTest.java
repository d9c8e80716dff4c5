package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.UserInput;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ids that never end, from an agent that lives for weeks. */
@Tag("R-114")
class RunTrackerBoundsTest {

    private static final String LONG = "x".repeat(200);

    private final RunTracker runs = new RunTracker(Runnable::run);

    private void taskStarted(String id) {
        runs.system(jsonBytes(
                "{'type':'system','subtype':'task_started','task_id':'" + id + "','task_type':'local_agent'}"));
    }

    @Test
    void followsAFewThousandAgentsAndNoMore() {
        for (int i = 0; i < 5 * RunTracker.MAX_IDS; i++) {
            taskStarted(LONG + i);
        }

        assertThat(runs.state().backgroundAgents()).hasSize(RunTracker.MAX_IDS);
        // Two sets of texts of at most 256 characters: well below 10 MB, however long the agent goes on.
        assertThat(2L * RunTracker.MAX_IDS * (RunTracker.MAX_ID_CHARS * 2 + 200))
                .isLessThan(10_000_000);
    }

    @Test
    void doesNotKeepAnIdOfAMegabyte() {
        taskStarted("x".repeat(1 << 20));

        assertThat(runs.state().backgroundAgents()).isEmpty();
    }

    @Test
    void agentsThatEndMakeRoomForOthers() {
        for (int i = 0; i < 5 * RunTracker.MAX_IDS; i++) {
            taskStarted(LONG + i);
            runs.system(jsonBytes("{'type':'system','subtype':'task_notification','task_id':'" + LONG + i + "'}"));
        }
        taskStarted("last");

        assertThat(runs.state().backgroundAgents()).containsExactly("last");
    }

    @Test
    void queuedMessagesAreBoundedTooAndTheRunStillEnds() {
        for (int i = 0; i < 3 * RunTracker.MAX_IDS; i++) {
            runs.lifecycle(
                    jsonBytes("{'type':'command_lifecycle','state':'queued','command_uuid':'" + LONG + i + "'}"));
        }
        runs.userMessage(runs.idForQueued(UserInput.of("mine")), false);
        for (int i = 0; i < 3 * RunTracker.MAX_IDS; i++) {
            runs.lifecycle(
                    jsonBytes("{'type':'command_lifecycle','state':'cancelled','command_uuid':'" + LONG + i + "'}"));
        }
        runs.result(jsonBytes("{'type':'result','subtype':'success'}"));

        assertThat(runs.whenFinished()).isCompleted();
    }
}
