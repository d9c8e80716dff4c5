package dev.agentsdk.builtin;

import static dev.agentsdk.builtin.BuiltinSamples.json;
import static dev.agentsdk.builtin.BuiltinSamples.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every field of the outputs of tools that are used less often, as claude 2.1.332 declares them. */
class MoreOutputsTest {
    @Test
    void listMcpResourcesOutput() {
        ListMcpResourcesOutput out = output(
                ListMcpResourcesOutput.class,
                "ListMcpResourcesTool",
                "[{'uri':'uri 1','name':'name 2','mimeType':'mimeType 3','description':'description 4',"
                        + "'server':'server 5'}]");
        assertThat(out.resources().get(0).uri()).isEqualTo("uri 1");
        assertThat(out.resources().get(0).name()).isEqualTo("name 2");
        assertThat(out.resources().get(0).mimeType()).contains("mimeType 3");
        assertThat(out.resources().get(0).description()).contains("description 4");
        assertThat(out.resources().get(0).server()).contains("server 5");
    }

    @Test
    void refreshMcpToolsOutput() {
        RefreshMcpToolsOutput out = output(
                RefreshMcpToolsOutput.class,
                "RefreshMcpTools",
                "[{'server':'server 1','status':'status 2','toolCount':3,'added':['a4','b5'],"
                        + "'removed':['a6','b7'],'error':'error 8'}]");
        assertThat(out.servers().get(0).server()).isEqualTo("server 1");
        assertThat(out.servers().get(0).status()).isEqualTo("status 2");
        assertThat(out.servers().get(0).toolCount()).hasValue(3);
        assertThat(out.servers().get(0).added()).containsExactly("a4", "b5");
        assertThat(out.servers().get(0).removed()).containsExactly("a6", "b7");
        assertThat(out.servers().get(0).error()).contains("error 8");
    }

    @Test
    void notebookEditOutput() {
        NotebookEditOutput out = output(
                NotebookEditOutput.class,
                "NotebookEdit",
                "{'notebook_path':'notebookPath 1','cell_id':'cellId 2','cell_type':'cellType 3',"
                        + "'language':'language 4','edit_mode':'editMode 5','new_source':'newSource 6',"
                        + "'old_source':'oldSource 7','error':'error 8','original_file':'originalFile 9',"
                        + "'updated_file':'updatedFile 10'}");
        assertThat(out.notebookPath()).isEqualTo("notebookPath 1");
        assertThat(out.cellId()).contains("cellId 2");
        assertThat(out.cellType()).isEqualTo("cellType 3");
        assertThat(out.language()).isEqualTo("language 4");
        assertThat(out.editMode()).isEqualTo("editMode 5");
        assertThat(out.newSource()).isEqualTo("newSource 6");
        assertThat(out.oldSource()).contains("oldSource 7");
        assertThat(out.error()).contains("error 8");
        assertThat(out.originalFile()).isEqualTo("originalFile 9");
        assertThat(out.updatedFile()).isEqualTo("updatedFile 10");
    }

    @Test
    void readMcpResourceDirOutput() {
        ReadMcpResourceDirOutput out = output(
                ReadMcpResourceDirOutput.class,
                "ReadMcpResourceDirTool",
                "{'resources':[{'uri':'uri 1','name':'name 2','mimeType':'mimeType 3',"
                        + "'description':'description 4','server':'server 5'}],'error':'error 6'}");
        McpResourceInfo mcpResourceInfo = out.resources().get(0);
        assertThat(mcpResourceInfo.uri()).isEqualTo("uri 1");
        assertThat(mcpResourceInfo.name()).isEqualTo("name 2");
        assertThat(mcpResourceInfo.mimeType()).contains("mimeType 3");
        assertThat(mcpResourceInfo.description()).contains("description 4");
        assertThat(mcpResourceInfo.server()).contains("server 5");
        assertThat(out.error()).contains("error 6");
    }

