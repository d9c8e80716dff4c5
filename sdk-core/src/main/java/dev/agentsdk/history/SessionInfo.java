package dev.agentsdk.history;

import dev.agentsdk.json.internal.Printable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a list of sessions shows of one. Texts are cut at 1,000 characters, with an ellipsis at the end; a working directory of
 * more than 4,096 characters is left out.
 *
 * @param sessionId the id, a UUID
 * @param summary what to show: the title, else the last prompt, else a summary of the CLI, else the first prompt. Not
 *     made of what programs put into prompts, such as {@code <bash-input>} or {@code <system-reminder>}, unless a title is
 * @param lastModified when the transcript was last written
 * @param fileSize the size of the transcript in bytes; empty for a session in a store
 * @param title the last title that the user gave, or else the last that the agent made up
 * @param firstPrompt what the user asked first, cut at 200 characters; a command's name if there were only commands
 * @param gitBranch the Git branch, the last one that was noted
 * @param cwd the agent's working directory at the beginning, as it was written there; else the project asked for
 * @param tag the tag
 * @param createdAt the time of the first entry
 * @param archived whether it is archived: {@link SessionHistory#archive} or the CLI did so, and no prompt was sent in it
 *     since; false for a session in a store
 * @param projectKey the name of the project's directory; see {@link ProjectKeys}
 */
public record SessionInfo(
        String sessionId,
        String summary,
        Instant lastModified,
        OptionalLong fileSize,
        Optional<String> title,
        Optional<String> firstPrompt,
        Optional<String> gitBranch,
        Optional<String> cwd,
        Optional<String> tag,
        Optional<Instant> createdAt,
        boolean archived,
        String projectKey) {

    public SessionInfo {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(lastModified, "lastModified");
        Objects.requireNonNull(projectKey, "projectKey");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
