package dev.agentsdk.builtin;

import static dev.agentsdk.builtin.BuiltinSamples.json;
import static dev.agentsdk.builtin.BuiltinSamples.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every field of the outputs of tools for artifacts and projects, as claude 2.1.332 declares them. */
class CloudOutputsTest {
    @Test
    void projectsOutput() {
        ProjectsOutput out = output(
                ProjectsOutput.class,
                "Projects",
                "{'method':'method 1','notice':'notice 2','name':'name 3','description':'description 4',"
                        + "'instructions':'instructions 5','docs':[{'path':'path 6','file_kind':'fileKind 7',"
                        + "'created_at':'2026-02-03T04:05:08Z','updated_at':'2026-02-03T04:05:09Z','size_bytes':10,"
                        + "'truncated':true},'a11'],'files':[{'path':'path 12','file_kind':'fileKind 13',"
                        + "'created_at':'2026-02-03T04:05:14Z','updated_at':'2026-02-03T04:05:15Z','size_bytes':16,"
                        + "'truncated':true}],'sync_sources':[{'type':'kind 17','config':{'k':18}}],"
                        + "'knowledge':{'knowledge_size':19,'max_knowledge_size':20},'path':'path 21',"
                        + "'file_kind':'fileKind 22','content':'content 23','local_file':'localFile 24',"
                        + "'created_at':'2026-02-03T04:05:25Z','updated_at':'2026-02-03T04:05:26Z','size_bytes':27,"
                        + "'truncated':true,'rag':false,'hits':[{'name':'name 28','doc_uuid':'documentUuid 29',"
                        + "'text':'text 30','image_attached':true,'page':31}],'doc_uuid':'documentUuid 32',"
                        + "'replaced':true,'present_to_user':true,'local_path':'localPath 33','deleted':true}");
        assertThat(out.method()).isEqualTo("method 1");
        assertThat(out.notice()).contains("notice 2");
        assertThat(out.name()).contains("name 3");
        assertThat(out.description()).contains("description 4");
        assertThat(out.instructions()).contains("instructions 5");
        ProjectFile projectFile = out.documents().get(0);
        assertThat(projectFile.path()).isEqualTo("path 6");
        assertThat(projectFile.fileKind()).contains("fileKind 7");
        assertThat(projectFile.createdAt()).contains(Instant.parse("2026-02-03T04:05:08Z"));
        assertThat(projectFile.updatedAt()).contains(Instant.parse("2026-02-03T04:05:09Z"));
        assertThat(projectFile.size()).hasValue(10);
        assertThat(projectFile.isTruncated()).isTrue();
        assertThat(out.documentNames()).containsExactly("a11");
        ProjectFile projectFile2 = out.files().get(0);
        assertThat(projectFile2.path()).isEqualTo("path 12");
        assertThat(projectFile2.fileKind()).contains("fileKind 13");
        assertThat(projectFile2.createdAt()).contains(Instant.parse("2026-02-03T04:05:14Z"));
        assertThat(projectFile2.updatedAt()).contains(Instant.parse("2026-02-03T04:05:15Z"));
        assertThat(projectFile2.size()).hasValue(16);
        assertThat(projectFile2.isTruncated()).isTrue();
        ProjectSyncSource projectSyncSource = out.syncSources().get(0);
        assertThat(projectSyncSource.kind()).contains("kind 17");
        assertThat(projectSyncSource.config()).contains(json("{'k':18}"));
        assertThat(out.knowledgeSize()).hasValue(19);
        assertThat(out.maxKnowledgeSize()).hasValue(20);
        assertThat(out.path()).contains("path 21");
        assertThat(out.fileKind()).contains("fileKind 22");
        assertThat(out.content()).contains("content 23");
        assertThat(out.localFile()).contains("localFile 24");
        assertThat(out.createdAt()).contains(Instant.parse("2026-02-03T04:05:25Z"));
        assertThat(out.updatedAt()).contains(Instant.parse("2026-02-03T04:05:26Z"));
        assertThat(out.size()).hasValue(27);
        assertThat(out.isTruncated()).isTrue();
        assertThat(out.isRetrieval()).contains(false);
        ProjectHit projectHit = out.hits().get(0);
        assertThat(projectHit.name()).contains("name 28");
        assertThat(projectHit.documentUuid()).contains("documentUuid 29");
        assertThat(projectHit.text()).contains("text 30");
        assertThat(projectHit.hasImage()).isTrue();
        assertThat(projectHit.page()).hasValue(31);
        assertThat(out.documentUuid()).contains("documentUuid 32");
        assertThat(out.isReplaced()).isTrue();
        assertThat(out.isPresentedToUser()).isTrue();
        assertThat(out.localPath()).contains("localPath 33");
        assertThat(out.isDeleted()).isTrue();
    }

