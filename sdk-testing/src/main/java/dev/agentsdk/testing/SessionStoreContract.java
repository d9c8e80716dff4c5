package dev.agentsdk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionSummary;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/**
 * What every {@link SessionStore} must do, as JUnit tests. Extend it and say how a store is made:
 *
 * <pre>{@code
 * class MyStoreTest extends SessionStoreContract {
 *     @Override
 *     protected SessionStore newStore() {
 *         return new MyStore(database);
 *     }
 * }
 * }</pre>
 *
 * <p>Each test uses a project of its own, so the stores may share a database, and nothing has to be cleaned. Tests of
 * optional methods are skipped if the store throws {@link UnsupportedOperationException} from them. The first 14 contracts
 * are those of the official Python SDK.
 */
@SuppressWarnings("exports") // of JUnit, which only those need who extend this class
@Timeout(120)
// More than 400 lines: the whole contract, so that a reader of a failed test finds all of it in one file.
public abstract class SessionStoreContract {

    private static final Instant YEAR_2001 = Instant.ofEpochMilli(1_000_000_000_000L);

    /** How far the clock of a store may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final String project = "-contract-" + UUID.randomUUID();
    private final SessionKey key = key(project);
    private @Nullable SessionStore store;

    /** For a class to extend. */
    protected SessionStoreContract() {}

    /**
     * Makes a store. Called before each test.
     *
     * @return a store that works
     * @throws Exception if that fails; the test fails then
     */
    protected abstract SessionStore newStore() throws Exception;

    /**
     * Releases what {@link #newStore()} made. Does nothing, unless overridden.
     *
     * @param made the store
     * @throws Exception if that fails; the test fails then
     */
    protected void release(SessionStore made) throws Exception {}

    /**
     * Whether the store leaves out entries whose {@code uuid} it has. One that does not has entries twice after a failure
     * in the middle of an append, or when a session is copied there again.
     *
     * @return true, unless overridden
     */
    protected boolean leavesOutRepeatedEntries() {
        return true;
    }

    /**
     * Makes the store of a test.
     *
     * @throws Exception what {@link #newStore()} throws
     */
    @BeforeEach
    public final void makeStore() throws Exception {
        store = newStore();
    }

    /**
     * Releases the store of a test.
     *
     * @throws Exception what {@link #release} throws
     */
    @AfterEach
    public final void releaseStore() throws Exception {
        if (store != null) {
            release(store);
        }
    }

    // ---- for the tests

    private SessionStore store() {
        if (store == null) {
            throw new IllegalStateException("makeStore() was not called.");
        }
        return store;
    }

    private static SessionKey key(String ofProject) {
        return SessionKey.of(ofProject, UUID.randomUUID().toString());
    }

    private static RawJson entry(String singleQuoted) {
        return RawJson.of(singleQuoted.replace('\'', '"'));
    }

    private static RawJson numbered(int number) {
        return entry("{'type':'x','n':" + number + ",'uuid':'" + UUID.randomUUID() + "'}");
    }

