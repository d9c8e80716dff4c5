package dev.agentsdk.builtin;

import static dev.agentsdk.builtin.BuiltinSamples.input;
import static dev.agentsdk.builtin.BuiltinSamples.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every field of the inputs of tools that are used less often, as claude 2.1.332 declares them. */
class MoreInputsTest {
    @Test
    void exitPlanModeInput() {
        ExitPlanModeInput in = input(
                ExitPlanModeInput.class, "ExitPlanMode", "{'allowedPrompts':[{'tool':'tool 1','prompt':'prompt 2'}]}");
        AllowedPrompt allowedPrompt = in.allowedPrompts().get(0);
        assertThat(allowedPrompt.tool()).isEqualTo("tool 1");
        assertThat(allowedPrompt.prompt()).isEqualTo("prompt 2");
    }

    @Test
    void listMcpResourcesInput() {
        ListMcpResourcesInput in = input(ListMcpResourcesInput.class, "ListMcpResourcesTool", "{'server':'server 1'}");
        assertThat(in.server()).contains("server 1");
    }

    @Test
    void refreshMcpToolsInput() {
        RefreshMcpToolsInput in = input(RefreshMcpToolsInput.class, "RefreshMcpTools", "{'server':'server 1'}");
        assertThat(in.server()).contains("server 1");
    }

    @Test
    void readMcpResourceDirInput() {
        ReadMcpResourceDirInput in =
                input(ReadMcpResourceDirInput.class, "ReadMcpResourceDirTool", "{'server':'server 1','uri':'uri 2'}");
        assertThat(in.server()).isEqualTo("server 1");
        assertThat(in.uri()).isEqualTo("uri 2");
    }

    @Test
    void readMcpResourceInput() {
        ReadMcpResourceInput in =
                input(ReadMcpResourceInput.class, "ReadMcpResourceTool", "{'server':'server 1','uri':'uri 2'}");
        assertThat(in.server()).isEqualTo("server 1");
        assertThat(in.uri()).isEqualTo("uri 2");
    }

    @Test
    void reportFindingsInput() {
        ReportFindingsInput in = input(
                ReportFindingsInput.class,
                "ReportFindings",
                "{'level':'level 1','findings':[{'file':'file 2','line':3,'summary':'summary 4',"
                        + "'short_summary':'shortSummary 5','failure_scenario':'failureScenario 6',"
                        + "'category':'category 7','severity':'severity 8','verdict':'verdict 9',"
                        + "'outcome':'outcome 10'}]}");
        assertThat(in.level()).contains("level 1");
        ReviewFinding reviewFinding = in.findings().get(0);
        assertThat(reviewFinding.file()).isEqualTo("file 2");
        assertThat(reviewFinding.line()).hasValue(3);
        assertThat(reviewFinding.summary()).isEqualTo("summary 4");
        assertThat(reviewFinding.shortSummary()).contains("shortSummary 5");
        assertThat(reviewFinding.failureScenario()).isEqualTo("failureScenario 6");
        assertThat(reviewFinding.category()).contains("category 7");
        assertThat(reviewFinding.severity()).contains("severity 8");
        assertThat(reviewFinding.verdict()).contains("verdict 9");
        assertThat(reviewFinding.outcome()).contains("outcome 10");
    }

