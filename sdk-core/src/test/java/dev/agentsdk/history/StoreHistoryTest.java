package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.UserMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The history over a store. */
@Timeout(60)
class StoreHistoryTest {

    private static final String PROJECT = "-work";

    private final InMemorySessionStore store = new InMemorySessionStore();
    private final SessionHistory history = SessionHistory.inStore(store, PROJECT);

    @TempDir
    Path temp;

    private static List<RawJson> entries(String... singleQuoted) {
        List<RawJson> entries = new ArrayList<>();
        for (String entry : singleQuoted) {
            entries.add(RawJson.of(json(entry)));
        }
        return entries;
    }

    private void add(String sessionId, String... singleQuoted) {
        store.append(SessionKey.of(PROJECT, sessionId), entries(singleQuoted));
    }

    /** A store with only what every store must have, and with what a test adds. */
    private class Bare implements SessionStore {
        final AtomicInteger loads = new AtomicInteger();

        @Override
        public void append(SessionKey key, List<RawJson> entries) throws Exception {
            store.append(key, entries);
        }

        @Override
        public Optional<List<RawJson>> load(SessionKey key) throws Exception {
            loads.incrementAndGet();
            return store.load(key);
        }
    }

    private class Listing extends Bare {
        @Override
        public List<StoredSession> listSessions(String projectKey) throws Exception {
            return store.listSessions(projectKey);
        }
    }

    private static List<String> ids(List<SessionInfo> infos) {
        return infos.stream().map(SessionInfo::sessionId).toList();
    }

    @Test
    void listsFromSummariesTheNewestFirst() {
        add(id(1), user("u1", null, "one"));
        add(id(2), user("u1", null, "two"), "{'type':'tag','tag':'t'}");
        add(id(1), assistant("a1", "u1", "x"));
        store.append(SessionKey.of("-other", id(3)), entries(user("u1", null, "other")));

        List<SessionInfo> list = history.list();

        assertThat(ids(list)).containsExactly(id(1), id(2));
        assertThat(list.get(1).summary()).isEqualTo("two");
        assertThat(list.get(1).tag()).contains("t");
        assertThat(list.get(1).fileSize()).isEmpty();
        assertThat(list.get(1).projectKey()).isEqualTo(PROJECT);
        assertThat(list.get(0).lastModified())
                .isEqualTo(store.listSessions(PROJECT).get(0).lastModified());
        assertThat(history.list(1, 1)).containsExactly(list.get(1));
        assertThat(history.info(id(1))).contains(list.get(0));
    }

    @Test
    void withSummariesNothingIsLoaded() {
        Bare counting = new Listing() {
            @Override
            public List<SessionSummary> listSummaries(String projectKey) {
                return store.listSummaries(projectKey);
            }
        };
        add(id(1), user("u1", null, "one"));

        assertThat(SessionHistory.inStore(counting, PROJECT).list()).hasSize(1);
        assertThat(counting.loads).hasValue(0);
    }

    @Test
    void withoutSummariesOnlyThePageIsLoaded() {
        for (int i = 0; i < 40; i++) {
            add(id(i), user("u" + i, null, "prompt " + i));
        }
        Bare counting = new Listing();

        List<SessionInfo> page = SessionHistory.inStore(counting, PROJECT).list(5, 10);

        assertThat(page).hasSize(10);
        assertThat(page.get(0).summary()).isEqualTo("prompt 34");
        assertThat(counting.loads).hasValue(10);
        assertThat(SessionHistory.inStore(counting, PROJECT).list()).isEqualTo(history.list());
    }

