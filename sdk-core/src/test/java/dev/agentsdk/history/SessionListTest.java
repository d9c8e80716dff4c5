package dev.agentsdk.history;

import static dev.agentsdk.history.Sessions.assistant;
import static dev.agentsdk.history.Sessions.id;
import static dev.agentsdk.history.Sessions.modified;
import static dev.agentsdk.history.Sessions.user;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a list shows of a session, and which sessions it has. */
class SessionListTest {

    private static final String KEY = "-work";

    @TempDir
    Path temp;

    private Sessions sessions;

    @BeforeEach
    void inADirectoryOfItsOwn() throws IOException {
        sessions = new Sessions(temp.toRealPath().resolve("config"));
    }

    private SessionInfo only() {
        List<SessionInfo> all = sessions.history().list();
        assertThat(all).hasSize(1);
        assertThat(sessions.history().info(all.get(0).sessionId())).contains(all.get(0));
        return all.get(0);
    }

    private static List<String> ids(List<SessionInfo> infos) {
        return infos.stream().map(SessionInfo::sessionId).toList();
    }

    @Test
    void showsASession() throws IOException {
        Path file = sessions.write(
                KEY,
                id(1),
                user("u1", null, "Which tests fail?"),
                assistant("a1", "u1", "None."),
                "{'type':'tag','tag':'t'}");
        modified(file, 5);

        SessionInfo info = only();
        assertThat(info.sessionId()).isEqualTo(id(1));
        assertThat(info.summary()).isEqualTo("Which tests fail?");
        assertThat(info.firstPrompt()).contains("Which tests fail?");
        assertThat(info.title()).isEmpty();
        assertThat(info.lastModified()).isEqualTo(Sessions.THEN.plusSeconds(5));
        assertThat(info.fileSize()).hasValue(Files.size(file));
        assertThat(info.gitBranch()).contains("main");
        assertThat(info.cwd()).contains("/work");
        assertThat(info.tag()).contains("t");
        assertThat(info.createdAt()).contains(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(info.projectKey()).isEqualTo(KEY);
    }

    @Test
    void isEmptyWhereNothingWasEverKept() throws IOException {
        assertThat(sessions.history().list()).isEmpty();
        assertThat(sessions.history().info(id(1))).isEmpty();

        Files.createDirectories(sessions.projects());
        assertThat(sessions.history().list()).isEmpty();
        assertThat(sessions.history(Path.of("/nowhere")).list()).isEmpty();
    }

    @Test
    void aProjectsFileThatIsNoDirectoryHoldsNothing() {
        Sessions.writeBytes(sessions.projects(), new byte[] {1});

        assertThat(sessions.history().list()).isEmpty();
    }

    @Test
    void comesNewestFirstAndInPages() {
        for (int i = 0; i < 10; i++) {
            modified(sessions.write(i % 2 == 0 ? "-a" : "-b", id(i), user("u", null, "prompt " + i)), i);
        }
        SessionHistory history = sessions.history();

        assertThat(ids(history.list()))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> id(9 - i)).toList());
        assertThat(ids(history.list(2, 3))).containsExactly(id(7), id(6), id(5));
        assertThat(ids(history.list(8, 100))).containsExactly(id(1), id(0));
        assertThat(history.list(10, 1)).isEmpty();
    }

    @Test
    void sessionsOfOneMomentHaveADefiniteOrder() {
        for (int i : new int[] {3, 1, 2}) {
            modified(sessions.write("-p" + i, id(i), user("u", null, "p")), 0);
        }

        assertThat(ids(sessions.history().list())).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void refusesPagesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions.history().list(-1, 1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions.history().list(0, 0))
                .withMessageContaining("limit");
    }

    @Test
    void aSessionInSeveralProjectsIsListedOnceAtItsNewest() {
        modified(sessions.write("-a", id(1), user("u", null, "old")), 1);
        modified(sessions.write("-b", id(1), user("u", null, "new")), 2);
        modified(sessions.write("-c", id(1), "{'type':'mode'}"), 3);

        assertThat(only().summary()).isEqualTo("new");
        assertThat(only().projectKey()).isEqualTo("-b");
    }

    @Test
    void pagesPassOverWhatIsNotShown() {
        modified(sessions.write(KEY, id(1), user("u", null, "first")), 1);
        modified(sessions.write(KEY, id(2), "{'type':'queue-operation'}"), 2);
        modified(sessions.write(KEY, id(3), user("u", null, "third")), 3);

        assertThat(ids(sessions.history().list(1, 1))).containsExactly(id(1));
    }

    @Test
    void leavesOutWhatIsNoSessionOrHasNothingToShow() throws IOException {
        sessions.write(KEY, id(1), "{'isSidechain':true,'type':'user','message':{'content':'of a subagent'}}");
        sessions.write(KEY, id(2), "{'type':'file-history-snapshot'}");
        sessions.write(KEY, id(3));
        sessions.write(KEY, "agent-1", user("u", null, "no UUID"));
        sessions.write(KEY, id(4) + ".bak", user("u", null, "no UUID"));
        Sessions.writeBytes(
                sessions.projects().resolve(KEY).resolve(id(5) + ".txt"), "{}".getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(sessions.file(KEY, id(6)));
        Sessions.writeBytes(
                sessions.projects().resolve(id(7) + ".jsonl"), "not in a project".getBytes(StandardCharsets.UTF_8));

        assertThat(sessions.history().list()).isEmpty();
        for (int i = 1; i <= 7; i++) {
            assertThat(sessions.history().info(id(i))).isEmpty();
        }
    }

    @Test
    void anIdThatIsNoUuidIsRefused() {
        SessionHistory history = sessions.history();
        for (String bad : List.of(
                "", "../x", "/etc/passwd", id(1) + "\0", id(1) + "\n", id(1).replace('-', '_'), "x".repeat(4096))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> history.info(bad))
                    .withMessageContaining("UUID")
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\0", "\n"));
        }
    }

    @Test
    void upperCaseIdsAreIdsToo() {
        String upper = "ABCDEF01-0000-4000-8000-00000000000A";
        sessions.write(KEY, upper, user("u", null, "p"));

        assertThat(only().sessionId()).isEqualTo(upper);
    }

    @Test
    void theLastTitleOfTheUserGoesBeforeThatOfTheAgentAndBeforePrompts() {
        Path file = sessions.write(
                KEY,
                id(1),
                user("u", null, "first prompt"),
                "{'type':'ai-title','aiTitle':'by the agent'}",
                "{'type':'custom-title','customTitle':'one'}",
                "{'type':'custom-title','customTitle':'two'}",
                "{'type':'ai-title','aiTitle':'by the agent again'}",
                "{'type':'last-prompt','lastPrompt':'last prompt'}",
                "{'type':'summary','summary':'a summary'}");

        assertThat(file).exists();
        assertThat(only().title()).contains("two");
        assertThat(only().summary()).isEqualTo("two");
        assertThat(only().firstPrompt()).contains("first prompt");
    }

    @Test
    void withoutATitleItIsThatOfTheAgentThenTheLastPromptThenASummary() {
        String wrapper = "{'aiTitle':'<bash-input>ls</bash-input>'}";
        sessions.write(KEY, id(1), user("u", null, "p"), wrapper);
        assertThat(sessions.history().info(id(1)).orElseThrow().title()).isEmpty();
        assertThat(sessions.history().info(id(1)).orElseThrow().summary()).isEqualTo("p");
        sessions.write(KEY, id(1), user("u", null, "p"), "{'aiTitle':'t'}", wrapper);
        assertThat(sessions.history().info(id(1)).orElseThrow().title()).contains("t");
        sessions.write(KEY, id(1), user("u", null, "p"), "{'aiTitle':'t'}", "{'lastPrompt':'l'}", "{'summary':'s'}");
        assertThat(only())
                .extracting(SessionInfo::summary, i -> i.title().orElse(""))
                .containsExactly("t", "t");

        sessions.write(KEY, id(1), user("u", null, "p"), "{'lastPrompt':'l'}", "{'summary':'s'}");
        assertThat(only())
                .extracting(SessionInfo::summary, i -> i.title().isPresent())
                .containsExactly("l", false);

        sessions.write(KEY, id(1), user("u", null, "p"), "{'summary':'s'}");
        assertThat(only().summary()).isEqualTo("s");
    }

    @Test
    void fieldsOfTheSameNameWithinALineDoNotCount() {
        sessions.write(
                KEY,
                id(1),
                user("u", null, "p"),
                "{'type':'assistant','message':{'content':[{'type':'tool_use','input':{'customTitle':'x','summary':'x',"
                        + "'gitBranch':'x','tag':'x','cwd':'x','aiTitle':'x','lastPrompt':'x'}}]}}");

        assertThat(only().summary()).isEqualTo("p");
        assertThat(only().gitBranch()).contains("main");
        assertThat(only().tag()).isEmpty();
        assertThat(only().cwd()).contains("/work");
    }

    @Test
    void theLastTagCountsAndAnEmptyOneIsNone() {
        sessions.write(
                KEY,
                id(1),
                user("u", null, "p"),
                "{'type':'tag','tag':'a'}",
                "{'tag':'b','type':'tag'}",
                "{'tag':'c'}");
        assertThat(only().tag()).contains("b");

        sessions.write(KEY, id(1), user("u", null, "p"), "{'type':'tag','tag':'a'}", "{'type':'tag','tag':''}");
        assertThat(only().tag()).isEmpty();
    }

    @Test
    void theLastGitBranchCountsAndTheFirstDirectory() {
        sessions.write(
                KEY,
                id(1),
                "{'type':'user','message':{'content':'p'},'gitBranch':'one','cwd':'/one'}",
                "{'type':'user','message':{'content':'q'},'gitBranch':'two','cwd':'/two'}");

        assertThat(only().gitBranch()).contains("two");
        assertThat(only().cwd()).contains("/one");
    }

    @Test
    void withoutADirectoryItIsTheProjectAskedFor() throws IOException {
        Path project = Files.createDirectory(temp.toRealPath().resolve("project"));
        sessions.write(ProjectKeys.of(project), id(1), "{'type':'user','message':{'content':'p'}}");

        assertThat(sessions.history(project).info(id(1)).orElseThrow().cwd()).contains(project.toString());
        assertThat(only().cwd()).isEmpty();
        assertThat(only().createdAt()).isEmpty();
        assertThat(only().gitBranch()).isEmpty();
    }

    @Test
    void aTimeThatIsNoneIsNoCreation() {
        sessions.write(
                KEY,
                id(1),
                "{'type':'user','message':{'content':'p'},'timestamp':'yesterday'}",
                "{'type':'user','message':{'content':'p'},'timestamp':'2026-01-02T03:04:05+01:00'}");

        assertThat(only().createdAt()).contains(Instant.parse("2026-01-02T02:04:05Z"));
    }

    @Test
    void onlyTheProjectAskedForIsListed() throws IOException {
        Path project = Files.createDirectory(temp.toRealPath().resolve("project"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), project);
        sessions.write(ProjectKeys.of(project), id(1), user("u", null, "mine"));
        sessions.write(ProjectKeys.of(project) + "-2", id(2), user("u", null, "of a directory with a longer name"));

        assertThat(ids(sessions.history(link).list())).containsExactly(id(1));
        assertThat(sessions.history(link).info(id(2))).isEmpty();
        assertThat(ids(sessions.history().list())).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void aProjectWhoseDirectoryIsGoneIsFound() {
        sessions.write("-gone-project", id(1), user("u", null, "p"));

        assertThat(ids(sessions.history(Path.of("/gone/project")).list())).containsExactly(id(1));
    }

    @Test
    void theWorktreesOfAProjectCountUnlessTheyAreNotWanted() throws IOException {
        Path root = temp.toRealPath();
        Path main = root.resolve("main");
        Files.createDirectories(main.resolve(".git/worktrees/w"));
        Files.writeString(main.resolve(".git/worktrees/w/gitdir"), root.resolve("tree/.git") + "\n");
        Files.createDirectories(root.resolve("tree"));
        Files.writeString(root.resolve("tree/.git"), "gitdir: " + main.resolve(".git/worktrees/w") + "\n");
        modified(sessions.write(ProjectKeys.of(main), id(1), user("u", null, "main")), 1);
        modified(sessions.write(ProjectKeys.of(root.resolve("tree")), id(2), user("u", null, "tree")), 2);
        modified(sessions.write(ProjectKeys.of(root.resolve("tree")), id(1), user("u", null, "newer copy")), 3);
        modified(sessions.write("-other", id(3), user("u", null, "other")), 4);

        SessionHistory history = sessions.history(main);
        assertThat(ids(history.list())).containsExactly(id(1), id(2));
        assertThat(history.list().get(0).summary()).isEqualTo("newer copy");
        // The project's own copy, when one is asked for.
        assertThat(history.info(id(1)).orElseThrow().summary()).isEqualTo("main");
        assertThat(history.info(id(2)).orElseThrow().cwd()).contains("/work");
        SessionHistory without =
                SessionHistory.onDisk(sessions.location().project(main).worktrees(false));
        assertThat(ids(without.list())).containsExactly(id(1));
        assertThat(without.info(id(2))).isEmpty();
    }

    @Test
    void aLongPathIsFoundByItsHashAndOtherwiseByItsBeginning() {
        Path project = Path.of("/x".repeat(150));
        String key = ProjectKeys.of(project);
        String beginning = key.substring(0, 200);
        sessions.write(beginning + "-otherhash", id(1), user("u", null, "by another program"));
        sessions.write(beginning, id(2), user("u", null, "of a path of just 200 characters"));

        assertThat(ids(sessions.history(project).list())).containsExactly(id(1));

        sessions.write(key, id(3), user("u", null, "exact"));
        assertThat(ids(sessions.history(project).list())).containsExactly(id(3));
    }

    @Test
    void aFileThatIsOnlyGarbageHasNothingToShow() {
        Sessions.writeBytes(sessions.file(KEY, id(1)), new byte[200_000]);
        Sessions.writeBytes(sessions.file(KEY, id(2)), "\n\n{\n[1]\nnull\n".getBytes(StandardCharsets.UTF_8));

        assertThat(sessions.history().list()).isEmpty();
    }

    /** The CLI also keeps the title beside the transcript. */
    @Test
    void aTitleBesideTheTranscriptCountsIfThereIsNoneInIt() {
        Path transcript = sessions.write("-work", id(1), user("u1", null, "p"), "{'aiTitle':'made up'}");
        Path beside = transcript.resolveSibling(id(1)).resolve("custom-title.json");
        Sessions.writeBytes(beside, jsonBytes("{'customTitle':' By the\\u0007 user ','by':'user'}"));
        assertThat(sessions.history().info(id(1)).orElseThrow().title()).contains("By the user");

        sessions.history().rename(id(1), "newer");
        assertThat(sessions.history().info(id(1)).orElseThrow().title()).contains("newer");
        sessions.write("-work", id(1), user("u1", null, "p"));
        for (String other : new String[] {"", "[]", "{'customTitle':5}", "{'customTitle':' '}"}) {
            Sessions.writeBytes(beside, jsonBytes(other));
            assertThat(sessions.history().info(id(1)).orElseThrow().title()).isEmpty();
        }
    }
}