    @Test
    void askUserQuestionInput() {
        AskUserQuestionInput in = input(
                AskUserQuestionInput.class,
                "AskUserQuestion",
                "{'questions':[{'question':'question 1','header':'header 2',"
                        + "'options':[{'label':'label 3','description':'description 4','preview':'preview 5'}],"
                        + "'multiSelect':true}],'answers':{'k':'v6'},'annotations':{'k':{'preview':'preview 7',"
                        + "'notes':'notes 8','unanswered':'unanswered 9'}},'metadata':{'source':'source 10'}}");
        UserQuestion userQuestion = in.questions().get(0);
        assertThat(userQuestion.question()).isEqualTo("question 1");
        assertThat(userQuestion.header()).isEqualTo("header 2");
        AnswerOption answerOption = userQuestion.options().get(0);
        assertThat(answerOption.label()).isEqualTo("label 3");
        assertThat(answerOption.description()).isEqualTo("description 4");
        assertThat(answerOption.preview()).contains("preview 5");
        assertThat(userQuestion.multiSelect()).isTrue();
        assertThat(in.answers()).isEqualTo(Map.of("k", "v6"));
        AnswerAnnotation answerAnnotation = in.annotations().get("k");
        assertThat(answerAnnotation.preview()).contains("preview 7");
        assertThat(answerAnnotation.notes()).contains("notes 8");
        assertThat(answerAnnotation.unanswered()).contains("unanswered 9");
        assertThat(in.source()).contains("source 10");
    }

    @Test
    void sendFeedbackInput() {
        SendFeedbackInput in = input(
                SendFeedbackInput.class,
                "SendFeedback",
                "{'type':'kind 1','title':'title 2','details':'details 3','area':'area 4',"
                        + "'failure_mode':'failureMode 5','task_category':'taskCategory 6'}");
        assertThat(in.kind()).isEqualTo("kind 1");
        assertThat(in.title()).isEqualTo("title 2");
        assertThat(in.details()).isEqualTo("details 3");
        assertThat(in.area()).contains("area 4");
        assertThat(in.failureMode()).contains("failureMode 5");
        assertThat(in.taskCategory()).contains("taskCategory 6");
    }

    @Test
    void claudeDesignInput() {
        ClaudeDesignInput in =
                input(ClaudeDesignInput.class, "ClaudeDesign", "{'operation':'operation 1','arguments':{'k':2}}");
        assertThat(in.operation()).isEqualTo("operation 1");
        assertThat(in.arguments()).contains(json("{'k':2}"));
    }

    @Test
    void projectsInput() {
        ProjectsInput in = input(
                ProjectsInput.class,
                "Projects",
                "{'method':'method 1','path':'path 2','content':'content 3','local_path':'localPath 4',"
                        + "'present_to_user':true,'query':'query 5','n':6}");
        assertThat(in.method()).isEqualTo("method 1");
        assertThat(in.path()).contains("path 2");
        assertThat(in.content()).contains("content 3");
        assertThat(in.localPath()).contains("localPath 4");
        assertThat(in.presentToUser()).isTrue();
        assertThat(in.query()).contains("query 5");
        assertThat(in.hitLimit()).hasValue(6);
    }

    @Test
    void taskCreateInput() {
        TaskCreateInput in = input(
                TaskCreateInput.class,
                "TaskCreate",
                "{'subject':'subject 1','description':'description 2','activeForm':'activeForm 3',"
                        + "'metadata':{'k':4}}");
        assertThat(in.subject()).isEqualTo("subject 1");
        assertThat(in.description()).isEqualTo("description 2");
        assertThat(in.activeForm()).contains("activeForm 3");
        assertThat(in.metadata()).contains(json("{'k':4}"));
    }

    @Test
    void taskGetInput() {
        TaskGetInput in = input(TaskGetInput.class, "TaskGet", "{'taskId':'taskId 1'}");
        assertThat(in.taskId()).isEqualTo("taskId 1");
    }

    @Test
    void taskUpdateInput() {
        TaskUpdateInput in = input(
                TaskUpdateInput.class,
                "TaskUpdate",
                "{'taskId':'taskId 1','subject':'subject 2','description':'description 3',"
                        + "'activeForm':'activeForm 4','status':'status 5','addBlocks':['a6','b7'],"
                        + "'addBlockedBy':['a8','b9'],'owner':'owner 10','metadata':{'k':11}}");
        assertThat(in.taskId()).isEqualTo("taskId 1");
        assertThat(in.subject()).contains("subject 2");
        assertThat(in.description()).contains("description 3");
        assertThat(in.activeForm()).contains("activeForm 4");
        assertThat(in.status()).contains("status 5");
        assertThat(in.addBlocks()).containsExactly("a6", "b7");
        assertThat(in.addBlockedBy()).containsExactly("a8", "b9");
        assertThat(in.owner()).contains("owner 10");
        assertThat(in.metadata()).contains(json("{'k':11}"));
    }