    @Test
    void readMcpResourceOutput() {
        ReadMcpResourceOutput out = output(
                ReadMcpResourceOutput.class,
                "ReadMcpResourceTool",
                "{'contents':[{'uri':'uri 1','mimeType':'mimeType 2','text':'text 3',"
                        + "'blobSavedTo':'blobSavedTo 4'}],'error':'error 5'}");
        McpResourceContent mcpResourceContent = out.contents().get(0);
        assertThat(mcpResourceContent.uri()).isEqualTo("uri 1");
        assertThat(mcpResourceContent.mimeType()).contains("mimeType 2");
        assertThat(mcpResourceContent.text()).contains("text 3");
        assertThat(mcpResourceContent.blobSavedTo()).contains("blobSavedTo 4");
        assertThat(out.error()).contains("error 5");
    }

    @Test
    void reportFindingsOutput() {
        ReportFindingsOutput out = output(
                ReportFindingsOutput.class,
                "ReportFindings",
                "{'count':1,'level':'level 2','findings':[{'file':'file 3','line':4,"
                        + "'summary':'summary 5','short_summary':'shortSummary 6',"
                        + "'failure_scenario':'failureScenario 7','category':'category 8','severity':'severity 9',"
                        + "'verdict':'verdict 10','outcome':'outcome 11'}]}");
        assertThat(out.count()).isEqualTo(1);
        assertThat(out.level()).contains("level 2");
        ReviewFinding reviewFinding = out.findings().get(0);
        assertThat(reviewFinding.file()).isEqualTo("file 3");
        assertThat(reviewFinding.line()).hasValue(4);
        assertThat(reviewFinding.summary()).isEqualTo("summary 5");
        assertThat(reviewFinding.shortSummary()).contains("shortSummary 6");
        assertThat(reviewFinding.failureScenario()).isEqualTo("failureScenario 7");
        assertThat(reviewFinding.category()).contains("category 8");
        assertThat(reviewFinding.severity()).contains("severity 9");
        assertThat(reviewFinding.verdict()).contains("verdict 10");
        assertThat(reviewFinding.outcome()).contains("outcome 11");
    }

    @Test
    void webSearchOutput() {
        WebSearchOutput out = output(
                WebSearchOutput.class,
                "WebSearch",
                "{'query':'query 1','results':[{'tool_use_id':'toolUseId 2',"
                        + "'content':[{'title':'title 3','url':'url 4','snippet':'snippet 5'}]},'a6'],"
                        + "'durationSeconds':7,'searchCount':8}");
        assertThat(out.query()).isEqualTo("query 1");
        WebSearchResult webSearchResult = out.results().get(0);
        assertThat(webSearchResult.toolUseId()).isEqualTo("toolUseId 2");
        WebSearchHit webSearchHit = webSearchResult.hits().get(0);
        assertThat(webSearchHit.title()).isEqualTo("title 3");
        assertThat(webSearchHit.url()).isEqualTo("url 4");
        assertThat(webSearchHit.snippet()).contains("snippet 5");
        assertThat(out.comments()).containsExactly("a6");
        assertThat(out.duration()).isEqualTo(Duration.ofSeconds(7));
        assertThat(out.searchCount()).hasValue(8);
    }

    @Test
    void askUserQuestionOutput() {
        AskUserQuestionOutput out = output(
                AskUserQuestionOutput.class,
                "AskUserQuestion",
                "{'questions':[{'question':'question 1','header':'header 2',"
                        + "'options':[{'label':'label 3','description':'description 4','preview':'preview 5'}],"
                        + "'multiSelect':true}],'answers':{'k':'v6'},'response':'response 7',"
                        + "'annotations':{'k':{'preview':'preview 8','notes':'notes 9',"
                        + "'unanswered':'unanswered 10'}},'afkTimeoutMs':11}");
        UserQuestion userQuestion = out.questions().get(0);
        assertThat(userQuestion.question()).isEqualTo("question 1");
        assertThat(userQuestion.header()).isEqualTo("header 2");
        AnswerOption answerOption = userQuestion.options().get(0);
        assertThat(answerOption.label()).isEqualTo("label 3");
        assertThat(answerOption.description()).isEqualTo("description 4");
        assertThat(answerOption.preview()).contains("preview 5");
        assertThat(userQuestion.multiSelect()).isTrue();
        assertThat(out.answers()).isEqualTo(Map.of("k", "v6"));
        assertThat(out.response()).contains("response 7");
        AnswerAnnotation answerAnnotation = out.annotations().get("k");
        assertThat(answerAnnotation.preview()).contains("preview 8");
        assertThat(answerAnnotation.notes()).contains("notes 9");
        assertThat(answerAnnotation.unanswered()).contains("unanswered 10");
        assertThat(out.idleTimeout()).contains(Duration.ofMillis(11));
    }

