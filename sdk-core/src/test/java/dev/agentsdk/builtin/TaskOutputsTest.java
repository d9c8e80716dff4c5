package dev.agentsdk.builtin;

import static dev.agentsdk.builtin.BuiltinSamples.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every field of the outputs of tools for tasks, plans, worktrees and times, as claude 2.1.332 declares them. */
class TaskOutputsTest {
    @Test
    void exitPlanModeOutput() {
        ExitPlanModeOutput out = output(
                ExitPlanModeOutput.class,
                "ExitPlanMode",
                "{'plan':'plan 1','isAgent':true,'filePath':'filePath 2','hasTaskTool':true,"
                        + "'planWasEdited':true,'awaitingLeaderApproval':true,'requestId':'requestId 3'}");
        assertThat(out.plan()).contains("plan 1");
        assertThat(out.isAgent()).isTrue();
        assertThat(out.filePath()).contains("filePath 2");
        assertThat(out.hasTaskTool()).isTrue();
        assertThat(out.isPlanEdited()).isTrue();
        assertThat(out.isAwaitingLeader()).isTrue();
        assertThat(out.requestId()).contains("requestId 3");
    }

    @Test
    void taskStopOutput() {
        TaskStopOutput out = output(
                TaskStopOutput.class,
                "TaskStop",
                "{'message':'message 1','task_id':'taskId 2','task_type':'taskType 3'," + "'command':'command 4'}");
        assertThat(out.message()).isEqualTo("message 1");
        assertThat(out.taskId()).isEqualTo("taskId 2");
        assertThat(out.taskType()).isEqualTo("taskType 3");
        assertThat(out.command()).contains("command 4");
    }

    @Test
    void enterWorktreeOutput() {
        EnterWorktreeOutput out = output(
                EnterWorktreeOutput.class,
                "EnterWorktree",
                "{'worktreePath':'worktreePath 1','worktreeBranch':'worktreeBranch 2'," + "'message':'message 3'}");
        assertThat(out.worktreePath()).isEqualTo("worktreePath 1");
        assertThat(out.worktreeBranch()).contains("worktreeBranch 2");
        assertThat(out.message()).isEqualTo("message 3");
    }

    @Test
    void exitWorktreeOutput() {
        ExitWorktreeOutput out = output(
                ExitWorktreeOutput.class,
                "ExitWorktree",
                "{'action':'action 1','originalCwd':'originalCwd 2','worktreePath':'worktreePath 3',"
                        + "'worktreeBranch':'worktreeBranch 4','tmuxSessionName':'tmuxSessionName 5',"
                        + "'discardedFiles':6,'discardedCommits':7,'message':'message 8'}");
        assertThat(out.action()).isEqualTo("action 1");
        assertThat(out.originalCwd()).isEqualTo("originalCwd 2");
        assertThat(out.worktreePath()).isEqualTo("worktreePath 3");
        assertThat(out.worktreeBranch()).contains("worktreeBranch 4");
        assertThat(out.tmuxSessionName()).contains("tmuxSessionName 5");
        assertThat(out.discardedFiles()).hasValue(6);
        assertThat(out.discardedCommits()).hasValue(7);
        assertThat(out.message()).isEqualTo("message 8");
    }

    @Test
    void taskCreateOutput() {
        TaskCreateOutput out = output(
                TaskCreateOutput.class,
                "TaskCreate",
                "{'task':{'id':'id 1','subject':'subject 2','description':'description 3',"
                        + "'status':'status 4','owner':'owner 5','blocks':['a6','b7'],'blockedBy':['a8','b9']}}");
        TaskItem taskItem = out.task().orElseThrow();
        assertThat(taskItem.id()).isEqualTo("id 1");
        assertThat(taskItem.subject()).isEqualTo("subject 2");
        assertThat(taskItem.description()).contains("description 3");
        assertThat(taskItem.status()).contains("status 4");
        assertThat(taskItem.owner()).contains("owner 5");
        assertThat(taskItem.blocks()).containsExactly("a6", "b7");
        assertThat(taskItem.blockedBy()).containsExactly("a8", "b9");
    }