    private static List<RawJson> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(SessionStoreContract::numbered)
                .toList();
    }

    private List<RawJson> load(SessionKey from) throws Exception {
        return store().load(from).orElseThrow(() -> new AssertionError("load(" + from + ") is empty"));
    }

    private static List<JsonNode> trees(List<RawJson> entries) {
        return entries.stream().map(RawJson::tree).toList();
    }

    private static List<Integer> numbers(List<RawJson> entries) {
        return entries.stream().map(entry -> entry.tree().path("n").asInt()).toList();
    }

    private void assertAbsent(SessionKey absent) throws Exception {
        assertEquals(Optional.empty(), store().load(absent), "load(" + absent + ")");
    }

    /** Calls an optional method; without it the test is skipped. */
    private static <T> T optional(String method, Callable<T> call) throws Exception {
        try {
            return call.call();
        } catch (UnsupportedOperationException e) {
            throw new TestAbortedException("The store does not implement the optional method " + method + ".", e);
        }
    }

    private List<StoredSession> listSessions(String ofProject) throws Exception {
        return optional("listSessions", () -> store().listSessions(ofProject));
    }

    private List<SessionSummary> listSummaries(String ofProject) throws Exception {
        return optional("listSummaries", () -> store().listSummaries(ofProject));
    }

    private Set<String> listSubpaths(SessionKey session) throws Exception {
        List<String> subpaths = optional("listSubpaths", () -> store().listSubpaths(session));
        Set<String> once = new TreeSet<>(subpaths);
        assertEquals(once.size(), subpaths.size(), "a subpath is listed twice: " + subpaths);
        return once;
    }

    private void delete(SessionKey deleted) throws Exception {
        optional("delete", () -> {
            store().delete(deleted);
            return deleted;
        });
    }

    private Set<String> listedIds(String ofProject) throws Exception {
        List<StoredSession> sessions = listSessions(ofProject);
        Set<String> ids =
                new TreeSet<>(sessions.stream().map(StoredSession::sessionId).toList());
        assertEquals(ids.size(), sessions.size(), "a session is listed twice: " + sessions);
        return ids;
    }

    private static void assertIsATime(Instant time) {
        assertTrue(
                time.isAfter(YEAR_2001) && time.isBefore(Instant.now().plus(CLOCK_SKEW)),
                "a time that counts milliseconds from 1970, not " + time);
    }

    // ---- the required methods

    /**
     * 1: What was appended is loaded, the same and in the same order.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void loadsWhatWasAppended() throws Exception {
        List<RawJson> entries = List.of(
                entry("{'type':'user','uuid':'b','parentUuid':null,'message':{'role':'user','content':'text'}}"),
                entry("{'type':'user','uuid':'a','list':[1,[],{}],'yes':true,'big':12345678901234567890,'half':0.5}"),
                entry("{'type':'queue-operation','content':'no uuid'}"),
                entry("{'type':'x','text':'\u00e9 \u65e5\u672c \ud83d\ude00 \\u2028 \\\\ \\n'}"));

        store().append(key, entries);

        assertEquals(trees(entries), trees(load(key)));
        assertEquals(trees(entries), trees(load(key)), "loaded once more");
    }

    /**
     * 2: What was never appended is not there.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void knowsNothingOfWhatWasNeverAppended() throws Exception {
        assertAbsent(key);
        store().append(key, numbered(0, 1));

        assertAbsent(key(project));
        assertAbsent(key.at("subagents/agent-1"));
    }

    /**
     * 3: Entries stay in the order of the calls.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void keepsTheOrderOfTheCalls() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key, numbered(1, 30));
        store().append(key, numbered(30, 31));

        assertEquals(IntStream.range(0, 31).boxed().toList(), numbers(load(key)));
    }

    /**
     * 4: Appending nothing changes nothing.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void appendingNothingChangesNothing() throws Exception {
        store().append(key, List.of());
        assertAbsent(key);
        store().append(key, numbered(0, 1));
        store().append(key, List.of());

        assertEquals(List.of(0), numbers(load(key)));
    }

    /**
     * 5: What is below a session is kept apart from it.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void keepsSubpathsApart() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(1, 2));
        store().append(key.at("subagents/agent-1/deeper"), numbered(2, 3));

        assertEquals(List.of(0), numbers(load(key)));
        assertEquals(List.of(1), numbers(load(key.at("subagents/agent-1"))));
        assertEquals(List.of(2), numbers(load(key.at("subagents/agent-1/deeper"))));
        assertAbsent(key.at("subagents"));
    }

    /**
     * 6: A session of the same id in another project is another one.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void keepsProjectsApart() throws Exception {
        SessionKey other = SessionKey.of(project + "-2", key.sessionId());
        store().append(key, numbered(0, 1));
        store().append(other, numbered(1, 2));

        assertEquals(List.of(0), numbers(load(key)));
        assertEquals(List.of(1), numbers(load(other)));
    }

    // ---- listing

    /**
     * 7: The sessions of a project are listed, with their times.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void listsTheSessionsOfAProject() throws Exception {
        SessionKey second = key(project);
        store().append(key, numbered(0, 1));
        store().append(second, numbered(0, 1));
        store().append(key(project + "-2"), numbered(0, 1));

        assertEquals(new TreeSet<>(List.of(key.sessionId(), second.sessionId())), listedIds(project));
        for (StoredSession session : listSessions(project)) {
            assertIsATime(session.lastModified());
        }
        assertEquals(List.of(), listSessions(project + "-never"));
    }

    /**
     * 8: What is below a session is not listed as one.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void listsNoSubpathsAsSessions() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(0, 1));
        store().append(key(project).at("subagents/agent-1"), numbered(0, 1));

        assertEquals(Set.of(key.sessionId()), listedIds(project));
    }

    /**
     * A session that was added to later does not have an earlier time.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void timesDoNotGoBack() throws Exception {
        SessionKey second = key(project);
        store().append(key, numbered(0, 1));
        store().append(second, numbered(0, 1));
        Instant before = time(second);
        store().append(key, numbered(1, 2));

        assertFalse(time(key).isBefore(before), "the session that was added to last is the older one");
    }

    private Instant time(SessionKey of) throws Exception {
        return listSessions(of.projectKey()).stream()
                .filter(session -> session.sessionId().equals(of.sessionId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(of + " is not listed"))
                .lastModified();
    }

    // ---- deleting

    /**
     * 9: What was deleted is not there; deleting what is not there is not an error.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void deletesASession() throws Exception {
        delete(key);
        store().append(key, numbered(0, 1));
        delete(key);

        assertAbsent(key);
        store().append(key, numbered(1, 2));
        assertEquals(List.of(1), numbers(load(key)), "a session that comes again after it was deleted");
    }

    /**
     * 10: With a session all below it is deleted, and nothing else.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void deletesAllBelowASession() throws Exception {
        SessionKey otherSession = key(project);
        SessionKey otherProject = SessionKey.of(project + "-2", key.sessionId());
        // Not below it, however their names begin.
        SessionKey longer = SessionKey.of(project, key.sessionId() + "0");
        for (SessionKey each : List.of(key, otherSession, otherProject, longer)) {
            store().append(each, numbered(0, 1));
            store().append(each.at("subagents/agent-1"), numbered(0, 1));
            store().append(each.at("subagents/run/agent-2"), numbered(0, 1));
        }

        delete(key);

        assertAbsent(key);
        assertAbsent(key.at("subagents/agent-1"));
        assertAbsent(key.at("subagents/run/agent-2"));
        for (SessionKey each : List.of(otherSession, otherProject, longer)) {
            assertEquals(1, load(each).size());
            assertEquals(1, load(each.at("subagents/agent-1")).size());
            assertEquals(1, load(each.at("subagents/run/agent-2")).size());
        }
    }

    /**
     * 11: A subpath is deleted alone.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void deletesASubpathAlone() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(0, 1));
        store().append(key.at("subagents/agent-11"), numbered(0, 1));

        delete(key.at("subagents/agent-1"));

        assertAbsent(key.at("subagents/agent-1"));
        assertEquals(1, load(key.at("subagents/agent-11")).size());
        assertEquals(1, load(key).size());
    }

    /**
     * 9 to 11: What was deleted is not listed any more.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void listsNothingThatWasDeleted() throws Exception {
        SessionKey second = key(project);
        store().append(key, numbered(0, 1));
        store().append(second, numbered(0, 1));
        delete(key);

        assertEquals(Set.of(second.sessionId()), listedIds(project));
    }

    /**
     * 10 and 11: Subpaths that were deleted are not listed any more.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void listsNoSubpathsThatWereDeleted() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(0, 1));
        store().append(key.at("subagents/agent-2"), numbered(0, 1));
        delete(key.at("subagents/agent-1"));
        assertEquals(Set.of("subagents/agent-2"), listSubpaths(key));

        delete(key);
        assertEquals(Set.of(), listSubpaths(key));
    }

    // ---- subpaths

    /**
     * 12: The subpaths of a session are listed, and of no other.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void listsTheSubpathsOfASession() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(1, 2));
        store().append(key.at("subagents/run/agent-2"), numbered(0, 1));
        store().append(key(project).at("subagents/agent-3"), numbered(0, 1));
        store().append(SessionKey.of(project + "-2", key.sessionId()).at("subagents/agent-4"), numbered(0, 1));

        assertEquals(new TreeSet<>(List.of("subagents/agent-1", "subagents/run/agent-2")), listSubpaths(key));
    }

    /**
     * 13: The session itself is no subpath, and an unknown session has none.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void theSessionItselfIsNoSubpath() throws Exception {
        store().append(key, numbered(0, 1));

        assertEquals(Set.of(), listSubpaths(key));
        assertEquals(Set.of(), listSubpaths(key(project)));
    }

    // ---- summaries

    /**
     * 14: The summary of a session is that of all its entries, however they came, and of none below it.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void summarizesSessions() throws Exception {
        RawJson first = entry("{'type':'user','uuid':'1','message':{'content':'asked'},"
                + "'timestamp':'2024-01-01T00:00:00.000Z','customTitle':'one'}");
        RawJson second = entry("{'type':'x','uuid':'2','customTitle':'two','gitBranch':'main'}");
        RawJson below = entry("{'type':'x','uuid':'3','customTitle':'below'}");
        store().append(key, List.of(first));
        store().append(key, List.of(second));
        store().append(key.at("subagents/agent-1"), List.of(below));
        store().append(key(project).at("subagents/agent-1"), List.of(below));
        store().append(key(project + "-2"), List.of(first));

        List<SessionSummary> summaries = listSummaries(project);

        assertEquals(1, summaries.size(), "summaries of a project with one session");
        SessionSummary summary = summaries.get(0);
        assertEquals(key.sessionId(), summary.sessionId());
        assertIsATime(summary.lastModified());
        JsonNode expected = SessionSummary.fold(Optional.empty(), key, List.of(first, second), Instant.now())
                .data()
                .tree();
        assertEquals(expected, summary.data().tree());
        assertEquals(List.of(), listSummaries(project + "-never"));
    }

    /**
     * 14: Summaries and sessions have times of one clock: a summary that is up to date is not older than its session.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void summariesShareTheClockOfTheSessions() throws Exception {
        for (int i = 0; i < 3; i++) {
            store().append(key, numbered(i, i + 1));
            Instant summarized = listSummaries(project).get(0).lastModified();
            assertFalse(summarized.isBefore(time(key)), "the summary is older than its session");
        }
    }

    /**
     * 14: With a session its summary is deleted.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void deletesTheSummaryOfASession() throws Exception {
        store().append(key, numbered(0, 1));
        store().append(key.at("subagents/agent-1"), numbered(0, 1));
        delete(key.at("subagents/agent-1"));
        assertEquals(1, listSummaries(project).size());

        delete(key);
        assertEquals(List.of(), listSummaries(project));
    }

    // ---- more than the contracts of the Python SDK

    /**
     * Entries that come again are left out.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void leavesOutEntriesThatItHas() throws Exception {
        if (!leavesOutRepeatedEntries()) {
            throw new TestAbortedException("The store is said to keep repeated entries.");
        }
        List<RawJson> entries = numbered(0, 4);
        RawJson without = entry("{'type':'x','n':9}");
        store().append(key, entries.subList(0, 2));
        store().append(key, entries.subList(1, 4));
        store().append(key, List.of(without));
        store().append(key, List.of(entries.get(0), entries.get(0)));
        // The same id elsewhere is another entry.
        store().append(key.at("subagents/agent-1"), entries.subList(0, 1));

        assertEquals(List.of(0, 1, 2, 3, 9), numbers(load(key)));
        assertEquals(List.of(0), numbers(load(key.at("subagents/agent-1"))));
    }

    /**
     * Entries of a megabyte, and many of them at once, are kept.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void keepsBigEntriesAndManyOfThem() throws Exception {
        RawJson big = entry("{'type':'x','n':-1,'pad':'" + "x".repeat(1 << 20) + "'}");
        List<RawJson> entries = new ArrayList<>(numbered(0, 500));
        entries.add(big);

        store().append(key, entries);

        assertEquals(trees(entries), trees(load(key)));
    }

    /**
     * Several sessions are written at once, and nothing is lost.
     *
     * @throws Exception if the store fails
     */
    @Test
    public void takesSeveralSessionsAtOnce() throws Exception {
        int sessions = 8;
        int appends = 20;
        List<SessionKey> keys = new ArrayList<>();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            SessionKey own = key(project);
            keys.add(own);
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            writers.add(outcome);
            Thread thread = new Thread(
                    () -> {
                        try {
                            for (int n = 0; n < appends; n++) {
                                store().append(own, numbered(n, n + 1));
                            }
                            outcome.complete(null);
                        } catch (Throwable e) {
                            outcome.completeExceptionally(e);
                        }
                    },
                    "session-store-contract-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        for (CompletableFuture<Void> writer : writers) {
            writer.get(100, TimeUnit.SECONDS);
        }

        for (SessionKey each : keys) {
            assertEquals(IntStream.range(0, appends).boxed().toList(), numbers(load(each)));
        }
    }
}
