package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worktrees of the Git repository that a directory belongs to, read from Git's own files (gitrepository-layout(5)):
 * no program is run, so nothing has to be waited for, and nothing that a repository configures is executed.
 *
 * <p>A repository must not bring the sessions of another directory into its own history by naming that directory. So a
 * linked worktree counts only if both sides name each other: the file {@code .git} in it the very directory that Git keeps
 * for it, and {@code gitdir} in that directory the file {@code .git}. Links in the place of either do not count, nor do
 * worktrees that are gone.
 *
 * <p>Whatever cannot be read is as if it were not there: worktrees only widen the search for sessions.
 */
final class GitWorktrees {

    private static final Logger log = LoggerFactory.getLogger(GitWorktrees.class);

    /** A path and a line feed; longer ones are none. */
    private static final int MAX_POINTER_BYTES = 8 * 1024;

    /** Far more than anybody has, and a bound all the same. */
    private static final int MAX_WORKTREES = 1_000;

    private static final String WORKTREES = "worktrees";

    private static final String GITDIR = "gitdir:";

    private GitWorktrees() {}

    /**
     * The worktrees, the main one first.
     *
     * @param directory a canonical directory in the repository; need not exist
     * @return their paths; empty outside of a repository
     */
    static List<Path> of(Path directory) {
        Path common = commonDirectory(directory);
        if (common == null) {
            return List.of();
        }
        Set<Path> worktrees = new LinkedHashSet<>();
        Path main = common.getParent();
        worktrees.add(isNamed(common, ".git") && main != null ? main : common);
        Path administrations = common.resolve(WORKTREES);
        try (OpenDirectory linked = OpenDirectory.open(administrations)) {
            List<Path> names = linked.names();
            for (Path name : names.subList(0, Math.min(names.size(), MAX_WORKTREES))) {
                Path worktree = linkedWorktree(administrations.resolve(name));
                if (worktree != null) {
                    worktrees.add(worktree);
                }
            }
        } catch (IOException e) {
            // Most repositories have no worktrees directory.
            log.trace(
                    "No linked worktrees in {}: {}",
                    Printable.of(common),
                    e.getClass().getName());
        }
        return new ArrayList<>(worktrees);
    }

    /** The directory that all worktrees of a repository share: {@code .git} of the main one, or a bare repository. */
    private static @Nullable Path commonDirectory(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            Path dotGit = at.resolve(".git");
            if (Files.isDirectory(dotGit, LinkOption.NOFOLLOW_LINKS)) {
                return dotGit;
            }
            if (Files.exists(dotGit, LinkOption.NOFOLLOW_LINKS)) {
                return commonDirectoryOfLinked(at, dotGit);
            }
        }
        return null;
    }

    /** Null if the repository that the file names has no worktree with this file. So for submodules, which have none. */
    private static @Nullable Path commonDirectoryOfLinked(Path worktree, Path dotGit) {
        Path administration = administration(dotGit);
        Path all = administration == null ? null : administration.getParent();
        Path common = all == null ? null : all.getParent();
        return administration != null
                        && all != null
                        && common != null
                        && isNamed(all, WORKTREES)
                        && worktree.equals(linkedWorktree(administration))
                ? common
                : null;
    }

    /**
     * The worktree of an administration directory.
     *
     * @param administration the directory in {@code worktrees} of a repository, without links
     * @return null if the two do not name each other
     */
    private static @Nullable Path linkedWorktree(Path administration) {
        String gitdir = pointer(administration.resolve("gitdir"));
        Path named = gitdir == null ? null : resolve(administration, gitdir);
        Path parent = named == null || !isNamed(named, ".git") ? null : named.getParent();
        if (parent == null) {
            return null;
        }
        try {
            // As the administration directory of the file is, and as the directory of a project is.
            Path worktree = parent.toRealPath();
            return administration.equals(administration(worktree.resolve(".git"))) ? worktree : null;
        } catch (IOException e) {
            log.trace(
                    "A worktree of {} is gone: {}",
                    Printable.of(administration),
                    e.getClass().getName());
            return null;
        }
    }

    /** The directory that a file {@code .git} names, without links; null if there is none, or the file is a link. */
    private static @Nullable Path administration(Path dotGit) {
        String text = pointer(dotGit);
        Path parent = dotGit.getParent();
        if (parent == null || text == null || !text.startsWith(GITDIR)) {
            return null;
        }
        Path named = resolve(parent, text.substring(GITDIR.length()).strip());
        try {
            return named == null ? null : named.toRealPath();
        } catch (IOException e) {
            log.trace("{} names nothing: {}", Printable.of(dotGit), e.getClass().getName());
            return null;
        }
    }

    /** The only line of a small file; null if there is no such thing, or a link to it. */
    private static @Nullable String pointer(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (SeekableByteChannel in = OpenDirectory.followed(file)) {
            byte[] bytes = BoundedOpen.bytes(in, MAX_POINTER_BYTES);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return bytes.length > MAX_POINTER_BYTES || text.isEmpty() ? null : text;
        } catch (IOException e) {
            log.debug("{} cannot be read: {}", Printable.of(file), e.getClass().getName());
            return null;
        }
    }

    private static @Nullable Path resolve(Path base, String text) {
        try {
            return base.resolve(text).normalize();
        } catch (InvalidPathException e) {
            log.debug("{} points to what is no path", Printable.of(base));
            return null;
        }
    }

    private static boolean isNamed(Path path, String name) {
        Path last = path.getFileName();
        return last != null && last.toString().equals(name);
    }
}