    @Test
    void sendFeedbackOutput() {
        SendFeedbackOutput out =
                output(SendFeedbackOutput.class, "SendFeedback", "{'success':true,'message':'message 1'}");
        assertThat(out.isSuccess()).isTrue();
        assertThat(out.message()).isEqualTo("message 1");
    }

    @Test
    void showOnboardingRolePickerOutput() {
        ShowOnboardingRolePickerOutput out = output(
                ShowOnboardingRolePickerOutput.class, "ShowOnboardingRolePicker", "{'role':'role 1','dismissed':true}");
        assertThat(out.role()).contains("role 1");
        assertThat(out.isDismissed()).isTrue();
    }

    @Test
    void offerChromeSetupOutput() {
        OfferChromeSetupOutput out =
                output(OfferChromeSetupOutput.class, "OfferChromeSetup", "{'outcome':'outcome 1'}");
        assertThat(out.outcome()).isEqualTo("outcome 1");
    }

    @Test
    void readNotificationsOutput() {
        ReadNotificationsOutput out = output(
                ReadNotificationsOutput.class,
                "ReadNotifications",
                "{'notifications':[{'notification_id':'id 1','origin':'origin 2',"
                        + "'queued_at':'2026-02-03T04:05:03Z','content':'content 4',"
                        + "'arrived_at':'2026-02-03T04:05:05Z'}],'remaining':6,'read_at':'2026-02-03T04:05:07Z'}");
        QueuedNotification queuedNotification = out.notifications().get(0);
        assertThat(queuedNotification.id()).isEqualTo("id 1");
        assertThat(queuedNotification.origin()).isEqualTo("origin 2");
        assertThat(queuedNotification.queuedAt()).contains(Instant.parse("2026-02-03T04:05:03Z"));
        assertThat(queuedNotification.content()).isEqualTo("content 4");
        assertThat(queuedNotification.arrivedAt()).contains(Instant.parse("2026-02-03T04:05:05Z"));
        assertThat(out.remaining()).isEqualTo(6);
        assertThat(out.readAt()).contains(Instant.parse("2026-02-03T04:05:07Z"));
    }

    @Test
    void proposeSkillsOutput() {
        ProposeSkillsOutput out = output(ProposeSkillsOutput.class, "propose_skills", "{'proposalCount':1}");
        assertThat(out.proposalCount()).isEqualTo(1);
    }

    @Test
    void setGoalOutput() {
        SetGoalOutput out = output(SetGoalOutput.class, "SetGoal", "{'condition':'condition 1','askUser':true}");
        assertThat(out.condition()).isEqualTo("condition 1");
        assertThat(out.askUser()).isTrue();
    }

    @Test
    void pushNotificationOutput() {
        PushNotificationOutput out = output(
                PushNotificationOutput.class,
                "PushNotification",
                "{'message':'message 1','pushSent':false,'localSent':false,"
                        + "'disabledReason':'disabledReason 2','sentAt':'2026-02-03T04:05:03Z'}");
        assertThat(out.message()).isEqualTo("message 1");
        assertThat(out.isPushSent()).contains(false);
        assertThat(out.isLocalSent()).contains(false);
        assertThat(out.disabledReason()).contains("disabledReason 2");
        assertThat(out.sentAt()).contains(Instant.parse("2026-02-03T04:05:03Z"));
    }

    @Test
    void claudeDesignOutput() {
        ClaudeDesignOutput out = output(
                ClaudeDesignOutput.class,
                "ClaudeDesign",
                "{'operation':'operation 1','content':[{'k':2}],'isError':true}");
        assertThat(out.operation()).isEqualTo("operation 1");
        assertThat(out.content()).containsExactly(json("{'k':2}"));
        assertThat(out.isError()).isTrue();
    }
}
