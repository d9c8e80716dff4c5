package dev.agentsdk.history.internal;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static dev.agentsdk.testsupport.Times.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.agentsdk.errors.AgentInterruptedException;
import dev.agentsdk.history.HistoryException;
import dev.agentsdk.history.HistoryLocation;
import dev.agentsdk.history.InMemorySessionStore;
import dev.agentsdk.history.SessionHistory;
import dev.agentsdk.history.SessionKey;
import dev.agentsdk.history.SessionStore;
import dev.agentsdk.history.SessionStoreException;
import dev.agentsdk.history.SessionStoreSettings;
import dev.agentsdk.history.Sessions;
import dev.agentsdk.history.StoredSession;
import dev.agentsdk.history.Subagent;
import dev.agentsdk.history.Transcript;
import dev.agentsdk.history.TranscriptEntry;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.spi.Deadline;
import dev.agentsdk.spi.WarningLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights and named pipes are those of POSIX")
class ResumeDirectoryTest {

    private static final String PROJECT = "-work";
    private static final SessionStoreSettings SETTINGS = SessionStoreSettings.defaults();

    private final InMemorySessionStore store = new InMemorySessionStore();

    @TempDir
    Path temp;

    private String usualTemporaryDirectory;
    private Path config;

    @BeforeEach
    void aTemporaryDirectoryOfItsOwn() throws IOException {
        usualTemporaryDirectory = System.getProperty("java.io.tmpdir");
        System.setProperty(
                "java.io.tmpdir", Files.createDirectory(temp.resolve("tmp")).toString());
        config = Files.createDirectory(temp.resolve("config"));
    }

    @AfterEach
    void theUsualOneAgain() {
        System.setProperty("java.io.tmpdir", usualTemporaryDirectory);
    }

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

    private Optional<ResumeDirectory> resume(SessionStore from, String sessionId) {
        return ResumeDirectory.of(
                from, SETTINGS, PROJECT, Optional.ofNullable(sessionId), environment(), Deadline.never());
    }

