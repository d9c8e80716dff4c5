package dev.agentsdk;

import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.CliStartException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.MirrorFailure;
import dev.agentsdk.history.ProjectKeys;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.Sessions;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.MirrorErrorMessage;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.options.Conversation;
import dev.agentsdk.options.Workspace;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.CliArgument;
import dev.agentsdk.spi.ExitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and queries with a session store. */
@Timeout(60)
class SessionStoreTest {

    private static final String RESULT = "{'type':'result','subtype':'success'}";

    private final FakeTransport agent = new FakeTransport();
    private final InMemorySessionStore store = new InMemorySessionStore();
    private final AtomicReference<AgentLaunch> startedWith = new AtomicReference<>();
    private final BlockingQueue<MirrorFailure> failures = new LinkedBlockingQueue<>();

    @TempDir
    Path temp;

    private String usualTemporaryDirectory;

    @BeforeEach
    void aTemporaryDirectoryOfItsOwn() throws IOException {
        usualTemporaryDirectory = System.getProperty("java.io.tmpdir");
        System.setProperty(
                "java.io.tmpdir", Files.createDirectory(temp.resolve("tmp")).toString());
    }

    @AfterEach
    void theUsualOneAgain() {
        System.setProperty("java.io.tmpdir", usualTemporaryDirectory);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("tmp"))) {
            return files.toList();
        }
    }

    private AgentOptions.Builder options(SessionStore with) {
        return AgentOptions.builder()
                .env("CLAUDE_CONFIG_DIR", temp.resolve("config").toString())
                .cwd(temp)
                .transport(launch -> {
                    startedWith.set(launch);
                    return agent;
                })
                .sessionStore(with, SessionStoreSettings.defaults().failureListener(failures::add));
    }

    /** A new session with a known id, so that the agent need not announce it. */
    private AgentOptions.Builder fresh(SessionStore with) {
        return options(with).conversation(Conversation.freshAs(id(1)));
    }

    private Path project() {
        return temp.resolve("config/projects").resolve(ProjectKeys.of(temp));
    }

    private String frame(String entries) {
        return frame(project().resolve(id(1) + ".jsonl"), entries);
    }

    private static String frame(Path file, String entries) {
        return "{'type':'transcript_mirror','filePath':'" + file + "','entries':[" + entries + "]}";
    }

    private int kept() {
        return store.load(storedKey()).map(List::size).orElse(0);
    }

    private abstract static class OnlyAppend implements SessionStore {
        @Override
        public Optional<List<RawJson>> load(SessionKey key) {
            return Optional.empty();
        }
    }

    @Test
    void whatTheAgentWroteIsInTheStoreBeforeTheResultIsTaken() {
        try (AgentSession session = AgentSession.open(fresh(store).build())) {
            session.send("hello");
            agent.say(frame("{'n':1}"));
            agent.say("{'type':'assistant','message':{'model':'m','content':'x'}}");
            agent.say(frame("{'n':2},{'n':3}"));
            agent.say(RESULT);

            List<Message> messages = session.receiveResponse().stream().toList();

            assertThat(messages).extracting(Message::type).containsExactly("assistant", "result");
            assertThat(kept()).isEqualTo(3);
            assertThat(session.statistics().controlFrames()).isEqualTo(3);
            assertThat(session.statistics().messages()).isEqualTo(2);
        }
    }

    @Test
    void aQueryIsMirroredToo() {
        agent.on("user", message -> {
            agent.say(frame("{'n':1}"));
            agent.say(RESULT);
        });

        assertThat(AgentQuery.ask("2 + 2?", fresh(store).build()).subtype()).isEqualTo("success");

        assertThat(kept()).isOne();
    }

    @Test
    void whatComesAfterTheResultIsInTheStoreWhenTheSessionIsClosed() {
        AgentSession session = AgentSession.open(fresh(store).build());
        agent.atEndOfInput = () -> {
            agent.say(frame("{'n':1}"));
            agent.exit(0, "");
        };

        session.close();

        assertThat(kept()).isOne();
        assertThat(failures).isEmpty();
    }

    @Test
    void whatAnAgentHasWrittenThatEndsByItselfIsInTheStoreWithoutAClose() throws InterruptedException {
        AgentSession session = AgentSession.open(fresh(store).build());
        agent.say(frame("{'n':1}"));
        agent.exit(3, "");

        long start = System.nanoTime();
        while (kept() == 0 && System.nanoTime() - start < Background.PATIENCE.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(kept()).isOne();
        session.close();
    }

    @Test
    void withoutAStoreFramesAreDroppedAndAreNoMessages() {
        try (AgentSession session = agent.session()) {
            agent.say(frame("{'n':1}"));
            agent.say(RESULT);

            assertThat(session.receiveResponse().stream().toList()).hasSize(1);
        }
    }

    @Test
    void aFailingStoreFailsNothingAndIsToldAmongTheMessages() throws InterruptedException {
        SessionStore failing = new OnlyAppend() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) throws Exception {
                throw new IOException("secret address");
            }
        };
        try (AgentSession session = AgentSession.open(fresh(failing).build())) {
            agent.say(frame(project().resolve(id(1)).resolve("subagents/agent-1.jsonl"), "{'n':1}"));
            agent.say(RESULT);
            assertThat(session.receiveResponse().result().subtype()).isEqualTo("success");
            agent.say(RESULT);

            List<Message> messages = session.receiveResponse().stream().toList();

            assertThat(messages.get(0)).isInstanceOfSatisfying(MirrorErrorMessage.class, error -> {
                assertThat(error.subtype()).isEqualTo("mirror_error");
                assertThat(error.sessionId()).contains(id(1));
                assertThat(error.uuid().orElseThrow()).hasSize(36);
                assertThat(error.raw().tree().path("error").asText())
                        .contains("three times")
                        .doesNotContain("secret");
                assertThat(error.raw().tree().path("key"))
                        .isEqualTo(RawJson.of(json("{'projectKey':'" + ProjectKeys.of(temp) + "','sessionId':'" + id(1)
                                        + "','subpath':'subagents/agent-1'}"))
                                .tree());
            });
            assertThat(messages.get(1)).isInstanceOf(ResultMessage.class);
        }
        MirrorFailure failure = failures.poll(20, TimeUnit.SECONDS);
        assertThat(failure).isNotNull();
        assertThat(failure.cause()).get().isInstanceOf(IOException.class);
    }

    @Test
    void aStoreThatHangsHoldsUpNeitherReadingNorRequestsNorTheClose() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SessionStore hanging = new OnlyAppend() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {
                called.countDown();
                while (release.getCount() > 0) {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.onSpinWait();
                    }
                }
            }
        };
        AgentSession session = AgentSession.open(fresh(hanging).build());
        agent.say(frame("{'n':1}"));
        agent.say(RESULT);
        Background.Running<ResultMessage> taking =
                Background.run(() -> session.receiveResponse().result());
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
        Background.awaitWaiting(taking.thread());

        session.interrupt();
        agent.say(frame("{'n':2}"));
        long start = System.nanoTime();
        session.close();
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(took).isGreaterThanOrEqualTo(Duration.ofSeconds(1)).is(under(Duration.ofMillis(2_500)));
        assertThat(taking.outcome()).succeedsWithin(Background.PATIENCE);
        try {
            assertThat(failures.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(failures.poll(20, TimeUnit.SECONDS)).isNotNull();
        } finally {
            // Not before: a call that returns before the mirror has noticed its end has kept its entries.
            release.countDown();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aListenerThatHangsHoldsUpNothing() throws InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AgentOptions options = fresh(store)
                .sessionStore(store, SessionStoreSettings.defaults().failureListener(failure -> {
                    listening.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }))
                .build();
        AgentSession session = AgentSession.open(options);
        agent.say(frame(Path.of("/elsewhere/P/S.jsonl"), "{'n':1}"));
        agent.say(frame("{'n':2}"));
        agent.say(RESULT);
        assertThat(session.receiveResponse().result()).isNotNull();
        assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
        session.close();

        assertThat(kept()).isOne();
        release.countDown();
    }

    // ---- going on with a session of the store

    private SessionKey storedKey() {
        return SessionKey.of(ProjectKeys.of(temp), id(1));
    }

    private void storeASession() {
        store.append(storedKey(), List.of(RawJson.of(json(Sessions.user("u1", null, "p")))));
    }

    @Test
    void aSessionOfTheStoreIsThereForTheAgentAndGoneAfterIt() throws IOException {
        storeASession();
        AgentSession session = AgentSession.open(options(store).resume(id(1)).build());

        AgentLaunch started = startedWith.get();
        Path config =
                Path.of(started.environmentOptions().get("CLAUDE_CONFIG_DIR").orElseThrow());
        assertThat(config).hasParent(temp.resolve("tmp"));
        assertThat(flag(started, "resume")).contains(id(1));
        Path file = config.resolve("projects").resolve(ProjectKeys.of(temp)).resolve(id(1) + ".jsonl");
        assertThat(file).exists();
        agent.say(frame(file, json("{'type':'x','uuid':'2'}")));
        agent.atEndOfInput = () -> {
            assertThat(file).exists();
            agent.exit(0, "");
        };

        session.close();

        assertThat(left()).isEmpty();
        assertThat(store.load(storedKey()).orElseThrow()).hasSize(2);
    }

    @Test
    void theLatestSessionOfTheStoreIsResumedByItsId() throws IOException {
        storeASession();

        AgentSession.open(options(store).continueConversation(true).build()).close();

        assertThat(flag(startedWith.get(), "resume")).contains(id(1));
        assertThat(startedWith.get().arguments()).extracting(CliArgument::flag).doesNotContain("continue");
        assertThat(left()).isEmpty();
    }

    private static Optional<String> flag(AgentLaunch launch, String name) {
        return launch.arguments().stream()
                .filter(argument -> argument.flag().equals(name))
                .findFirst()
                .flatMap(CliArgument::value);
    }

    private void assertStartedAs(AgentOptions options) {
        AgentLaunch expected = AgentLaunches.of(options);
        assertThat(startedWith.get().arguments()).isEqualTo(expected.arguments());
        assertThat(startedWith.get().environment(Map.of())).isEqualTo(expected.environment(Map.of()));
    }

    @Test
    void whatTheStoreDoesNotHaveIsLeftToTheAgent() throws IOException {
        AgentOptions unknown = options(store).resume(id(7)).build();
        AgentSession.open(unknown).close();
        assertStartedAs(unknown);
    }

    @Test
    void aNameThatIsNoIdIsLeftToTheAgent() {
        AgentOptions named = options(store).resume("my session").build();
        AgentSession.open(named).close();
        assertStartedAs(named);
    }

    @Test
    void withoutASessionToGoOnWithTheStoreIsNotAsked() {
        SessionStore deaf = new OnlyAppend() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {}

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                throw new AssertionError("not asked");
            }
        };

        AgentSession.open(fresh(deaf).build()).close();

        assertThat(startedWith.get().environmentOptions().get("CLAUDE_CONFIG_DIR"))
                .contains(temp.resolve("config").toString());
    }

    @Test
    void aStoreThatFailsIsAnExceptionBeforeAnAgentIsStarted() throws IOException {
        SessionStore failing = new OnlyAppend() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {}

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                throw new IllegalStateException("thrown by a test");
            }
        };

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(
                        () -> AgentSession.open(options(failing).resume(id(1)).build()));
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> AgentQuery.start(
                        "x", options(failing).continueConversation(true).build()))
                .withMessageContaining("listSessions");

        assertThat(startedWith.get()).isNull();
        assertThat(left()).isEmpty();
    }

    @Test
    void anAgentThatDoesNotStartLeavesNothing() throws IOException {
        storeASession();
        agent.atStart = () -> {
            throw new CliStartException(CliStartException.Reason.OTHER, "thrown by a test", null);
        };

        assertThatExceptionOfType(CliStartException.class)
                .isThrownBy(() -> AgentSession.open(options(store).resume(id(1)).build()));
        assertThat(left()).isEmpty();
    }

    @Test
    void aTransportThatCannotBeMadeLeavesNothing() throws IOException {
        storeASession();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> AgentSession.open(options(store)
                        .resume(id(1))
                        .transport(options -> {
                            throw new IllegalStateException("thrown by a test");
                        })
                        .build()));
        assertThat(left()).isEmpty();
    }

    @Test
    void aHandshakeThatFailsLeavesNothing() throws IOException {
        storeASession();
        agent.on("initialize", request -> agent.exit(1, "no"));

        assertThatExceptionOfType(CliExitedException.class)
                .isThrownBy(() -> AgentSession.open(options(store).resume(id(1)).build()));
        assertThat(left()).isEmpty();
    }

    @Test
    void transcriptsAreKeptIfTheStoreDidNotTakeAllOfThem() throws IOException, InterruptedException {
        storeASession();
        SessionStore failing = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) throws Exception {
                throw new IOException("thrown by a test");
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return store.load(key);
            }
        };
        AgentSession session = AgentSession.open(options(failing).resume(id(1)).build());
        Path config = Path.of(
                startedWith.get().environmentOptions().get("CLAUDE_CONFIG_DIR").orElseThrow());
        Path file = config.resolve("projects").resolve(ProjectKeys.of(temp)).resolve(id(1) + ".jsonl");
        agent.say(frame(file, json("{'type':'x','uuid':'2'}")));

        session.close();

        MirrorFailure failure = failures.poll(20, TimeUnit.SECONDS);
        assertThat(failure).isNotNull();
        assertThat(failure.file()).contains(file);
        assertThat(file).exists();
        // And so it can be made good.
        SessionHistory.onDisk(HistoryLocation.of(config)).copyTo(id(1), store);
        assertThat(store.load(storedKey()).orElseThrow()).hasSize(1);
    }

    @Test
    void theEndOfTheAgentIsReportedAsEver() {
        AgentSession session = AgentSession.open(fresh(store).build());
        session.close();

        assertThat(session.exitReport().map(ExitReport::stage)).contains(ExitReport.Stage.ALREADY_EXITED);
    }

    // ---- the options

    @Test
    void optionsKeepTheStoreAndItsSettingsAndShowNeither() {
        SessionStoreSettings settings = SessionStoreSettings.defaults().flush(SessionStoreSettings.Flush.EAGER);
        AgentOptions options = AgentOptions.builder().sessionStore(store, settings).build().toBuilder()
                .build();

        assertThat(options.sessionStore()).containsSame(store);
        assertThat(options.sessionStoreSettings()).isSameAs(settings);
        assertThat(options).hasToString("AgentOptions[sessionStore]");
        assertThat(AgentOptions.defaults().sessionStore()).isEmpty();
        assertThat(AgentOptions.builder().sessionStore(store).build().sessionStoreSettings())
                .isEqualTo(SessionStoreSettings.defaults());
    }

    @Test
    void settingsAreCheckedAndEachChangeKeepsTheRest() {
        SessionStoreSettings settings = SessionStoreSettings.defaults()
                .flush(SessionStoreSettings.Flush.EAGER)
                .loadTimeout(Duration.ofSeconds(1))
                .appendTimeout(Duration.ofSeconds(2))
                .maxPendingBytes(3)
                .failureListener(failures::add);

        assertThat(settings.flush()).isEqualTo(SessionStoreSettings.Flush.EAGER);
        assertThat(settings.loadTimeout()).hasSeconds(1);
        assertThat(settings.appendTimeout()).hasSeconds(2);
        assertThat(settings.maxPendingBytes()).isEqualTo(3);
        assertThat(settings.failureListener()).isPresent();
        assertThat(SessionStoreSettings.defaults().loadTimeout()).hasSeconds(60);
        assertThat(SessionStoreSettings.defaults().appendTimeout()).hasSeconds(60);
        for (Duration none : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> settings.loadTimeout(none));
            assertThatIllegalArgumentException().isThrownBy(() -> settings.appendTimeout(none));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> settings.maxPendingBytes(0));
    }

    @Test
    void whatCannotBeMirroredIsRefusedWhenTheOptionsAreMade() {
        AgentOptions.Builder options = AgentOptions.builder().sessionStore(new InMemorySessionStore());

        assertThatIllegalArgumentException()
                .isThrownBy(options.conversation(Conversation.fresh().unpersisted())::build)
                .withMessageContaining("sessionStore")
                .withMessageContaining("unpersisted");

        options.conversation(Conversation.fresh()).workspace(Workspace.here().withFileCheckpointing(true));
        assertThatIllegalArgumentException()
                .isThrownBy(options::build)
                .withMessageContaining("sessionStore and fileCheckpointing");
    }
}
