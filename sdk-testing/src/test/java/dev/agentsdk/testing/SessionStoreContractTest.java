package dev.agentsdk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionSummary;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.json.RawJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** That the contract finds stores out that break it. */
@Timeout(120)
class SessionStoreContractTest {

    private enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** A store that works, for a test to spoil. */
    private static class Spoilt implements SessionStore {
        final InMemorySessionStore good = new InMemorySessionStore();

        @Override
        public void append(SessionKey key, List<RawJson> entries) throws Exception {
            good.append(key, entries);
        }

        @Override
        public Optional<List<RawJson>> load(SessionKey key) throws Exception {
            return good.load(key);
        }

        @Override
        public List<StoredSession> listSessions(String projectKey) throws Exception {
            return good.listSessions(projectKey);
        }

        @Override
        public List<SessionSummary> listSummaries(String projectKey) throws Exception {
            return good.listSummaries(projectKey);
        }

        @Override
        public void delete(SessionKey key) throws Exception {
            good.delete(key);
        }

        @Override
        public List<String> listSubpaths(SessionKey session) throws Exception {
            return good.listSubpaths(session);
        }
    }

    /** Runs every test of the contract as JUnit does. */
    private static Map<String, Outcome> run(Supplier<SessionStore> maker) throws Exception {
        Map<String, Outcome> outcomes = new TreeMap<>();
        for (Method method : SessionStoreContract.class.getDeclaredMethods()) {
            if (!method.isAnnotationPresent(Test.class)) {
                continue;
            }
            SessionStoreContract contract = new SessionStoreContract() {
                @Override
                protected SessionStore newStore() {
                    return maker.get();
                }
            };
            contract.makeStore();
            outcomes.put(method.getName(), outcome(contract, method));
            contract.releaseStore();
        }
        return outcomes;
    }

    private static Outcome outcome(SessionStoreContract contract, Method method) throws IllegalAccessException {
        try {
            method.invoke(contract);
            return Outcome.PASSED;
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof TestAbortedException ? Outcome.SKIPPED : Outcome.FAILED;
        }
    }

    private static Set<String> failing(Supplier<SessionStore> maker) throws Exception {
        Map<String, Outcome> outcomes = run(maker);
        assertThat(outcomes).hasSize(22);
        outcomes.values().removeIf(outcome -> outcome != Outcome.FAILED);
        return outcomes.keySet();
    }

    @Test
    void aStoreThatWorksFailsNothing() throws Exception {
        assertThat(run(Spoilt::new))
                .hasSize(22)
                .allSatisfy((test, outcome) -> assertThat(outcome).as(test).isEqualTo(Outcome.PASSED));
    }

    @Test
    void aStoreWithOnlyWhatItMustHaveIsNotAskedForMore() throws Exception {
        Map<String, Outcome> outcomes = run(() -> new SessionStore() {
            private final InMemorySessionStore good = new InMemorySessionStore();

            @Override
            public void append(SessionKey key, List<RawJson> entries) {
                good.append(key, entries);
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return good.load(key);
            }
        });

        assertThat(outcomes.values()).doesNotContain(Outcome.FAILED);
        assertThat(outcomes.values().stream().filter(outcome -> outcome == Outcome.PASSED))
                .hasSize(9);
    }