    @Test
    void taskGetOutput() {
        TaskGetOutput out = output(
                TaskGetOutput.class,
                "TaskGet",
                "{'task':{'id':'id 1','subject':'subject 2','description':'description 3',"
                        + "'status':'status 4','owner':'owner 5','blocks':['a6','b7'],'blockedBy':['a8','b9']}}");
        TaskItem taskItem = out.task().orElseThrow();
        assertThat(taskItem.id()).isEqualTo("id 1");
        assertThat(taskItem.subject()).isEqualTo("subject 2");
        assertThat(taskItem.description()).contains("description 3");
        assertThat(taskItem.status()).contains("status 4");
        assertThat(taskItem.owner()).contains("owner 5");
        assertThat(taskItem.blocks()).containsExactly("a6", "b7");
        assertThat(taskItem.blockedBy()).containsExactly("a8", "b9");
    }

    @Test
    void taskUpdateOutput() {
        TaskUpdateOutput out = output(
                TaskUpdateOutput.class,
                "TaskUpdate",
                "{'success':true,'taskId':'taskId 1','updatedFields':['a2','b3'],'error':'error 4',"
                        + "'statusChange':{'from':'oldStatus 5','to':'newStatus 6'}}");
        assertThat(out.isSuccess()).isTrue();
        assertThat(out.taskId()).isEqualTo("taskId 1");
        assertThat(out.updatedFields()).containsExactly("a2", "b3");
        assertThat(out.error()).contains("error 4");
        assertThat(out.oldStatus()).contains("oldStatus 5");
        assertThat(out.newStatus()).contains("newStatus 6");
    }

    @Test
    void taskListOutput() {
        TaskListOutput out = output(
                TaskListOutput.class,
                "TaskList",
                "{'tasks':[{'id':'id 1','subject':'subject 2','description':'description 3',"
                        + "'status':'status 4','owner':'owner 5','blocks':['a6','b7'],'blockedBy':['a8','b9']}]}");
        TaskItem taskItem = out.tasks().get(0);
        assertThat(taskItem.id()).isEqualTo("id 1");
        assertThat(taskItem.subject()).isEqualTo("subject 2");
        assertThat(taskItem.description()).contains("description 3");
        assertThat(taskItem.status()).contains("status 4");
        assertThat(taskItem.owner()).contains("owner 5");
        assertThat(taskItem.blocks()).containsExactly("a6", "b7");
        assertThat(taskItem.blockedBy()).containsExactly("a8", "b9");
    }

    @Test
    void remoteTriggerOutput() {
        RemoteTriggerOutput out = output(
                RemoteTriggerOutput.class, "RemoteTrigger", "{'status':1,'json':'json 2','summary':'summary 3'}");
        assertThat(out.status()).isEqualTo(1);
        assertThat(out.json()).isEqualTo("json 2");
        assertThat(out.summary()).contains("summary 3");
    }

