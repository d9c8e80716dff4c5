package dev.agentsdk.history.internal;

import dev.agentsdk.history.SessionInfo;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a run of entries says about its session, gathered entry by entry. Every field is either the first or the last of
 * its kind, so that a digest can be continued without the entries before.
 */
final class SessionDigest {

    /** Whether the first message is a subagent's; null before that. */
    @Nullable
    Boolean sidechain;

    @Nullable
    Instant createdAt;

    @Nullable
    String cwd;

    FirstPrompt firstPrompt = new FirstPrompt();

    @Nullable
    String customTitle;

    @Nullable
    String aiTitle;

    @Nullable
    String lastPrompt;

    @Nullable
    String summary;

    @Nullable
    String firstGitBranch;

    @Nullable
    String gitBranch;

    @Nullable
    String tag;

    /** Takes the next entry in. */
    void add(EntryFacts entry) {
        if (sidechain == null && ("user".equals(entry.type) || "assistant".equals(entry.type))) {
            sidechain = entry.sidechain;
        }
        if (createdAt == null) {
            createdAt = entry.instant();
        }
        if (cwd == null) {
            cwd = nonEmpty(entry.cwd);
        }
        firstPrompt.add(entry);
        customTitle = last(entry.customTitle, customTitle);
        aiTitle = last(entry.aiTitle, aiTitle);
        lastPrompt = last(entry.lastPrompt, lastPrompt);
        summary = last(entry.summary, summary);
        if (firstGitBranch == null) {
            firstGitBranch = nonEmpty(entry.gitBranch);
        }
        gitBranch = last(entry.gitBranch, gitBranch);
        if ("tag".equals(entry.type)) {
            tag = nonEmpty(entry.tag);
        }
    }

    boolean isSidechain() {
        return Boolean.TRUE.equals(sidechain);
    }

    /**
     * What a list shows, of a session whose middle was not read.
     *
     * @param head the digest of its beginning
     * @param tail the digest of its end; the same one if both are all there is
     * @return empty if it is a subagent's, or there is nothing to show
     */
    static Optional<SessionInfo> info(
            SessionDigest head,
            SessionDigest tail,
            String sessionId,
            String projectKey,
            Instant lastModified,
            OptionalLong fileSize,
            @Nullable String projectPath) {
        if (head.isSidechain()) {
            return Optional.empty();
        }
        String title = firstOf(tail.customTitle, head.customTitle, tail.aiTitle, head.aiTitle);
        String prompt = head.firstPrompt.get();
        String shown = firstOf(title, tail.lastPrompt, tail.summary, prompt);
        if (shown == null) {
            return Optional.empty();
        }
        return Optional.of(new SessionInfo(
                sessionId,
                shown,
                lastModified,
                fileSize,
                Optional.ofNullable(title),
                Optional.ofNullable(prompt),
                Optional.ofNullable(firstOf(tail.gitBranch, head.firstGitBranch)),
                Optional.ofNullable(firstOf(head.cwd, projectPath)),
                Optional.ofNullable(nonEmpty(tail.tag)),
                Optional.ofNullable(head.createdAt),
                projectKey));
    }

    /** The title that a fork is named after; null if there is none. */
    @Nullable
    String titleOrPrompt() {
        return firstOf(customTitle, aiTitle, firstPrompt.get());
    }

    private static @Nullable String last(@Nullable String now, @Nullable String before) {
        return now != null && !now.isEmpty() ? now : before;
    }

    static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String firstOf(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return null;
    }
}