    @Test
    void workflowInput() {
        WorkflowInput in = input(
                WorkflowInput.class,
                "Workflow",
                "{'script':'script 1','name':'name 2','description':'description 3','title':'title 4',"
                        + "'args':{'k':5},'scriptPath':'scriptPath 6','resumeFromRunId':'resumeFromRunId 7'}");
        assertThat(in.script()).contains("script 1");
        assertThat(in.name()).contains("name 2");
        assertThat(in.description()).contains("description 3");
        assertThat(in.title()).contains("title 4");
        assertThat(in.args()).contains(json("{'k':5}"));
        assertThat(in.scriptPath()).contains("scriptPath 6");
        assertThat(in.resumeFromRunId()).contains("resumeFromRunId 7");
    }

    @Test
    void cronCreateInput() {
        CronCreateInput in = input(
                CronCreateInput.class,
                "CronCreate",
                "{'cron':'cron 1','prompt':'prompt 2','recurring':false,'durable':true}");
        assertThat(in.cron()).isEqualTo("cron 1");
        assertThat(in.prompt()).isEqualTo("prompt 2");
        assertThat(in.recurring()).contains(false);
        assertThat(in.durable()).isTrue();
    }

    @Test
    void cronDeleteInput() {
        CronDeleteInput in = input(CronDeleteInput.class, "CronDelete", "{'id':'id 1'}");
        assertThat(in.id()).isEqualTo("id 1");
    }

    @Test
    void scheduleWakeupInput() {
        ScheduleWakeupInput in = input(
                ScheduleWakeupInput.class,
                "ScheduleWakeup",
                "{'delaySeconds':1,'reason':'reason 2','prompt':'prompt 3','stop':true,'noop':false}");
        assertThat(in.delay()).contains(Duration.ofSeconds(1));
        assertThat(in.reason()).contains("reason 2");
        assertThat(in.prompt()).contains("prompt 3");
        assertThat(in.stop()).isTrue();
        assertThat(in.noop()).contains(false);
    }

    @Test
    void remoteTriggerInput() {
        RemoteTriggerInput in = input(
                RemoteTriggerInput.class,
                "RemoteTrigger",
                "{'action':'action 1','trigger_id':'triggerId 2','session_id':'sessionId 3',"
                        + "'cursor':'cursor 4','body':{'k':5}}");
        assertThat(in.action()).isEqualTo("action 1");
        assertThat(in.triggerId()).contains("triggerId 2");
        assertThat(in.sessionId()).contains("sessionId 3");
        assertThat(in.cursor()).contains("cursor 4");
        assertThat(in.body()).contains(json("{'k':5}"));
    }

    @Test
    void offerChromeSetupInput() {
        OfferChromeSetupInput in = input(OfferChromeSetupInput.class, "OfferChromeSetup", "{'reason':'reason 1'}");
        assertThat(in.reason()).contains("reason 1");
    }

    @Test
    void monitorInput() {
        MonitorInput in = input(
                MonitorInput.class,
                "Monitor",
                "{'description':'description 1','timeout_ms':2,'command':'command 3',"
                        + "'ws':{'url':'webSocketUrl 4','protocols':['a5','b6']}}");
        assertThat(in.description()).isEqualTo("description 1");
        assertThat(in.timeout()).contains(Duration.ofMillis(2));
        assertThat(in.command()).contains("command 3");
        assertThat(in.webSocketUrl()).contains("webSocketUrl 4");
        assertThat(in.webSocketProtocols()).containsExactly("a5", "b6");
    }

