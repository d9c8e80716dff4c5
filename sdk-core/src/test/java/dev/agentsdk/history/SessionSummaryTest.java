package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.json.RawJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionSummaryTest {

    private static final SessionKey KEY = SessionKey.of("-work", id(1));
    private static final Instant NOW = Sessions.THEN;

    private static RawJson entry(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    private static SessionSummary fold(Optional<SessionSummary> previous, String... entries) {
        List<RawJson> list = new ArrayList<>();
        for (String entry : entries) {
            list.add(entry(entry));
        }
        return SessionSummary.fold(previous, KEY, list, NOW);
    }

    private static final String[] ENTRIES = {
        "{'type':'queue-operation','timestamp':'2026-03-01T10:00:00.000Z'}",
        "{'type':'user','message':{'content':'<command-name>/x</command-name>'},'cwd':'/one','gitBranch':'one'}",
        "{'type':'user','message':{'content':'asked'},'cwd':'/two','timestamp':'2026-03-01T11:00:00.000Z'}",
        "{'type':'custom-title','customTitle':'one'}",
        "{'type':'ai-title','aiTitle':'by the agent'}",
        "{'type':'tag','tag':'a'}",
        "{'type':'last-prompt','lastPrompt':'last','summary':'s','gitBranch':'two'}",
        "{'type':'custom-title','customTitle':'two'}",
        "{'type':'tag','tag':'b'}"
    };

    @Test
    void hasTheFieldsOfThePythonSdk() {
        SessionSummary summary = fold(Optional.empty(), ENTRIES);

        assertThat(summary.sessionId()).isEqualTo(id(1));
        assertThat(summary.lastModified()).isEqualTo(NOW);
        assertThat(summary.data().tree())
                .isEqualTo(entry(
                                "{'is_sidechain':false,'created_at':1772359200000,'cwd':'/one','first_prompt':'asked',"
                                        + "'first_prompt_locked':true,'command_fallback':'/x','custom_title':'two',"
                                        + "'ai_title':'by the agent','last_prompt':'last','summary_hint':'s','git_branch':'two','tag':'b'}")
                        .tree());
    }

    @Test
    void isTheSameHoweverTheEntriesComeInParts() {
        RawJson whole = fold(Optional.empty(), ENTRIES).data();
        Random random = new Random(7);
        for (int round = 0; round < 100; round++) {
            Optional<SessionSummary> summary = Optional.empty();
            int from = 0;
            while (from < ENTRIES.length) {
                int to = from + random.nextInt(ENTRIES.length - from + 1);
                summary = Optional.of(fold(summary, Arrays.copyOfRange(ENTRIES, from, to)));
                from = to;
            }
            assertThat(summary.orElseThrow().data()).isEqualTo(whole);
        }
    }

    @Test
    void anEmptyTagTakesItAwayAndAnEmptyTitleDoesNot() {
        SessionSummary before = fold(Optional.empty(), ENTRIES);

        assertThat(fold(Optional.of(before), "{'type':'tag','tag':''}")
                        .data()
                        .tree()
                        .has("tag"))
                .isFalse();
        assertThat(fold(Optional.of(before), "{'type':'tag'}").data().tree().has("tag"))
                .isFalse();
        assertThat(fold(Optional.of(before), "{'customTitle':''}").data()).isEqualTo(before.data());
        assertThat(fold(Optional.of(before)).data()).isEqualTo(before.data());
    }

    @Test
    void theFirstMessageDecidesWhetherItIsASubagents() {
        SessionSummary side = fold(
                Optional.empty(),
                "{'type':'agent-setting','isSidechain':false}",
                "{'type':'assistant','isSidechain':true}");

        assertThat(side.data().tree().path("is_sidechain").asBoolean()).isTrue();
        assertThat(fold(Optional.of(side), "{'type':'user','isSidechain':false}")
                        .data()
                        .tree()
                        .path("is_sidechain")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void onlyASessionsOwnTranscriptHasOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionSummary.fold(Optional.empty(), KEY.at("subagents/agent-1"), List.of(), NOW));
    }
}