    @Test
    void noMoreThanSixteenSessionsAreLoadedAtOnce() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            add(id(i), user("u" + i, null, "prompt " + i));
        }
        CountDownLatch full = new CountDownLatch(16);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SessionStore slow = new Listing() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                full.countDown();
                assertThat(full.await(20, TimeUnit.SECONDS)).isTrue();
                now.decrementAndGet();
                return store.load(key);
            }
        };

        assertThat(SessionHistory.inStore(slow, PROJECT).list()).hasSize(50);
        assertThat(most).hasValue(16);
    }

    @Test
    void aSummaryThatIsOlderThanItsSessionIsNotTrusted() {
        add(id(1), user("u1", null, "prompt"));
        List<SessionSummary> old = store.listSummaries(PROJECT);
        add(id(1), "{'type':'custom-title','customTitle':'new','uuid':'x'}");
        SessionStore lagging = new Listing() {
            @Override
            public List<SessionSummary> listSummaries(String projectKey) {
                return old;
            }
        };

        assertThat(SessionHistory.inStore(lagging, PROJECT).list())
                .singleElement()
                .extracting(SessionInfo::summary)
                .isEqualTo("new");
    }

    @Test
    void summariesAloneAreAList() {
        add(id(1), user("u1", null, "prompt"));
        SessionStore summariesOnly = new Bare() {
            @Override
            public List<SessionSummary> listSummaries(String projectKey) {
                return store.listSummaries(projectKey);
            }
        };

        assertThat(ids(SessionHistory.inStore(summariesOnly, PROJECT).list())).containsExactly(id(1));
    }

    @Test
    void whatHasNothingToShowOrIsNoSessionIsLeftOut() {
        add(id(1), "{'isSidechain':true,'type':'user','message':{'content':'x'}}");
        add(id(2), "{'type':'mode'}");
        add("no-uuid", user("u1", null, "x"));

        assertThat(history.list()).isEmpty();
        assertThat(SessionHistory.inStore(new Listing(), PROJECT).list()).isEmpty();
        assertThat(history.info(id(1))).isEmpty();
        assertThat(history.info(id(9))).isEmpty();
    }

    @Test
    void aStoreThatCannotListSaysSo() {
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> SessionHistory.inStore(new Bare(), PROJECT).list())
                .withMessageContaining("listSessions");
    }

    @Test
    void readsAConversation() {
        add(id(1), user("u1", null, "hello"), assistant("a1", "u1", "hi"), "{'type':'mode'}");

        Transcript transcript = history.transcript(id(1));

        assertThat(transcript.entries()).hasSize(3);
        assertThat(history.messages(id(1))).hasSize(2);
        assertThat(((UserMessage) history.messages(id(1)).get(0)).sessionId()).contains(id(1));
        assertThat(SessionHistory.inStore(new Bare(), PROJECT).transcript(id(1)))
                .isEqualTo(transcript);
    }

    @Test
    void readsSubagentsWithTheLastOfWhatIsKnownOfThem() {
        add(id(1), user("u1", null, "go"));
        SessionKey key = SessionKey.of(PROJECT, id(1));
        store.append(
                key.at("subagents/agent-b"),
                entries(
                        "{'type':'agent_metadata','agentType':'one','toolUseId':'toolu_1'}",
                        "{'isSidechain':true,'type':'user','uuid':'s1','message':{'content':'task'}}",
                        "{'type':'agent_metadata','agentType':'two','toolUseId':'toolu_1'}"));
        store.append(
                key.at("subagents/workflows/agent-a"), entries("{'type':'user','uuid':'x','message':{'content':'y'}}"));
        store.append(key.at("other/thing"), entries("{}"));

        List<Subagent> subagents = history.subagents(id(1));

        assertThat(subagents).extracting(Subagent::agentId).containsExactly("b", "a");
        assertThat(subagents.get(0).agentType()).contains("two");
        assertThat(subagents.get(0).metadata().orElseThrow().text())
                .isEqualTo(json("{'agentType':'two','toolUseId':'toolu_1'}"));
        assertThat(history.subagentTranscript(id(1), "b").entries()).hasSize(1);
        assertThat(history.subagentMessages(id(1), "b"))
                .singleElement()
                .isInstanceOfSatisfying(
                        UserMessage.class,
                        user -> assertThat(user.parentToolUseId()).contains("toolu_1"));
        assertThatExceptionOfType(SessionNotFoundException.class)
                .isThrownBy(() -> history.subagentTranscript(id(1), "c"));
    }

    @Test
    void namesThatAStoreListsAreNotTrusted() {
        add(id(1), user("u1", null, "go"));
        SessionStore hostile = new Listing() {
            @Override
            public List<String> listSubpaths(SessionKey session) {
                return List.of("../agent-x", "/agent-y", "C:\\agent-z", "subagents/../../agent-w", "");
            }
        };

        assertThat(SessionHistory.inStore(hostile, PROJECT).subagents(id(1))).isEmpty();
        assertThat(SessionHistory.inStore(hostile, PROJECT).copyTo(id(1), new InMemorySessionStore()))
                .isEqualTo(new CopyResult(1, 1, 0));
    }

    @Test
    void renamesAndTagsWithEntriesOfTheirOwnIds() {
        add(id(1), user("u1", null, "p"));
        history.rename(id(1), " t ");
        history.tag(id(1), "x");

        assertThat(history.info(id(1)).orElseThrow().title()).contains("t");
        assertThat(history.info(id(1)).orElseThrow().tag()).contains("x");
        history.untag(id(1));
        assertThat(history.info(id(1)).orElseThrow().tag()).isEmpty();
        List<RawJson> stored = store.load(SessionKey.of(PROJECT, id(1))).orElseThrow();
        assertThat(stored).hasSize(4);
        assertThat(stored.subList(1, 4)).allSatisfy(entry -> {
            assertThat(SessionStore.uuidOf(entry)).isPresent();
            assertThat(Instant.parse(entry.tree().path("timestamp").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(entry.tree().path("sessionId").asText()).isEqualTo(id(1));
        });
    }

    @Test
    void whatIsMissingIsNotMade() {
        for (SessionHistory missing : List.of(history, SessionHistory.inStore(new Bare(), PROJECT))) {
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> missing.rename(id(1), "t"));
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> missing.tag(id(1), "t"));
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> missing.transcript(id(1)));
            assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> missing.fork(id(1)));
            assertThatExceptionOfType(SessionNotFoundException.class)
                    .isThrownBy(() -> missing.copyTo(id(1), new InMemorySessionStore()));
        }
        assertThatExceptionOfType(SessionNotFoundException.class).isThrownBy(() -> history.subagents(id(1)));
        assertThat(store.size()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> history.rename("x", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionHistory.inStore(store, "../x"));
    }

    @Test
    void deletesWithAllBelow() {
        add(id(1), user("u1", null, "p"));
        store.append(SessionKey.of(PROJECT, id(1)).at("subagents/agent-1"), entries("{}"));

        history.delete(id(1));

        assertThat(store.size()).isZero();
        assertThat(store.listSubpaths(SessionKey.of(PROJECT, id(1)))).isEmpty();
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> SessionHistory.inStore(new Bare(), PROJECT).delete(id(1)))
                .withMessageContaining("delete")
                .withMessageContaining("does not implement");
    }

    @Test
    void forksWithinTheStore() {
        add(id(1), user(id(0xa), null, "p"), assistant(id(0xb), id(0xa), "x"));

        String fork = history.fork(id(1), ForkOptions.defaults().upTo(id(0xa)).title("mine"));

        assertThat(history.messages(fork)).hasSize(1);
        assertThat(history.info(fork).orElseThrow().title()).contains("mine");
        assertThat(history.messages(id(1))).hasSize(2);
    }

    @Test
    void halfAForkIsTakenBack() {
        String[] lines = new String[1_200];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = user(id(i), i == 0 ? null : id(i - 1), "p");
        }
        add(id(1), lines);
        AtomicInteger appends = new AtomicInteger();
        SessionStore failing = new Listing() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) throws Exception {
                if (appends.incrementAndGet() == 2) {
                    throw new IOException("secret address");
                }
                super.append(key, entries);
            }

            @Override
            public void delete(SessionKey key) {
                store.delete(key);
            }
        };

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> SessionHistory.inStore(failing, PROJECT).fork(id(1)))
                .withMessageContaining("append")
                .withCauseInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        assertThat(appends).hasValue(2);
        assertThat(store.size()).isOne();
    }

    @Test
    void copiesASessionOfTheDiskWithItsSubagents() throws IOException {
        Sessions sessions = new Sessions(temp.toRealPath().resolve("config"));
        String[] lines = new String[1_001];
        for (int i = 0; i < 1_000; i++) {
            lines[i] = user("u" + i, i == 0 ? null : "u" + (i - 1), "p" + i);
        }
        lines[1_000] = "{'cut off";
        Path file = sessions.write(PROJECT, id(1), lines);
        Path subagent = file.resolveSibling(id(1) + "/subagents/run/agent-a.jsonl");
        Sessions.writeBytes(subagent, jsonBytes("{'type':'user','uuid':'x','message':{'content':'t'}}\n"));
        Sessions.writeBytes(
                subagent.resolveSibling("agent-a.meta.json"),
                jsonBytes("{'agentType':'A','type':'stray','toolUseId':'t1'}"));
        List<Integer> batches = new ArrayList<>();
        SessionStore counting = new Listing() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) throws Exception {
                batches.add(entries.size());
                super.append(key, entries);
            }
        };

        assertThat(sessions.history().copyTo(id(1), counting)).isEqualTo(new CopyResult(2, 1_002, 1));

        assertThat(batches).containsExactly(500, 500, 1, 1);
        assertThat(history.messages(id(1)))
                .hasSize(1_000)
                .isEqualTo(sessions.history().messages(id(1)));
        assertThat(history.subagents(id(1))).singleElement().satisfies(copied -> {
            assertThat(copied.agentType()).contains("A");
            assertThat(copied.toolUseId()).contains("t1");
        });
        // Again: entries with ids are known, and what is known of the subagent is only repeated.
        sessions.history().copyTo(id(1), store);
        assertThat(history.transcript(id(1)).entries()).hasSize(1_000);

        InMemorySessionStore other = new InMemorySessionStore();
        assertThat(history.copyTo(id(1), other).transcripts()).isEqualTo(2);
        assertThat(SessionHistory.inStore(other, PROJECT).messages(id(1))).isEqualTo(history.messages(id(1)));
        assertThat(SessionHistory.inStore(other, PROJECT).subagents(id(1))).isEqualTo(history.subagents(id(1)));
    }

    @Test
    void bigEntriesAreSentByTheMegabyte() throws IOException {
        Sessions sessions = new Sessions(temp.toRealPath().resolve("config"));
        String[] lines = new String[10];
        Arrays.setAll(lines, i -> user("u" + i, null, "x".repeat(300_000)));
        sessions.write(PROJECT, id(1), lines);
        List<Integer> batches = new ArrayList<>();
        SessionStore counting = new Bare() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {
                batches.add(entries.size());
            }
        };

        sessions.history().copyTo(id(1), counting);

        assertThat(batches).containsExactly(4, 4, 2);
    }

    @Test
    void aFailingStoreIsAnExceptionWithItsCause() {
        SessionStore failing = new Listing() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                throw new IOException("jdbc://user:password@host");
            }
        };
        add(id(1), user("u1", null, "p"));
        add(id(2), user("u1", null, "p"));
        SessionHistory broken = SessionHistory.inStore(failing, PROJECT);

        for (ThrowingCallable call :
                List.<ThrowingCallable>of(() -> broken.transcript(id(1)), broken::list, () -> broken.info(id(1)))) {
            assertThatExceptionOfType(SessionStoreException.class)
                    .isThrownBy(call)
                    .withCauseInstanceOf(IOException.class)
                    .withMessageContaining("load")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("password"));
        }
    }

    @Test
    void interruptionOfAStoreIsTold() {
        SessionStore waiting = new Bare() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                new CountDownLatch(1).await();
                return Optional.empty();
            }
        };
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(AgentInterruptedException.class)
                    .isThrownBy(() -> SessionHistory.inStore(waiting, PROJECT).transcript(id(1)));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    @Tag("R-114")
    void manyUnsafeNamesOfAStoreAreOneWarning() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.agentsdk.history");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        SessionStore store = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {
                throw new AssertionError("not called");
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.of(List.of(RawJson.of("{}")));
            }

            @Override
            public List<String> listSubpaths(SessionKey session) {
                return IntStream.range(0, 10_000).mapToObj(i -> "../agent-" + i).toList();
            }
        };
        try {
            assertThat(SessionHistory.inStore(store, "-work").subagents(id(1))).isEmpty();
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "10000 subpaths of session " + id(1) + " in the store are left out: they are not safe names");
    }
}
