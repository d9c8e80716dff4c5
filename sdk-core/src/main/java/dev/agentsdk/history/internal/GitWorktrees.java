package dev.agentsdk.history.internal;

import dev.agentsdk.json.internal.Printable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
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
 * <p>Whatever cannot be read is as if it were not there: worktrees only widen the search for sessions.
 */
final class GitWorktrees {

    private static final Logger log = LoggerFactory.getLogger(GitWorktrees.class);

    /** A path and a line feed; longer ones are none. */
    private static final int MAX_POINTER_BYTES = 8 * 1024;

    /** Far more than anybody has, and a bound all the same. */
    private static final int MAX_WORKTREES = 1_000;

    private GitWorktrees() {}

    /**
     * The worktrees, the main one first.
     *
     * @param directory a canonical directory in the repository; need not exist
     * @return their paths, also of those that are gone; empty outside of a repository
     */
    static List<Path> of(Path directory) {
        Path common = commonDirectory(directory);
        if (common == null) {
            return List.of();
        }
        Set<Path> worktrees = new LinkedHashSet<>();
        Path main = common.getParent();
        worktrees.add(isNamed(common, ".git") && main != null ? main : common);
        Path administrations = common.resolve("worktrees");
        try (OpenDirectory linked = OpenDirectory.open(administrations)) {
            for (Path name : linked.names()) {
                Path administration = administrations.resolve(name);
                if (worktrees.size() > MAX_WORKTREES) {
                    break;
                }
                String dotGit = pointer(administration.resolve("gitdir"));
                Path worktree = dotGit == null ? null : resolve(administration, dotGit);
                if (worktree != null && worktree.getParent() != null) {
                    worktrees.add(worktree.getParent());
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
            if (Files.isDirectory(dotGit)) {
                return dotGit;
            }
            if (Files.isRegularFile(dotGit)) {
                String text = pointer(dotGit);
                if (text == null || !text.startsWith("gitdir:")) {
                    return null;
                }
                Path own = resolve(at, text.substring("gitdir:".length()).strip());
                if (own == null) {
                    return null;
                }
                String common = pointer(own.resolve("commondir"));
                return common == null ? own : resolve(own, common);
            }
        }
        return null;
    }

    /** The only line of a small file; null if there is no such thing. */
    private static @Nullable String pointer(Path file) {
        if (!Files.isRegularFile(file)) {
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
            return base.resolve(Normalizer.normalize(text, Normalizer.Form.NFC)).normalize();
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
