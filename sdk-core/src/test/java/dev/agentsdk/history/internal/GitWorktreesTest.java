package dev.agentsdk.history.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitWorktreesTest {

    @TempDir
    Path temp;

    private Path root;

    @BeforeEach
    void withoutLinks() throws IOException {
        root = temp.toRealPath();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A repository with two worktrees, as Git lays it out. */
    private Path repository() throws IOException {
        Path main = root.resolve("main");
        write(main.resolve(".git/HEAD"), "ref: refs/heads/main\n");
        write(main.resolve(".git/worktrees/one/gitdir"), root.resolve("one/.git") + "\n");
        write(main.resolve(".git/worktrees/one/commondir"), "../..\n");
        write(root.resolve("one/.git"), "gitdir: " + main.resolve(".git/worktrees/one") + "\n");
        // As newer versions write it when told to.
        write(main.resolve(".git/worktrees/two/gitdir"), "../../../../two/.git\n");
        write(root.resolve("two/.git"), "gitdir: ../main/.git/worktrees/two\n");
        return main;
    }

    @Test
    void areFoundFromTheMainOneFromALinkedOneAndFromBelow() throws IOException {
        Path main = repository();
        List<Path> all = List.of(main, root.resolve("one"), root.resolve("two"));

        assertThat(GitWorktrees.of(main))
                .containsExactlyInAnyOrderElementsOf(all)
                .startsWith(main);
        assertThat(GitWorktrees.of(root.resolve("one"))).containsExactlyInAnyOrderElementsOf(all);
        assertThat(GitWorktrees.of(main.resolve("src/deep"))).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void areNoneOutsideOfARepository() {
        assertThat(GitWorktrees.of(root.resolve("nothing"))).isEmpty();
    }

    @Test
    void aRepositoryWithoutLinkedOnesHasTheMainOne() throws IOException {
        write(root.resolve("r/.git/HEAD"), "x");

        assertThat(GitWorktrees.of(root.resolve("r"))).containsExactly(root.resolve("r"));
    }

    @Test
    @Tag("R-117")
    void aRepositoryThatNamesAnotherDirectoryAsItsWorktreeDoesNotGetIt() throws IOException {
        Path other = repository();
        Path own = root.resolve("own");
        write(own.resolve(".git/HEAD"), "x");
        for (Path named : List.of(other, root.resolve("one"), root.resolve("gone"))) {
            write(own.resolve(".git/worktrees/x/gitdir"), named.resolve(".git") + "\n");
            assertThat(GitWorktrees.of(own)).as("%s", named).containsExactly(own);
        }
        // The other side names another directory of this repository.
        write(own.resolve(".git/worktrees/x/gitdir"), root.resolve("mine/.git") + "\n");
        write(root.resolve("mine/.git"), "gitdir: " + own.resolve(".git/worktrees/y") + "\n");
        Files.createDirectories(own.resolve(".git/worktrees/y"));
        assertThat(GitWorktrees.of(own)).containsExactly(own);

        write(root.resolve("mine/.git"), "gitdir: " + own.resolve(".git/worktrees/x") + "\n");
        assertThat(GitWorktrees.of(own)).containsExactly(own, root.resolve("mine"));
    }

    @Test
    @Tag("R-117")
    void aDotGitFileThatNamesAnotherRepositoryDoesNotGetIt() throws IOException {
        Path other = repository();
        Path own = root.resolve("own");
        for (String named : List.of(".git", ".git/worktrees/one", "")) {
            write(own.resolve(".git"), "gitdir: " + other.resolve(named) + "\n");
            assertThat(GitWorktrees.of(own)).as(named).isEmpty();
        }
        // An administration directory that the repository itself made up.
        write(own.resolve("worktrees/x/gitdir"), own.resolve(".git") + "\n");
        write(own.resolve("worktrees/x/commondir"), other.resolve(".git") + "\n");
        write(own.resolve(".git"), "gitdir: " + own.resolve("worktrees/x") + "\n");
        assertThat(GitWorktrees.of(own)).doesNotContain(other, root.resolve("one"));
    }

    @Test
    @Tag("R-117")
    void linksToPartsOfAnotherRepositoryDoNotBringItsWorktrees() throws IOException {
        Path other = repository();
        Path own = Files.createDirectories(root.resolve("own"));
        Files.createSymbolicLink(own.resolve(".git"), other.resolve(".git"));
        assertThat(GitWorktrees.of(own)).isEmpty();

        Files.delete(own.resolve(".git"));
        Files.createSymbolicLink(own.resolve(".git"), root.resolve("one/.git"));
        assertThat(GitWorktrees.of(own)).isEmpty();

        Files.delete(own.resolve(".git"));
        write(own.resolve(".git/HEAD"), "x");
        Files.createSymbolicLink(own.resolve(".git/worktrees"), other.resolve(".git/worktrees"));
        assertThat(GitWorktrees.of(own)).containsExactly(own);

        Files.delete(own.resolve(".git/worktrees"));
        Files.createDirectory(own.resolve(".git/worktrees"));
        Files.createSymbolicLink(own.resolve(".git/worktrees/one"), other.resolve(".git/worktrees/one"));
        assertThat(GitWorktrees.of(own)).containsExactly(own);
    }

    @Test
    void worktreesThatAreGoneDoNotCount() throws IOException {
        Path main = repository();
        Files.delete(root.resolve("two/.git"));

        assertThat(GitWorktrees.of(main)).containsExactly(main, root.resolve("one"));
    }

    @Test
    void whatIsCorruptIsLeftOut() throws IOException {
        Path main = repository();
        write(main.resolve(".git/worktrees/empty/gitdir"), "\n");
        write(main.resolve(".git/worktrees/nul/gitdir"), "/a\0b/.git");
        write(main.resolve(".git/worktrees/long/gitdir"), "/" + "a".repeat(100_000));
        write(main.resolve(".git/worktrees/file"), "no directory");
        Files.createDirectories(main.resolve(".git/worktrees/directory/gitdir"));

        assertThat(GitWorktrees.of(main)).containsExactlyInAnyOrder(main, root.resolve("one"), root.resolve("two"));
    }

    @Test
    void aDotGitFileThatLeadsNowhereIsNoRepository() throws IOException {
        write(root.resolve("x/.git"), "gitdir\n");
        assertThat(GitWorktrees.of(root.resolve("x"))).isEmpty();

        write(root.resolve("y/.git"), "");
        assertThat(GitWorktrees.of(root.resolve("y"))).isEmpty();
    }

    @Test
    void areThoseThatGitItselfLists() throws IOException, InterruptedException {
        assumeTrue(hasGit(), "there is no git on this machine");
        Path main = Files.createDirectory(root.resolve("m\u00e4in"));
        git(main, "init", "-q");
        git(main, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "--allow-empty", "-m", "first");
        git(main, "worktree", "add", "-q", root.resolve("tree 1").toString(), "-b", "b1");
        git(main, "worktree", "add", "-q", root.resolve("tree2").toString(), "-b", "b2");
        Path below = Files.createDirectories(root.resolve("tree2/a/b"));

        List<Path> listed = new ArrayList<>();
        for (String line : git(main, "worktree", "list", "--porcelain").split("\n", -1)) {
            if (line.startsWith("worktree ")) {
                listed.add(Path.of(line.substring("worktree ".length())));
            }
        }
        assertThat(listed).hasSize(3);
        assertThat(GitWorktrees.of(main)).containsExactlyInAnyOrderElementsOf(listed);
        assertThat(GitWorktrees.of(below)).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static boolean hasGit() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "git")));
    }

    private String git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path output = root.resolve("git-output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Not that of whoever runs the tests.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("HOME", root.toString());
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