    @Test
    void proposeSkillsInput() {
        ProposeSkillsInput in = input(
                ProposeSkillsInput.class,
                "propose_skills",
                "{'proposals':[{'name':'name 1','kind':'kind 2','target':'target 3',"
                        + "'description':'description 4','evidence':['a5','b6'],"
                        + "'edits':[{'old_string':'oldString 7','new_string':'newString 8'}],"
                        + "'skillMd':'skillMarkdown 9'}]}");
        SkillProposal skillProposal = in.proposals().get(0);
        assertThat(skillProposal.name()).isEqualTo("name 1");
        assertThat(skillProposal.kind()).isEqualTo("kind 2");
        assertThat(skillProposal.target()).contains("target 3");
        assertThat(skillProposal.description()).isEqualTo("description 4");
        assertThat(skillProposal.evidence()).containsExactly("a5", "b6");
        SkillEdit skillEdit = skillProposal.edits().get(0);
        assertThat(skillEdit.oldString()).isEqualTo("oldString 7");
        assertThat(skillEdit.newString()).isEqualTo("newString 8");
        assertThat(skillProposal.skillMarkdown()).contains("skillMarkdown 9");
    }

    @Test
    void setGoalInput() {
        SetGoalInput in = input(SetGoalInput.class, "SetGoal", "{'condition':'condition 1','ask_user':false}");
        assertThat(in.condition()).isEqualTo("condition 1");
        assertThat(in.askUser()).contains(false);
    }

    @Test
    void artifactInput() {
        ArtifactInput in = input(
                ArtifactInput.class,
                "Artifact",
                "{'action':'action 1','file_path':'filePath 2','file_paths':['a3','b4'],'url':'url 5',"
                        + "'title':'title 6','description':'description 7','label':'label 8','icon':'icon 9',"
                        + "'favicon':'favicon 10','capabilities':{'k':11},'contract':'contract 12','force':true,"
                        + "'pin':true,'prompt':'prompt 13','scope':'scope 14','limit':15,"
                        + "'page_token':'pageToken 16','asset_id':'assetId 17','after':'after 18',"
                        + "'out_dir':'outputDirectory 19'}");
        assertThat(in.action()).contains("action 1");
        assertThat(in.filePath()).contains("filePath 2");
        assertThat(in.filePaths()).containsExactly("a3", "b4");
        assertThat(in.url()).contains("url 5");
        assertThat(in.title()).contains("title 6");
        assertThat(in.description()).contains("description 7");
        assertThat(in.label()).contains("label 8");
        assertThat(in.icon()).contains("icon 9");
        assertThat(in.favicon()).contains("favicon 10");
        assertThat(in.capabilities()).contains(json("{'k':11}"));
        assertThat(in.contract()).contains("contract 12");
        assertThat(in.force()).isTrue();
        assertThat(in.pin()).isTrue();
        assertThat(in.prompt()).contains("prompt 13");
        assertThat(in.scope()).contains("scope 14");
        assertThat(in.limit()).hasValue(15);
        assertThat(in.pageToken()).contains("pageToken 16");
        assertThat(in.assetId()).contains("assetId 17");
        assertThat(in.after()).contains("after 18");
        assertThat(in.outputDirectory()).contains("outputDirectory 19");
    }

    @Test
    void pushNotificationInput() {
        PushNotificationInput in =
                input(PushNotificationInput.class, "PushNotification", "{'message':'message 1','status':'status 2'}");
        assertThat(in.message()).isEqualTo("message 1");
        assertThat(in.status()).contains("status 2");
    }

    @Test
    void enterWorktreeInput() {
        EnterWorktreeInput in = input(EnterWorktreeInput.class, "EnterWorktree", "{'name':'name 1','path':'path 2'}");
        assertThat(in.name()).contains("name 1");
        assertThat(in.path()).contains("path 2");
    }

    @Test
    void exitWorktreeInput() {
        ExitWorktreeInput in =
                input(ExitWorktreeInput.class, "ExitWorktree", "{'action':'action 1','discard_changes':true}");
        assertThat(in.action()).isEqualTo("action 1");
        assertThat(in.discardChanges()).isTrue();
    }
}