    @Test
    void artifactOutput() {
        ArtifactOutput out = output(
                ArtifactOutput.class,
                "Artifact",
                "{'url':'url 1','path':'path 2','artifact_id':'artifactId 3','title':'title 4',"
                        + "'version':'version 5','capabilities':{'k':6},'stored':{'contract':'contract 7',"
                        + "'preferredContract':'preferredContract 8','capabilities':{'k':9},'carried':true,"
                        + "'read':'read 10'},'warnings':['a11','b12'],'publishesRemaining':13,"
                        + "'publishesResetAt':1770000014,'contract':'contract 15','updated':true,'owned':false,"
                        + "'icon':'icon 16','faviconSent':true,'iconDropped':true,'audience':'audience 17',"
                        + "'folder_audience':'folderAudience 18','seq':19,'unchanged':true,"
                        + "'liveSubscription':'liveSubscription 20','pinned':false,"
                        + "'artifacts':[{'title':'title 21','url':'url 22','favicon':'favicon 23',"
                        + "'updatedAt':'2026-02-03T04:05:24Z','rel':'relation 25','external':true,'role':'role 26',"
                        + "'outsidersMayHaveWritten':true,'listedKind':'listedKind 27','pinned':false}],"
                        + "'truncated':true,'total':28,'total_at_least':true,'next_page_token':'nextPageToken 29',"
                        + "'pins_enabled':false,'scope':'scope 30','external_listed':true,'read':{'url':'url 31',"
                        + "'bytes':32,'code':33,'codeText':'codeText 34','result':'result 35','durationMs':36,"
                        + "'title':'title 37'},'artifactRead':{'slug':'slug 38','ver':'version 39','seeded':false},"
                        + "'watch':{'url':'url 40','watching':true,'outcome':'outcome 41','reason':'reason 42',"
                        + "'durable_skip_reason':'durableSkipReason 43','task_id':'taskId 44',"
                        + "'since':1770000000045,'token_expires_at':1770000000046,'rail':'rail 47',"
                        + "'trigger_id':'triggerId 48','durable_since':'2026-02-03T04:05:49Z','status':50,"
                        + "'detail':'detail 51','note':'note 52','events':['a53','b54']},"
                        + "'unwatch':{'url':'unwatchUrl 55','was_watching':true},'watches':[{'url':'url 56',"
                        + "'task_id':'taskId 57','since':1770000000058,'explicit':true,'connected':true,"
                        + "'connecting':true,'token_expires_at':1770000000059,'armed_via':'armedVia 60',"
                        + "'rail':'rail 61','trigger_id':'triggerId 62','events':['a63','b64'],'restored':true,"
                        + "'stop_kind':'stopKind 65'}],'filter_url':'filterUrl 66','arms':[{'url':'url 67',"
                        + "'rail':'rail 68','state':'state 69','reconnect':true,'failures':70,'max_failures':71,"
                        + "'next_in_s':72,'last_failure':'lastFailure 73','reason':'reason 74',"
                        + "'detail':'detail 75','server_message':'serverMessage 76','at':1770000000077}],"
                        + "'written':{'url':'writtenUrl 78'},'asset_upload':{'id':'id 79','url':'url 80',"
                        + "'size_bytes':81,'content_type':'contentType 82','sha256':'sha256 83',"
                        + "'file_name':'fileName 84','created_at':'2026-02-03T04:05:25Z'},"
                        + "'asset_uploads':{'url':'assetUploadsUrl 86','results':[{'file_path':'filePath 87',"
                        + "'status':'status 88','id':'id 89','url':'url 90','size_bytes':91,"
                        + "'content_type':'contentType 92','sha256':'sha256 93','file_name':'fileName 94',"
                        + "'reason':'reason 95','message':'message 96','may_be_stored':true}]},"
                        + "'asset_list':{'url':'url 97','assets':[{'id':'id 98','url':'url 99','size_bytes':100,"
                        + "'content_type':'contentType 101','sha256':'sha256 102','file_name':'fileName 103',"
                        + "'created_at':'2026-02-03T04:05:44Z'}],'usage':{'files':105,'bytes':106,'max_files':107,"
                        + "'max_bytes':108},'next':'next 109','cowritten':true,'outside_writer':true},"
                        + "'asset_read':{'id':'id 110','path':'path 111','size_bytes':112,"
                        + "'content_type':'contentType 113','sha256':'sha256 114','cowritten':true,"
                        + "'outside_writer':true,'public_read':true,'foreign':true},"
                        + "'asset_delete':{'id':'deletedAssetId 115','deleted':true},'pin':{'action':'action 116',"
                        + "'url':'url 117','pinned':true,'title':'title 118'}}");
        assertThat(out.url()).contains("url 1");
        assertThat(out.path()).contains("path 2");
        assertThat(out.artifactId()).contains("artifactId 3");
        assertThat(out.title()).contains("title 4");
        assertThat(out.version()).contains("version 5");
        assertThat(out.capabilities()).contains(json("{'k':6}"));
        ArtifactRuntime artifactRuntime = out.stored().orElseThrow();
        assertThat(artifactRuntime.contract()).isEqualTo("contract 7");
        assertThat(artifactRuntime.preferredContract()).contains("preferredContract 8");
        assertThat(artifactRuntime.capabilities()).contains(json("{'k':9}"));
        assertThat(artifactRuntime.isCarried()).isTrue();
        assertThat(artifactRuntime.read()).contains("read 10");
        assertThat(out.warnings()).containsExactly("a11", "b12");
        assertThat(out.publishesRemaining()).hasValue(13);
        assertThat(out.publishesResetAt()).contains(Instant.ofEpochSecond(1770000014));
        assertThat(out.contract()).contains("contract 15");
        assertThat(out.isUpdated()).isTrue();
        assertThat(out.isOwned()).contains(false);
        assertThat(out.icon()).contains("icon 16");
        assertThat(out.isFaviconSent()).isTrue();
        assertThat(out.isIconDropped()).isTrue();
        assertThat(out.audience()).contains("audience 17");
        assertThat(out.folderAudience()).contains("folderAudience 18");
        assertThat(out.sequence()).hasValue(19);
        assertThat(out.isUnchanged()).isTrue();
        assertThat(out.liveSubscription()).contains("liveSubscription 20");
        assertThat(out.isPinned()).contains(false);
        ArtifactSummary artifactSummary = out.artifacts().get(0);
        assertThat(artifactSummary.title()).isEqualTo("title 21");
        assertThat(artifactSummary.url()).isEqualTo("url 22");
        assertThat(artifactSummary.favicon()).contains("favicon 23");
        assertThat(artifactSummary.updatedAt()).contains(Instant.parse("2026-02-03T04:05:24Z"));
        assertThat(artifactSummary.relation()).contains("relation 25");
        assertThat(artifactSummary.isExternal()).isTrue();
        assertThat(artifactSummary.role()).contains("role 26");
        assertThat(artifactSummary.isOpenToOutsiders()).isTrue();
        assertThat(artifactSummary.listedKind()).contains("listedKind 27");
        assertThat(artifactSummary.isPinned()).contains(false);
        assertThat(out.isTruncated()).isTrue();
        assertThat(out.total()).hasValue(28);
        assertThat(out.isTotalAtLeast()).isTrue();
        assertThat(out.nextPageToken()).contains("nextPageToken 29");
        assertThat(out.isPinningAvailable()).contains(false);
        assertThat(out.scope()).contains("scope 30");
        assertThat(out.isExternalListed()).isTrue();
        ArtifactPage artifactPage = out.read().orElseThrow();
        assertThat(artifactPage.url()).isEqualTo("url 31");
        assertThat(artifactPage.bytes()).hasValue(32);
        assertThat(artifactPage.code()).isEqualTo(33);
        assertThat(artifactPage.codeText()).isEqualTo("codeText 34");
        assertThat(artifactPage.result()).isEqualTo("result 35");
        assertThat(artifactPage.duration()).contains(Duration.ofMillis(36));
        assertThat(artifactPage.title()).contains("title 37");
        ArtifactRead artifactRead = out.artifactRead().orElseThrow();
        assertThat(artifactRead.slug()).isEqualTo("slug 38");
        assertThat(artifactRead.version()).contains("version 39");
        assertThat(artifactRead.seeded()).contains(false);
        ArtifactWatch artifactWatch = out.watch().orElseThrow();
        assertThat(artifactWatch.url()).isEqualTo("url 40");
        assertThat(artifactWatch.isWatching()).isTrue();
        assertThat(artifactWatch.outcome()).isEqualTo("outcome 41");
        assertThat(artifactWatch.reason()).contains("reason 42");
        assertThat(artifactWatch.durableSkipReason()).contains("durableSkipReason 43");
        assertThat(artifactWatch.taskId()).contains("taskId 44");
        assertThat(artifactWatch.since()).contains(Instant.ofEpochMilli(1770000000045L));
        assertThat(artifactWatch.tokenExpiresAt()).contains(Instant.ofEpochMilli(1770000000046L));
        assertThat(artifactWatch.rail()).contains("rail 47");
        assertThat(artifactWatch.triggerId()).contains("triggerId 48");
        assertThat(artifactWatch.durableSince()).contains(Instant.parse("2026-02-03T04:05:49Z"));
        assertThat(artifactWatch.status()).hasValue(50);
        assertThat(artifactWatch.detail()).contains("detail 51");
        assertThat(artifactWatch.note()).contains("note 52");
        assertThat(artifactWatch.events()).containsExactly("a53", "b54");
        assertThat(out.unwatchUrl()).contains("unwatchUrl 55");
        assertThat(out.wasWatching()).isTrue();
        ArtifactSubscription artifactSubscription = out.watches().get(0);
        assertThat(artifactSubscription.url()).isEqualTo("url 56");
        assertThat(artifactSubscription.taskId()).contains("taskId 57");
        assertThat(artifactSubscription.since()).contains(Instant.ofEpochMilli(1770000000058L));
        assertThat(artifactSubscription.isExplicit()).isTrue();
        assertThat(artifactSubscription.isConnected()).isTrue();
        assertThat(artifactSubscription.isConnecting()).isTrue();
        assertThat(artifactSubscription.tokenExpiresAt()).contains(Instant.ofEpochMilli(1770000000059L));
        assertThat(artifactSubscription.armedVia()).contains("armedVia 60");
        assertThat(artifactSubscription.rail()).contains("rail 61");
        assertThat(artifactSubscription.triggerId()).contains("triggerId 62");
        assertThat(artifactSubscription.events()).containsExactly("a63", "b64");
        assertThat(artifactSubscription.isRestored()).isTrue();
        assertThat(artifactSubscription.stopKind()).contains("stopKind 65");
        assertThat(out.filterUrl()).contains("filterUrl 66");
        ArtifactArm artifactArm = out.arms().get(0);
        assertThat(artifactArm.url()).isEqualTo("url 67");
        assertThat(artifactArm.rail()).contains("rail 68");
        assertThat(artifactArm.state()).isEqualTo("state 69");
        assertThat(artifactArm.isReconnect()).isTrue();
        assertThat(artifactArm.failures()).hasValue(70);
        assertThat(artifactArm.maxFailures()).hasValue(71);
        assertThat(artifactArm.nextIn()).contains(Duration.ofSeconds(72));
        assertThat(artifactArm.lastFailure()).contains("lastFailure 73");
        assertThat(artifactArm.reason()).contains("reason 74");
        assertThat(artifactArm.detail()).contains("detail 75");
        assertThat(artifactArm.serverMessage()).contains("serverMessage 76");
        assertThat(artifactArm.at()).contains(Instant.ofEpochMilli(1770000000077L));
        assertThat(out.writtenUrl()).contains("writtenUrl 78");
        ArtifactAsset artifactAsset = out.assetUpload().orElseThrow();
        assertThat(artifactAsset.id()).isEqualTo("id 79");
        assertThat(artifactAsset.url()).isEqualTo("url 80");
        assertThat(artifactAsset.size()).hasValue(81);
        assertThat(artifactAsset.contentType()).isEqualTo("contentType 82");
        assertThat(artifactAsset.sha256()).contains("sha256 83");
        assertThat(artifactAsset.fileName()).contains("fileName 84");
        assertThat(artifactAsset.createdAt()).contains(Instant.parse("2026-02-03T04:05:25Z"));
        assertThat(out.assetUploadsUrl()).contains("assetUploadsUrl 86");
        ArtifactUpload artifactUpload = out.assetUploads().get(0);
        assertThat(artifactUpload.filePath()).isEqualTo("filePath 87");
        assertThat(artifactUpload.status()).isEqualTo("status 88");
        assertThat(artifactUpload.id()).contains("id 89");
        assertThat(artifactUpload.url()).contains("url 90");
        assertThat(artifactUpload.size()).hasValue(91);
        assertThat(artifactUpload.contentType()).contains("contentType 92");
        assertThat(artifactUpload.sha256()).contains("sha256 93");
        assertThat(artifactUpload.fileName()).contains("fileName 94");
        assertThat(artifactUpload.reason()).contains("reason 95");
        assertThat(artifactUpload.message()).contains("message 96");
        assertThat(artifactUpload.mayBeStored()).isTrue();
        ArtifactAssets artifactAssets = out.assetList().orElseThrow();
        assertThat(artifactAssets.url()).isEqualTo("url 97");
        ArtifactAsset artifactAsset2 = artifactAssets.assets().get(0);
        assertThat(artifactAsset2.id()).isEqualTo("id 98");
        assertThat(artifactAsset2.url()).isEqualTo("url 99");
        assertThat(artifactAsset2.size()).hasValue(100);
        assertThat(artifactAsset2.contentType()).isEqualTo("contentType 101");
        assertThat(artifactAsset2.sha256()).contains("sha256 102");
        assertThat(artifactAsset2.fileName()).contains("fileName 103");
        assertThat(artifactAsset2.createdAt()).contains(Instant.parse("2026-02-03T04:05:44Z"));
        assertThat(artifactAssets.files()).hasValue(105);
        assertThat(artifactAssets.bytes()).hasValue(106);
        assertThat(artifactAssets.maxFiles()).hasValue(107);
        assertThat(artifactAssets.maxBytes()).hasValue(108);
        assertThat(artifactAssets.next()).contains("next 109");
        assertThat(artifactAssets.isCowritten()).isTrue();
        assertThat(artifactAssets.hasOutsideWriter()).isTrue();
        ArtifactAssetFile artifactAssetFile = out.assetRead().orElseThrow();
        assertThat(artifactAssetFile.id()).isEqualTo("id 110");
        assertThat(artifactAssetFile.path()).isEqualTo("path 111");
        assertThat(artifactAssetFile.size()).hasValue(112);
        assertThat(artifactAssetFile.contentType()).isEqualTo("contentType 113");
        assertThat(artifactAssetFile.sha256()).isEqualTo("sha256 114");
        assertThat(artifactAssetFile.isCowritten()).isTrue();
        assertThat(artifactAssetFile.hasOutsideWriter()).isTrue();
        assertThat(artifactAssetFile.isPublicRead()).isTrue();
        assertThat(artifactAssetFile.isForeign()).isTrue();
        assertThat(out.deletedAssetId()).contains("deletedAssetId 115");
        assertThat(out.isAssetDeleted()).isTrue();
        ArtifactPin artifactPin = out.pin().orElseThrow();
        assertThat(artifactPin.action()).isEqualTo("action 116");
        assertThat(artifactPin.url()).isEqualTo("url 117");
        assertThat(artifactPin.isPinned()).isTrue();
        assertThat(artifactPin.title()).contains("title 118");
    }
}
