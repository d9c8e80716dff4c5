package dev.agentsdk;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.Sessions;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.MirrorErrorMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Conversation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile agent and the sessions of others in a shared store. */
@Timeout(60)
@Tag("R-112")
class MirrorScopeTest {

    private static final String VICTIM_PROJECT = "-victim-project";
    private static final String RESULT = "{'type':'result','subtype':'success'}";

    private final FakeTransport agent = new FakeTransport();
    private final BlockingQueue<MirrorFailure> failures = new LinkedBlockingQueue<>();

    /** How often each transcript was loaded. */
    private final Map<SessionKey, Integer> loads = new ConcurrentHashMap<>();

    private final InMemorySessionStore store = new InMemorySessionStore();

    /** Whether the store breaks its contract for the first session. */
    private volatile boolean nullForFirst;

    @TempDir
    Path temp;

    private AgentOptions.Builder options() {
        return AgentOptions.builder()
                .env("CLAUDE_CONFIG_DIR", temp.resolve("config").toString())
                .cwd(temp)
                .transport(options -> agent)
                .sessionStore(
                        new CountingStore(), SessionStoreSettings.defaults().failureListener(failures::add));
    }

    private final class CountingStore implements dev.agentsdk.history.SessionStore {
        @Override
        public void append(SessionKey key, List<RawJson> entries) {
            store.append(key, entries);
        }

        @Override
        @SuppressWarnings("NullAway") // the fault that is tested
        public Optional<List<RawJson>> load(SessionKey key) {
            loads.merge(key, 1, Integer::sum);
            return nullForFirst && key.sessionId().equals(id(1)) ? null : store.load(key);
        }

        @Override
        public List<String> listSubpaths(SessionKey session) {
            return store.listSubpaths(session);
        }
    }

    private SessionKey key(int number) {
        return SessionKey.of(ProjectKeys.of(temp), id(number));
    }

    private void storeASessionOfAnother(SessionKey key) {
        store.append(key, List.of(RawJson.of(json(Sessions.user("u1", null, "mine")))));
    }

    private String frame(String below) {
        Path file = temp.resolve("config/projects").resolve(below + ".jsonl");
        return "{'type':'transcript_mirror','filePath':'" + file + "','entries':[{'n':1}]}";
    }

    private static String init(String sessionId) {
        return "{'type':'system','subtype':'init','session_id':'" + sessionId + "','model':'m'}";
    }

    private int kept(SessionKey key) {
        return store.load(key).map(List::size).orElse(0);
    }

    private List<Message> turn(AgentSession session, String... lines) {
        for (String line : lines) {
            agent.say(line);
        }
        agent.say(RESULT);
        return session.receiveResponse().stream().toList();
    }

    private MirrorFailure nextFailure() throws InterruptedException {
        MirrorFailure failure = failures.poll(20, TimeUnit.SECONDS);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void whatItAnnouncesAndWhatIsBelowItIsStored() {
        SessionKey own = key(1);
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(
                    session,
                    // Whatever the order of the two is.
                    frame(own.toString()),
                    init(id(1)),
                    frame(own.toString()),
                    frame(own + "/subagents/agent-1"));
            turn(session, init(id(1)), frame(own.toString()));

            assertThat(kept(own)).isEqualTo(3);
            assertThat(kept(own.at("subagents/agent-1"))).isOne();
            assertThat(loads).containsExactly(Map.entry(own, 1));
            assertThat(session.statistics().refusedMirrorFrames()).isZero();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aTranscriptOfAnotherProjectIsRefusedCountedAndReportedOnce() throws InterruptedException {
        SessionKey victim = SessionKey.of(VICTIM_PROJECT, id(9));
        storeASessionOfAnother(victim);
        AgentSession session = AgentSession.open(options().build());
        agent.say(init(id(9)));
        agent.say(frame(victim.toString()));
        agent.say(frame(victim + "/subagents/agent-x"));
        agent.say(frame(VICTIM_PROJECT + "/not-a-uuid"));
        turn(session);
        List<Message> next = turn(session);

        assertThat(kept(victim)).isOne();
        assertThat(kept(victim.at("subagents/agent-x"))).isZero();
        assertThat(store.size()).isOne();
        assertThat(session.statistics().refusedMirrorFrames()).isEqualTo(3);
        assertThat(next.get(0))
                .isInstanceOfSatisfying(
                        MirrorErrorMessage.class,
                        error -> assertThat(error.raw().tree().path("error").asText())
                                .contains("another project"));
        MirrorFailure failure = nextFailure();
        assertThat(failure.error()).contains("another project");
        assertThat(failure.key()).isEmpty();
        assertThat(failures).isEmpty();
        session.close();
        assertThat(nextFailure().error()).contains("2 more");
    }

    @Test
    void anotherSessionOfTheProjectIsRefusedAlsoIfItIsAnnounced() throws InterruptedException {
        storeASessionOfAnother(key(9));
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(
                    session,
                    init(id(1)),
                    frame(key(1).toString()),
                    init(id(9)),
                    frame(key(9).toString()),
                    frame(key(9) + "/subagents/agent-x"),
                    init(id(1)),
                    frame(key(1).toString()));

            assertThat(kept(key(9))).isOne();
            assertThat(kept(key(9).at("subagents/agent-x"))).isZero();
            assertThat(kept(key(1))).isEqualTo(2);
            assertThat(session.statistics().refusedMirrorFrames()).isEqualTo(2);
        }
        assertThat(nextFailure().error()).contains("from another session");
    }

    @Test
    void aSessionOfWhichTheStoreHasOnlyASubagentIsThatOfAnother() throws InterruptedException {
        storeASessionOfAnother(key(9).at("subagents/agent-x"));
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(
                    session,
                    init(id(9)),
                    frame(key(9).toString()),
                    frame(key(9) + "/subagents/agent-x"),
                    frame(key(9) + "/subagents/agent-y"));

            assertThat(store.size()).isZero();
            assertThat(store.listSubpaths(key(9))).containsExactly("subagents/agent-x");
            assertThat(kept(key(9).at("subagents/agent-x"))).isOne();
            assertThat(session.statistics().refusedMirrorFrames()).isEqualTo(3);
        }
        assertThat(nextFailure().error()).contains("from another session");
    }