    @Test
    void scheduleWakeupOutput() {
        ScheduleWakeupOutput out = output(
                ScheduleWakeupOutput.class,
                "ScheduleWakeup",
                "{'scheduledFor':1770000000001,'clampedDelaySeconds':2,'wasClamped':true,'stopped':true,"
                        + "'cancelledWakeups':3}");
        assertThat(out.scheduledFor()).contains(Instant.ofEpochMilli(1770000000001L));
        assertThat(out.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(out.wasClamped()).isTrue();
        assertThat(out.isStopped()).isTrue();
        assertThat(out.cancelledWakeups()).hasValue(3);
    }

    @Test
    void monitorOutput() {
        MonitorOutput out = output(
                MonitorOutput.class,
                "Monitor",
                "{'taskId':'taskId 1','timeoutMs':2,'persistent':true,'keptInSandboxByCheck':true}");
        assertThat(out.taskId()).isEqualTo("taskId 1");
        assertThat(out.timeout()).contains(Duration.ofMillis(2));
        assertThat(out.isPersistent()).isTrue();
        assertThat(out.isKeptInSandbox()).isTrue();
    }

    @Test
    void enterPlanModeOutput() {
        EnterPlanModeOutput out = output(EnterPlanModeOutput.class, "EnterPlanMode", "{'message':'message 1'}");
        assertThat(out.message()).isEqualTo("message 1");
    }

    @Test
    void workflowOutput() {
        WorkflowOutput out = output(
                WorkflowOutput.class,
                "Workflow",
                "{'status':'status 1','taskId':'taskId 2','taskType':'taskType 3',"
                        + "'workflowName':'workflowName 4','runId':'runId 5','summary':'summary 6',"
                        + "'transcriptDir':'transcriptDirectory 7','scriptPath':'scriptPath 8',"
                        + "'sessionUrl':'sessionUrl 9','warning':'warning 10','error':'error 11'}");
        assertThat(out.status()).isEqualTo("status 1");
        assertThat(out.taskId()).isEqualTo("taskId 2");
        assertThat(out.taskType()).contains("taskType 3");
        assertThat(out.workflowName()).contains("workflowName 4");
        assertThat(out.runId()).contains("runId 5");
        assertThat(out.summary()).contains("summary 6");
        assertThat(out.transcriptDirectory()).contains("transcriptDirectory 7");
        assertThat(out.scriptPath()).contains("scriptPath 8");
        assertThat(out.sessionUrl()).contains("sessionUrl 9");
        assertThat(out.warning()).contains("warning 10");
        assertThat(out.error()).contains("error 11");
    }

    @Test
    void cronCreateOutput() {
        CronCreateOutput out = output(
                CronCreateOutput.class,
                "CronCreate",
                "{'id':'id 1','humanSchedule':'humanSchedule 2','recurring':true,'durable':true,"
                        + "'nextFireAt':1770000000003,'maxAgeMs':4,'otherOneShots':[{'id':'id 5','cron':'cron 6',"
                        + "'humanSchedule':'humanSchedule 7','prompt':'prompt 8','recurring':true,'durable':true,"
                        + "'nextFireAt':1770000000009}]}");
        assertThat(out.id()).isEqualTo("id 1");
        assertThat(out.humanSchedule()).isEqualTo("humanSchedule 2");
        assertThat(out.isRecurring()).isTrue();
        assertThat(out.isDurable()).isTrue();
        assertThat(out.nextFireAt()).contains(Instant.ofEpochMilli(1770000000003L));
        assertThat(out.maxAge()).contains(Duration.ofMillis(4));
        CronJob cronJob = out.otherOneShots().get(0);
        assertThat(cronJob.id()).isEqualTo("id 5");
        assertThat(cronJob.cron()).contains("cron 6");
        assertThat(cronJob.humanSchedule()).isEqualTo("humanSchedule 7");
        assertThat(cronJob.prompt()).isEqualTo("prompt 8");
        assertThat(cronJob.isRecurring()).isTrue();
        assertThat(cronJob.isDurable()).isTrue();
        assertThat(cronJob.nextFireAt()).contains(Instant.ofEpochMilli(1770000000009L));
    }

    @Test
    void cronDeleteOutput() {
        CronDeleteOutput out = output(CronDeleteOutput.class, "CronDelete", "{'id':'id 1','endedLoopWakeup':true}");
        assertThat(out.id()).isEqualTo("id 1");
        assertThat(out.hasEndedLoop()).isTrue();
    }

    @Test
    void cronListOutput() {
        CronListOutput out = output(
                CronListOutput.class,
                "CronList",
                "{'jobs':[{'id':'id 1','cron':'cron 2','humanSchedule':'humanSchedule 3',"
                        + "'prompt':'prompt 4','recurring':true,'durable':true,'nextFireAt':1770000000005}]}");
        CronJob cronJob = out.jobs().get(0);
        assertThat(cronJob.id()).isEqualTo("id 1");
        assertThat(cronJob.cron()).contains("cron 2");
        assertThat(cronJob.humanSchedule()).isEqualTo("humanSchedule 3");
        assertThat(cronJob.prompt()).isEqualTo("prompt 4");
        assertThat(cronJob.isRecurring()).isTrue();
        assertThat(cronJob.isDurable()).isTrue();
        assertThat(cronJob.nextFireAt()).contains(Instant.ofEpochMilli(1770000000005L));
    }
}