    @Test
    void entriesInAnotherOrder() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                        return super.load(key).map(entries -> {
                            List<RawJson> reversed = new ArrayList<>(entries);
                            Collections.reverse(reversed);
                            return reversed;
                        });
                    }
                }))
                .contains("loadsWhatWasAppended", "keepsTheOrderOfTheCalls");
    }

    @Test
    void anEmptyListForWhatIsNotThere() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                        return Optional.of(super.load(key).orElse(List.of()));
                    }
                }))
                .contains("knowsNothingOfWhatWasNeverAppended", "appendingNothingChangesNothing", "deletesASession");
    }

    @Test
    void anAppendThatReplaces() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public void append(SessionKey key, List<RawJson> entries) throws Exception {
                        good.delete(key);
                        super.append(key, entries);
                    }
                }))
                .contains("keepsTheOrderOfTheCalls", "appendingNothingChangesNothing", "takesSeveralSessionsAtOnce");
    }

    @Test
    void subpathsThatAreIgnored() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public void append(SessionKey key, List<RawJson> entries) throws Exception {
                        super.append(key.main(), entries);
                    }

                    @Override
                    public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                        return super.load(key.main());
                    }
                }))
                .contains("keepsSubpathsApart", "listsNoSubpathsAsSessions", "listsTheSubpathsOfASession");
    }

    @Test
    void projectsThatAreIgnored() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    private SessionKey anywhere(SessionKey key) {
                        return new SessionKey("all", key.sessionId(), key.subpath());
                    }

                    @Override
                    public void append(SessionKey key, List<RawJson> entries) throws Exception {
                        super.append(anywhere(key), entries);
                    }

                    @Override
                    public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                        return super.load(anywhere(key));
                    }
                }))
                .contains("keepsProjectsApart", "listsTheSessionsOfAProject");
    }

    @Test
    void timesInSeconds() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public List<StoredSession> listSessions(String projectKey) throws Exception {
                        return super.listSessions(projectKey).stream()
                                .map(session -> new StoredSession(
                                        session.sessionId(),
                                        Instant.ofEpochMilli(
                                                session.lastModified().getEpochSecond())))
                                .toList();
                    }
                }))
                .containsExactly("listsTheSessionsOfAProject");
    }

    @Test
    void aDeleteThatDoesNothing() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public void delete(SessionKey key) {}
                }))
                .containsExactlyInAnyOrder(
                        "deletesASession",
                        "deletesAllBelowASession",
                        "deletesASubpathAlone",
                        "listsNothingThatWasDeleted",
                        "listsNoSubpathsThatWereDeleted",
                        "deletesTheSummaryOfASession");
    }

    @Test
    void aDeleteByTheBeginningOfTheName() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    private final List<SessionKey> keys = new ArrayList<>();

                    @Override
                    public synchronized void append(SessionKey key, List<RawJson> entries) throws Exception {
                        keys.add(key);
                        super.append(key, entries);
                    }

                    @Override
                    public void delete(SessionKey key) throws Exception {
                        for (SessionKey candidate : List.copyOf(keys)) {
                            if (candidate.toString().startsWith(key.toString())) {
                                super.delete(candidate);
                            }
                        }
                    }
                }))
                .containsExactlyInAnyOrder("deletesAllBelowASession", "deletesASubpathAlone");
    }

    @Test
    void aDeleteThatForgetsWhatIsBelow() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public void delete(SessionKey key) throws Exception {
                        for (String subpath : key.subpath().isEmpty() ? good.listSubpaths(key) : List.<String>of()) {
                            List<RawJson> below = good.load(key.at(subpath)).orElseThrow();
                            super.delete(key);
                            good.append(key.at(subpath), below);
                            return;
                        }
                        super.delete(key);
                    }
                }))
                .contains("deletesAllBelowASession", "listsNoSubpathsThatWereDeleted");
    }

    @Test
    void summariesThatCountWhatIsBelowOrAreNeverUpdated() throws Exception {
        assertThat(failing(() -> new Spoilt() {
                    @Override
                    public List<SessionSummary> listSummaries(String projectKey) throws Exception {
                        return super.listSummaries(projectKey).stream()
                                .map(summary -> new SessionSummary(
                                        summary.sessionId(),
                                        Instant.EPOCH.plusSeconds(1_500_000_000),
                                        RawJson.of("{}")))
                                .toList();
                    }
                }))
                .containsExactlyInAnyOrder("summarizesSessions", "summariesShareTheClockOfTheSessions");
    }

    @Test
    void entriesThatAreKeptTwice() throws Exception {
        Supplier<SessionStore> twice = () -> new Spoilt() {
            private final Map<SessionKey, List<RawJson>> all = new HashMap<>();

            @Override
            public synchronized void append(SessionKey key, List<RawJson> entries) throws Exception {
                if (!entries.isEmpty()) {
                    all.computeIfAbsent(key, k -> new ArrayList<>()).addAll(entries);
                }
                super.append(key, entries);
            }

            @Override
            public synchronized Optional<List<RawJson>> load(SessionKey key) throws Exception {
                return super.load(key).map(entries -> List.copyOf(all.get(key)));
            }
        };

        assertThat(failing(twice)).contains("leavesOutEntriesThatItHas");
        SessionStoreContract said = new SessionStoreContract() {
            @Override
            protected SessionStore newStore() {
                return twice.get();
            }

            @Override
            protected boolean leavesOutRepeatedEntries() {
                return false;
            }
        };
        said.makeStore();
        Method test = SessionStoreContract.class.getMethod("leavesOutEntriesThatItHas");
        assertThat(outcome(said, test)).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void everyTestIsPublicSoThatClassesOfOtherPackagesHaveIt() {
        assertThat(Arrays.stream(SessionStoreContract.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class)))
                .hasSize(22)
                .allSatisfy(method -> assertThat(method.getModifiers()).isEqualTo(Modifier.PUBLIC));
    }
}