    private Map<String, String> environment() {
        return Map.of("CLAUDE_CONFIG_DIR", config.toString());
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("tmp"))) {
            return files.toList();
        }
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void isAConfigurationDirectoryWithTheSession() throws IOException {
        add(id(1), user("u1", null, "p \u20ac"), assistant("a1", "u1", "x"), "{'type':'mode'}");

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        assertThat(directory.sessionId()).isEqualTo(id(1));
        assertThat(directory.path()).hasParent(temp.resolve("tmp"));
        SessionHistory history = SessionHistory.onDisk(HistoryLocation.of(directory.path()));
        assertThat(history.transcript(id(1)).entries())
                .extracting(entry -> entry.raw().tree())
                .isEqualTo(store.load(SessionKey.of(PROJECT, id(1))).orElseThrow().stream()
                        .map(RawJson::tree)
                        .toList());
        assertThat(history.list().get(0).projectKey()).isEqualTo(PROJECT);
        directory.end();
        assertThat(left()).isEmpty();
        directory.end();
    }

    /** A CLI follows parents only. */
    @Test
    void whatIsBehindAGapIsWrittenWithTheEntryBeforeAsItsParent() {
        add(
                id(1),
                user("u1", null, "1"),
                user("u2", "never written", "2"),
                assistant("a2", "u2", "3"),
                user("u3", null, "4").replace("'parentUuid':null,", ""));

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        Transcript written =
                SessionHistory.onDisk(HistoryLocation.of(directory.path())).transcript(id(1));
        assertThat(written.entries())
                .extracting(entry -> entry.parentUuid().orElse("-"))
                .containsExactly("-", "u1", "u2", "a2");
        assertThat(written.entries()).extracting(TranscriptEntry::root).containsExactly(true, false, false, false);
        assertThat(written.gaps()).isEmpty();
        assertThat(written.messages()).hasSize(4);
        directory.end();
    }

    @Test
    void entriesThatAStoreHasJoinedAreWrittenOnLinesOfTheirOwn() {
        byte[] joined = jsonBytes(user("u1", null, "1") + assistant("a1", "u1", "2"));
        byte[] damaged = jsonBytes("{'type':'user");
        SessionStore from = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {
                throw new AssertionError("nothing is appended");
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.of(List.of(
                        RawJson.wrap(joined, 0, joined.length),
                        RawJson.wrap(damaged, 0, damaged.length),
                        RawJson.of(json(user("u2", "lost", "3")))));
            }
        };

        ResumeDirectory directory = resume(from, id(1)).orElseThrow();

        Transcript written =
                SessionHistory.onDisk(HistoryLocation.of(directory.path())).transcript(id(1));
        assertThat(written.skippedLines()).isZero();
        assertThat(written.messages()).hasSize(3);
        directory.end();
    }

    @Test
    void theLatestIsNoneWhoseFirstMessageIsASubagents() {
        add(id(1), user("u1", null, "mine"));
        add(
                id(2),
                "{'type':'agent-setting','agentSetting':'general-purpose'}",
                user("u2", null, "of a subagent").replace("'isSidechain':false", "'isSidechain':true"));

        ResumeDirectory directory = resume(store, null).orElseThrow();

        assertThat(directory.sessionId()).isEqualTo(id(1));
        directory.end();
    }

    @Test
    void entriesThatAStoreHasWrittenOverSeveralLinesAreOneEach() {
        add(id(1), "{\n 'type' : 'user',\n 'uuid':'u1', 'message':{'content':'p'}}");

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        assertThat(SessionHistory.onDisk(HistoryLocation.of(directory.path())).messages(id(1)))
                .hasSize(1);
        directory.end();
    }

    @Test
    @Tag("R-72")
    void onlyItsOwnerCanReadIt() throws IOException {
        add(id(1), user("u1", null, "p"));
        store.append(
                SessionKey.of(PROJECT, id(1)).at("subagents/run/agent-1"),
                entries("{'type':'user'}", "{'type':'agent_metadata'}"));
        Files.write(config.resolve(".credentials.json"), jsonBytes("{'a':1}"));

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        try (Stream<Path> all = Files.walk(directory.path())) {
            List<Path> paths = all.toList();
            assertThat(paths).hasSize(11);
            for (Path path : paths) {
                assertThat(rights(path)).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        directory.end();
    }

    @Test
    void hasTheSubagentsAndWhatIsKnownOfThem() {
        add(id(1), user("u1", null, "p"));
        SessionKey key = SessionKey.of(PROJECT, id(1));
        store.append(
                key.at("subagents/run/agent-1"),
                entries(
                        "{'type':'agent_metadata','agentType':'old'}",
                        "{'type':'user','uuid':'s1','message':{'content':'t'}}",
                        "{'type':'agent_metadata','agentType':'new','toolUseId':'t'}"));
        store.append(key.at("subagents/agent-2"), entries("{'type':'agent_metadata','agentType':'only metadata'}"));

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        SessionHistory history = SessionHistory.onDisk(HistoryLocation.of(directory.path()));
        assertThat(history.subagents(id(1))).singleElement().satisfies(subagent -> {
            assertThat(subagent.agentType()).contains("new");
            assertThat(subagent.metadata().orElseThrow().tree().has("type")).isFalse();
        });
        assertThat(history.subagentTranscript(id(1), "1").entries())
                .extracting(TranscriptEntry::type)
                .containsExactly("user");
        assertThat(directory.path().resolve("projects/-work").resolve(id(1)).resolve("subagents/agent-2.meta.json"))
                .exists();
        directory.end();
    }

    @Test
    void pathsThatLeadOutAreLeftOut() throws IOException {
        add(id(1), user("u1", null, "p"));
        SessionStore hostile = new Forwarding() {
            @Override
            public List<String> listSubpaths(SessionKey session) {
                return List.of(
                        "",
                        "../../../../escaped",
                        "/escaped",
                        "C:\\escaped",
                        "a/../../escaped",
                        "a\0b",
                        "subagents/agent-1",
                        "subagents/agent-1");
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.of(entries("{'type':'user'}"));
            }
        };

        ResumeDirectory directory = resume(hostile, id(1)).orElseThrow();

        try (Stream<Path> all = Files.walk(temp)) {
            assertThat(all.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".jsonl")))
                    .containsExactlyInAnyOrder(id(1) + ".jsonl", "agent-1.jsonl");
        }
        directory.end();
    }

    private class Forwarding implements SessionStore {
        @Override
        public void append(SessionKey key, List<RawJson> entries) {
            throw new AssertionError("Going on with a session does not write to the store.");
        }

        @Override
        public Optional<List<RawJson>> load(SessionKey key) throws Exception {
            return store.load(key);
        }

        @Override
        public List<StoredSession> listSessions(String projectKey) throws Exception {
            return store.listSessions(projectKey);
        }
    }

    @Test
    void theLatestSessionIsTheNewestThatIsNoSubagents() throws IOException {
        add(id(1), user("u1", null, "older"));
        add(id(2), user("u1", null, "newer"));
        add(id(3), "{'isSidechain':true,'type':'user'}");
        add("no-uuid", user("u1", null, "x"));
        store.append(SessionKey.of("-other", id(4)), entries(user("u1", null, "x")));

        // Also in a store that knows nothing of what belongs to sessions.
        ResumeDirectory directory = resume(new Forwarding(), null).orElseThrow();

        assertThat(directory.sessionId()).isEqualTo(id(2));
        directory.end();
        assertThat(left()).isEmpty();
    }

    @Test
    void whatTheStoreDoesNotHaveIsNotThere() throws IOException {
        SessionStore withAnEmptyOne = new Forwarding() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.of(List.of());
            }
        };

        assertThat(resume(store, id(1))).isEmpty();
        assertThat(resume(store, null)).isEmpty();
        assertThat(resume(withAnEmptyOne, id(1))).isEmpty();
        assertThat(left()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> resume(store, "../x"));
    }

    @Test
    void aStoreThatFailsAtAnyPointLeavesNothing() throws IOException {
        add(id(1), user("u1", null, "p"));
        IOException thrown = new IOException("thrown by a test");
        SessionStore atLoad = new Forwarding() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                throw thrown;
            }
        };
        SessionStore atList = new Forwarding() {
            @Override
            public List<StoredSession> listSessions(String projectKey) throws Exception {
                throw thrown;
            }
        };
        SessionStore atSubpaths = new Forwarding() {
            @Override
            public List<String> listSubpaths(SessionKey session) throws Exception {
                throw thrown;
            }
        };
        SessionStore below = new Forwarding() {
            @Override
            public List<String> listSubpaths(SessionKey session) {
                return List.of("subagents/agent-1");
            }

            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                if (key.subpath().isPresent()) {
                    throw thrown;
                }
                return super.load(key);
            }
        };

        for (SessionStore failing : List.of(atLoad, atSubpaths, below)) {
            assertThatExceptionOfType(SessionStoreException.class)
                    .isThrownBy(() -> resume(failing, id(1)))
                    .withCause(thrown);
        }
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> resume(atList, null))
                .withCause(thrown);
        assertThat(left()).isEmpty();
    }

    @Test
    void aStoreThatCannotListHasNoLatestSession() {
        SessionStore bare = new SessionStore() {
            @Override
            public void append(SessionKey key, List<RawJson> entries) {}

            @Override
            public Optional<List<RawJson>> load(SessionKey key) {
                return Optional.empty();
            }
        };

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> resume(bare, null))
                .withMessageContaining("listSessions")
                .withMessageContaining("does not implement");
    }

    @Test
    void aStoreThatDoesNotAnswerIsInterruptedAfterTheTime() throws InterruptedException, IOException {
        CountDownLatch interrupted = new CountDownLatch(1);
        SessionStore silent = new Forwarding() {
            @Override
            public Optional<List<RawJson>> load(SessionKey key) throws Exception {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return Optional.empty();
            }
        };

        long start = System.nanoTime();
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> ResumeDirectory.of(
                        silent,
                        SETTINGS.loadTimeout(Duration.ofMillis(150)),
                        PROJECT,
                        Optional.of(id(1)),
                        environment(),
                        Deadline.never()))
                .withMessageContaining("150 ms")
                .withMessageContaining("loadTimeout");

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(150))
                .is(under(Duration.ofSeconds(10)));
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(left()).isEmpty();
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        add(id(1), user("u1", null, "p"));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(AgentInterruptedException.class).isThrownBy(() -> resume(store, id(1)));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    // ---- what is brought along

    private JsonNode seeded(String name, String singleQuoted) throws IOException {
        Files.write(config.resolve(name), jsonBytes(singleQuoted));
        add(id(1), user("u1", null, "p"));
        ResumeDirectory directory = resume(store, id(1)).orElseThrow();
        Path file = directory.path().resolve(name);
        JsonNode tree = Files.exists(file) ? RawJson.of(Files.readString(file)).tree() : MissingNode.getInstance();
        directory.end();
        return tree;
    }

    @Test
    void credentialsComeWithoutTheRefreshToken() throws IOException {
        JsonNode credentials = seeded(
                ".credentials.json",
                "{'claudeAiOauth':{'accessToken':'a','refreshToken':'r','expiresAt':5},'other':{'refreshToken':'o'}}");

        assertThat(credentials)
                .isEqualTo(RawJson.of(json(
                                "{'claudeAiOauth':{'accessToken':'a','expiresAt':5},'other':{'refreshToken':'o'}}"))
                        .tree());
    }

    @Test
    void settingsComeWithoutWhatBelongsToTheOtherPlace() throws IOException {
        String settings =
                "{'model':'m','enabledPlugins':{},'extraKnownMarketplaces':{},'env':{'CLAUDE_CONFIG_DIR':'/x','A':'b'}}";
        JsonNode kept = RawJson.of(json("{'model':'m','env':{'A':'b'}}")).tree();

        assertThat(seeded("settings.json", settings)).isEqualTo(kept);
        assertThat(seeded("cowork_settings.json", settings)).isEqualTo(kept);
        assertThat(seeded("settings.json", "{'env':5}").path("env").asInt()).isEqualTo(5);
    }

    @Test
    void theGlobalConfigurationComesAsItIs() throws IOException {
        assertThat(seeded(".claude.json", "{'projects':{'/x':{}},'oauthAccount':{'id':1}}")
                        .at("/oauthAccount/id")
                        .asInt())
                .isOne();
    }

    @Test
    void whatCannotBeReadOrIsNoObjectStaysBehind() throws IOException, InterruptedException {
        assertThat(seeded(".credentials.json", "{'refreshToken':").isMissingNode())
                .isTrue();
        assertThat(seeded(".credentials.json", "['refreshToken']").isMissingNode())
                .isTrue();
        Files.delete(config.resolve(".credentials.json"));
        Process mkfifo =
                new ProcessBuilder("mkfifo", config.resolve(".credentials.json").toString()).start();
        assertThat(mkfifo.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seeded("settings.json", "{}").isObject()).isTrue();
    }

    @Test
    void inTheHomeTheGlobalConfigurationLiesBesideTheDirectory() throws IOException {
        Path home = Files.createDirectory(temp.resolve("home"));
        Sessions.writeBytes(home.resolve(".claude/.credentials.json"), jsonBytes("{'k':1}"));
        Files.write(home.resolve(".claude.json"), jsonBytes("{'g':1}"));
        Files.write(home.resolve(".claude/.claude.json"), jsonBytes("{'wrong':1}"));
        add(id(1), user("u1", null, "p"));

        ResumeDirectory directory = ResumeDirectory.of(
                        store, SETTINGS, PROJECT, Optional.of(id(1)), Map.of("HOME", home.toString()), Deadline.never())
                .orElseThrow();

        assertThat(directory.path().resolve(".credentials.json")).content().contains("\"k\"");
        assertThat(directory.path().resolve(".claude.json")).content().contains("\"g\"");
        directory.end();
    }

    // ---- the end

    @Test
    void whatTheAgentHasLeftThereGoesToo() throws IOException {
        add(id(1), user("u1", null, "p"));
        ResumeDirectory directory = resume(store, id(1)).orElseThrow();
        Path outside = Sessions.writeBytes(temp.resolve("outside/file"), new byte[] {1});
        Sessions.writeBytes(directory.path().resolve("plugins/deep/x"), new byte[] {1});
        Files.createSymbolicLink(directory.path().resolve("link"), outside.getParent());

        directory.end();

        assertThat(left()).isEmpty();
        assertThat(outside).exists();
    }

    @Test
    void transcriptsThatAreNotAllInTheStoreAreKeptWithoutTheCredentials() throws IOException {
        add(id(1), user("u1", null, "p"));
        Files.write(config.resolve(".credentials.json"), jsonBytes("{'secret':1}"));
        Files.write(config.resolve("settings.json"), jsonBytes("{}"));
        ResumeDirectory directory = resume(store, id(1)).orElseThrow();
        Sessions.writeBytes(directory.path().resolve("plugins/x"), new byte[] {1});
        Path transcript = directory.path().resolve("projects/-work").resolve(id(1) + ".jsonl");
        SessionMirror mirror = new SessionMirror(
                new Forwarding(),
                SETTINGS,
                directory.path().resolve("projects"),
                scope(),
                new WarningLimit("warnings about a test"),
                failure -> {});
        directory.mirroredBy(mirror);
        mirror.add(jsonBytes("{'filePath':'" + transcript + "','entries':[{'type':'x'}]}"));
        mirror.close(Deadline.in(Duration.ofSeconds(5)));

        directory.end();

        assertThat(transcript).exists();
        try (Stream<Path> files = Files.list(directory.path())) {
            assertThat(files).containsExactly(directory.path().resolve("projects"));
        }
        assertThat(rights(directory.path())).isEqualTo("rwx------");
    }

    @Test
    void withAMirrorThatIsCompleteNothingIsKept() throws IOException {
        add(id(1), user("u1", null, "p"));
        ResumeDirectory directory = resume(store, id(1)).orElseThrow();
        SessionMirror mirror = new SessionMirror(
                store,
                SETTINGS,
                directory.path().resolve("projects"),
                scope(),
                new WarningLimit("warnings about a test"),
                failure -> {});
        directory.mirroredBy(mirror);
        mirror.close(Deadline.in(Duration.ofSeconds(5)));

        directory.end();

        assertThat(left()).isEmpty();
    }

    @Test
    @Tag("R-115")
    void aTemporaryDirectoryOfAnotherUserIsRefused() throws IOException {
        add(id(1), user("u1", null, "p"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Assumptions.assumeTrue(
                temporary.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && Files.getAttribute(temporary, "unix:uid").equals(0),
                "only root can give a file away");
        Files.setAttribute(temporary, "unix:uid", 12_345);

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> resume(store, id(1)))
                .withStackTraceContaining("set java.io.tmpdir to a directory of this user")
                .withStackTraceContaining("belongs to another user");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @Tag("R-115")
    void withoutAnAbsoluteTemporaryDirectoryNothingIsWrittenToTheCurrentOne() {
        add(id(1), user("u1", null, "p"));
        String usual = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", "relative");
        try {
            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> resume(store, id(1)))
                    .withStackTraceContaining("java.io.tmpdir");
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    private static MirrorScope scope() {
        return new MirrorScope("-work", Set.of(id(1)), false);
    }

    /** The directory of one subagent would be the transcript of the other. */
    @Test
    void subpathsThatCannotBeFilesBesideOthersAreLeftOut() throws IOException {
        add(id(1), user("u1", null, "x"));
        List<String> subpaths = List.of(
                "subagents/agent-x.jsonl/agent-y",
                "subagents/agent-x.META.json/agent-y",
                "subagents/agent-x",
                "subagents/agent-" + "q".repeat(300),
                "subagents/" + "d/".repeat(600) + "agent-z",
                "subagents/d/agent-w");
        for (String subpath : subpaths) {
            store.append(SessionKey.of(PROJECT, id(1)).at(subpath), entries(user("s", null, "side")));
        }

        ResumeDirectory directory = resume(store, id(1)).orElseThrow();

        assertThat(SessionHistory.onDisk(HistoryLocation.of(directory.path())).subagents(id(1)))
                .extracting(Subagent::agentId)
                .containsExactly("x", "w");
        directory.end();
        assertThat(left()).isEmpty();
    }
}