    private static final String LOWER = "abcdef00-0000-4000-8000-00000000000a";
    private static final String UPPER = "ABCDEF00-0000-4000-8000-00000000000A";

    private SessionKey key(String id) {
        return SessionKey.of(ProjectKeys.of(temp), id);
    }

    @Test
    void anIdInUpperCaseIsTheSameId() throws InterruptedException {
        storeASessionOfAnother(key(LOWER));
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(
                    session,
                    init(UPPER),
                    frame(key(UPPER).toString()),
                    frame(key(LOWER).toString()));

            assertThat(store.size()).isOne();
            assertThat(kept(key(LOWER))).isOne();
            assertThat(session.statistics().refusedMirrorFrames()).isEqualTo(2);
        }
        assertThat(nextFailure().error()).contains("from another session");
    }

    @Test
    void aNewIdInUpperCaseIsKeptInLowerCase() {
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(
                    session,
                    frame(key(UPPER).toString()),
                    init(UPPER),
                    frame(key(LOWER).toString()));

            assertThat(kept(key(LOWER))).isEqualTo(2);
            assertThat(store.size()).isOne();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anIdOfTheOptionsIsKeptAsItIsNamedThere() {
        try (AgentSession session = AgentSession.open(
                options().conversation(Conversation.freshAs(UPPER)).build())) {
            turn(session, frame(key(LOWER).toString()), frame(key(UPPER).toString()));

            assertThat(kept(key(UPPER))).isEqualTo(2);
            assertThat(store.size()).isOne();
        }
    }

    @Test
    void anIdInUpperCaseThatTheAgentMayChooseIsKeptAsItIs() {
        storeASessionOfAnother(key(UPPER));
        try (AgentSession session = AgentSession.open(options().resume("a name").build())) {
            turn(
                    session,
                    frame(key(UPPER).toString()),
                    init(UPPER),
                    frame(key(UPPER).toString()));

            assertThat(kept(key(UPPER))).isEqualTo(3);
            assertThat(store.size()).isOne();
        }
    }

    @Test
    void whatIsNeverAnnouncedIsRefusedAtTheEnd() throws InterruptedException {
        AgentSession session = AgentSession.open(options().build());
        turn(session, init(id(1)), frame(key(2).toString()), frame(ProjectKeys.of(temp) + "/no-id"));
        assertThat(nextFailure().error()).contains("did not announce");
        session.close();

        assertThat(store.size()).isZero();
        assertThat(session.statistics().refusedMirrorFrames()).isEqualTo(2);
    }

    @Test
    void aSessionThatTheOptionsNameIsItsOwnWithoutAnAnnouncement() {
        try (AgentSession session = AgentSession.open(
                options().conversation(Conversation.freshAs(id(3))).build())) {
            turn(session, frame(key(3).toString()));
        }
        assertThat(kept(key(3))).isOne();
        assertThat(loads).isEmpty();
    }

    @Test
    void theSourceOfAForkIsOnlyRead() throws InterruptedException {
        try (AgentSession session = AgentSession.open(
                options().conversation(Conversation.resuming(id(4)).forked()).build())) {
            turn(session, init(id(5)), frame(key(5).toString()));
            turn(session, frame(key(4).toString()));
        }
        assertThat(kept(key(5))).isOne();
        assertThat(kept(key(4))).isZero();
        assertThat(nextFailure().error()).contains("did not announce");
    }

    @Test
    void whereTheAgentChoosesTheSessionItsFirstAnnouncementCountsAndNoOther() {
        storeASessionOfAnother(key(6));
        storeASessionOfAnother(key(7));
        try (AgentSession session = AgentSession.open(options().resume("a name").build())) {
            turn(session, init(id(6)), frame(key(6).toString()), init(id(7)), frame(key(7).toString()));

            assertThat(kept(key(6))).isEqualTo(2);
            assertThat(kept(key(7))).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'conversation_reset','new_conversation_id':'%s','session_id':'old'}",
                "{'session_id':'%s','subtype':'init','type':'system'}"
            })
    void aNewIdAfterAResetIsAnnounced(String announcement) {
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(session, init(id(1)), announcement.formatted(id(2)), frame(key(2).toString()));

            assertThat(kept(key(2))).isOne();
        }
    }

    @Test
    void aStoreThatCannotSayWhetherItHasASessionFailsForThatOneOnly() throws InterruptedException {
        nullForFirst = true;
        try (AgentSession session = AgentSession.open(options().build())) {
            turn(session, init(id(1)), frame(key(1).toString()), init(id(2)), frame(key(2).toString()));

            assertThat(kept(key(1))).isZero();
            assertThat(kept(key(2))).isOne();
        }
        MirrorFailure failure = nextFailure();
        assertThat(failure.key()).contains(key(1));
        assertThat(failure.cause().orElseThrow()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void manyAnnouncementsTakeNoMemory() {
        try (AgentSession session = AgentSession.open(options().build())) {
            for (int i = 0; i < 5_000; i++) {
                agent.say("{'type':'system','subtype':'init','session_id':'" + id(i) + "'}");
            }
            turn(session, init(id(1)), frame(key(1).toString()));
            assertThat(kept(key(1))).isOne();
        }
    }
}
