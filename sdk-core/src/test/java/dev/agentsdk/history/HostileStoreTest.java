package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentsdk.AgentSession;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores whose answers are none: each is a failure of the store, and ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileStoreTest {

    private static final String PROJECT = "-work";
    private static final RawJson ENTRY = RawJson.of(json(Sessions.user("u1", null, "p")));

    @TempDir
    Path temp;

    /** A list without an end. */
    private static final class Endless<T> extends AbstractList<T> {
        private final T element;

        Endless(T element) {
            this.element = element;
        }

        @Override
        public T get(int index) {
            return element;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Iterator<T> iterator() {
            return Stream.generate(() -> element).iterator();
        }
    }

    /** A list that loads its elements late, and never does. */
    private static final class Blocking<T> extends AbstractList<T> {
        @Override
        public T get(int index) {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("waits until it is interrupted");
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public int size() {
            return 1;
        }
    }

    interface Answer<T> {
        T give() throws Exception;
    }

    /** What it answers to everything that returns something. */
    private record Store(
            String name,
            Answer<@Nullable Optional<List<RawJson>>> entries,
            Answer<@Nullable List<StoredSession>> sessions,
            Answer<@Nullable List<String>> subpaths)
            implements SessionStore {

        @Override
        public void append(SessionKey key, List<RawJson> batch) {}

        @Override
        @SuppressWarnings("NullAway") // the fault that is tested
        public Optional<List<RawJson>> load(SessionKey key) throws Exception {
            return entries.give();
        }

        @Override
        @SuppressWarnings("NullAway") // the fault that is tested
        public List<StoredSession> listSessions(String projectKey) throws Exception {
            return sessions.give();
        }

        @Override
        @SuppressWarnings("NullAway") // the fault that is tested
        public List<String> listSubpaths(SessionKey session) throws Exception {
            return subpaths.give();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<SessionStore> stores() {
        StoredSession session = new StoredSession(id(1), Instant.EPOCH);
        return Stream.of(
                new Store("null", () -> null, () -> null, () -> null),
                new Store(
                        "null in lists",
                        () -> Optional.of(Arrays.asList(ENTRY, null)),
                        () -> Arrays.asList(session, null),
                        () -> Arrays.asList("subagents/agent-1", null)),
                new Store(
                        "lists without an end",
                        () -> Optional.of(new Endless<>(ENTRY)),
                        () -> new Endless<>(session),
                        () -> new Endless<>("subagents/agent-1")),
                new Store(
                        "errors",
                        () -> {
                            throw new LinkageError("thrown by a test");
                        },
                        () -> {
                            throw new LinkageError("thrown by a test");
                        },
                        () -> {
                            throw new LinkageError("thrown by a test");
                        }));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aHistoryFailsAsForAnyOtherFailure(SessionStore store) {
        SessionHistory history = SessionHistory.inStore(store, PROJECT);

        assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> history.transcript(id(1)));
        assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> history.list(0, 10));
        assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> history.subagents(id(1)));
    }

    private AgentOptions.Builder options(SessionStore store, Duration timeout) {
        return AgentOptions.builder()
                .cwd(temp)
                .env("CLAUDE_CONFIG_DIR", temp.resolve("config").toString())
                .transport(options -> notReached())
                .sessionStore(store, SessionStoreSettings.defaults().loadTimeout(timeout));
    }

    private static Transport notReached() {
        throw new AssertionError("There is nothing to resume.");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void noAgentIsStartedWithASessionThatCannotBeLoaded(SessionStore store) {
        AgentOptions resuming =
                options(store, Duration.ofSeconds(30)).resume(id(1)).build();
        AgentOptions latest = options(store, Duration.ofSeconds(30))
                .continueConversation(true)
                .build();

        assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> AgentSession.open(resuming));
        assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> AgentSession.open(latest));
    }

    @Test
    void aListThatBlocksIsWaitedForNoLongerThanTheCall() {
        Store blocking = new Store(
                "blocks", () -> Optional.of(new Blocking<>()), () -> new Blocking<>(), () -> new Blocking<>());
        AgentOptions options =
                options(blocking, Duration.ofMillis(200)).resume(id(1)).build();

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> AgentSession.open(options))
                .withMessageContaining("200 ms");
    }

    /** Entries and summaries that are not JSON: RawJson does not check what it wraps. */
    @Test
    void whatIsNotJsonIsLeftOut() {
        byte[] text = "{\"type\":\"agent_metadata\"".getBytes(StandardCharsets.UTF_8);
        RawJson broken = RawJson.wrap(text, 0, text.length);
        SessionStore store = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {}

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.of(List.of(ENTRY, broken));
            }

            @Override
            public List<SessionSummary> listSummaries(String projectKey) {
                return List.of(new SessionSummary(id(1), Instant.EPOCH, broken));
            }

            @Override
            public List<String> listSubpaths(SessionKey session) {
                return List.of("subagents/agent-1");
            }
        };
        SessionHistory history = SessionHistory.inStore(store, PROJECT);

        assertThat(history.list(0, 10)).extracting(SessionInfo::sessionId).containsExactly(id(1));
        assertThat(history.transcript(id(1)).skippedLines()).isOne();
        assertThat(history.subagents(id(1))).hasSize(1);
        assertThatExceptionOfType(AssertionError.class)
                .as("the session is written, and the agent would be started")
                .isThrownBy(() -> AgentSession.open(
                        options(store, Duration.ofSeconds(30)).resume(id(1)).build()))
                .withMessage("There is nothing to resume.");
    }
}
