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

    /** The longest text that is kept: a list keeps those of all its sessions. What is longer is cut. */
    static final int MAX_TEXT = 1_000;

    /** The longest path that is kept; a longer one is none. */
    static final int MAX_PATH = 4_096;

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
    String gitBranch;

    @Nullable
    String tag;

    /** Whether an entry gave a tag, or took it away. */
    boolean tagSeen;

    /** What to show of a session whose only prompts are pictures or documents. */
    @Nullable
    String attachment;

    /** When the user last sent a prompt. */
    @Nullable
    Instant promptedAt;

    /** Of a prompt that is too long to be read as a whole the time is not known: it stands at the end of the line. */
    private boolean promptTimeOpen;

    /** Takes the next entry in. */
    void add(EntryFacts entry) {
        if (sidechain == null && ("user".equals(entry.type) || "assistant".equals(entry.type))) {
            sidechain = entry.sidechain;
        }
        if (createdAt == null) {
            createdAt = entry.instant();
        }
        if (cwd == null) {
            cwd = path(entry.cwd);
        }
        firstPrompt.add(entry);
        customTitle = last(entry.customTitle, customTitle);
        aiTitle = last(shown(entry.aiTitle), aiTitle);
        lastPrompt = last(entry.lastPrompt, lastPrompt);
        summary = last(entry.summary, summary);
        gitBranch = last(entry.gitBranch, gitBranch);
        if ("tag".equals(entry.type)) {
            tag = bounded(nonEmpty(entry.tag));
            tagSeen = true;
        }
        if (FirstPrompt.isPrompt(entry)) {
            if (attachment == null) {
                attachment = entry.attached;
            }
            promptTimeOpen = true;
        }
        Instant time = promptTimeOpen ? entry.instant() : null;
        if (time != null) {
            promptTimeOpen = false;
            if (promptedAt == null || time.isAfter(promptedAt)) {
                promptedAt = time;
            }
        }
    }

    /** Whether a prompt has come whose time is not known, and which therefore gets that of the next entry. */
    boolean promptTimeOpen() {
        return promptTimeOpen;
    }

    /** Whether nothing more of the beginning is to be found, but titles and tags. */
    boolean isFull() {
        return sidechain != null && firstPrompt.isFinal() && cwd != null && createdAt != null && gitBranch != null;
    }

    boolean isSidechain() {
        return Boolean.TRUE.equals(sidechain);
    }

    /**
     * What a list shows, of a session whose middle was perhaps not read.
     *
     * @param found the digests of its beginning and its end
     * @param sidecars what is kept beside it; a title in the transcript counts more, since it is as new
     * @return empty if it is a subagent's, or there is nothing to show
     */
    static Optional<SessionInfo> info(
            SessionScan.Found found,
            String sessionId,
            String projectKey,
            Instant lastModified,
            OptionalLong fileSize,
            @Nullable String projectPath,
            Sidecars sidecars) {
        SessionDigest head = found.head();
        SessionDigest tail = found.tail();
        if (head.sidechain == null ? tail.isSidechain() : head.isSidechain()) {
            return Optional.empty();
        }
        String title =
                firstOf(tail.customTitle, head.customTitle, sidecars.title(), shown(tail.aiTitle), shown(head.aiTitle));
        String prompt = found.complete()
                ? firstOf(
                        head.firstPrompt.prompt(),
                        tail.firstPrompt.prompt(),
                        head.firstPrompt.command(),
                        tail.firstPrompt.command())
                : head.firstPrompt.get();
        String shown = firstOf(
                title,
                shown(tail.lastPrompt),
                shown(tail.summary),
                prompt,
                shown(head.lastPrompt),
                shown(head.summary),
                tail.firstPrompt.get(),
                head.attachment,
                tail.attachment);
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
                Optional.ofNullable(firstOf(tail.gitBranch, head.gitBranch)),
                Optional.ofNullable(firstOf(head.cwd, tail.cwd, projectPath)),
                Optional.ofNullable(nonEmpty(tail.tagSeen ? tail.tag : head.tag)),
                Optional.ofNullable(head.createdAt != null ? head.createdAt : tail.createdAt),
                sidecars.archivedAt() != null
                        && !isAfter(head.promptedAt, sidecars.archivedAt())
                        && !(head.promptTimeOpen && isAfter(tail.createdAt, sidecars.archivedAt()))
                        && !isAfter(tail.promptedAt, sidecars.archivedAt()),
                projectKey));
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : nonEmpty(Wrappers.strip(text));
    }

    private static boolean isAfter(@Nullable Instant time, Instant other) {
        return time != null && time.isAfter(other);
    }

    /** The title that a fork is named after; null if there is none. */
    @Nullable
    String titleOrPrompt() {
        return firstOf(customTitle, shown(aiTitle), firstPrompt.get());
    }

    private static @Nullable String last(@Nullable String now, @Nullable String before) {
        return now != null && !now.isEmpty() ? bounded(now) : before;
    }

    static @Nullable String bounded(@Nullable String text) {
        return text == null ? null : FirstPrompt.cut(text, MAX_TEXT);
    }

    static @Nullable String path(@Nullable String text) {
        return text == null || text.isEmpty() || text.length() > MAX_PATH ? null : text;
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
