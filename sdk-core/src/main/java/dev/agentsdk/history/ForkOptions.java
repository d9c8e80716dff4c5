package dev.agentsdk.history;

import java.util.Objects;
import java.util.Optional;

/**
 * How to fork a session. Immutable; each method that changes something returns a new value.
 *
 * @param upToMessageId the last message that the fork has; empty for all
 * @param title the title of the fork; empty for that of the session with {@code (fork)} behind it
 */
public record ForkOptions(Optional<String> upToMessageId, Optional<String> title) {

    public ForkOptions {
        Objects.requireNonNull(upToMessageId, "upToMessageId");
        Objects.requireNonNull(title, "title");
    }

    /**
     * A fork of the whole session, with the usual title.
     *
     * @return the defaults
     */
    public static ForkOptions defaults() {
        return new ForkOptions(Optional.empty(), Optional.empty());
    }

    /**
     * Ends the fork after a message.
     *
     * @param uuid the id of the message, which is still in the fork
     * @return new options
     */
    public ForkOptions upTo(String uuid) {
        return new ForkOptions(Optional.of(uuid), title);
    }

    /**
     * Gives the fork a title.
     *
     * @param text the title
     * @return new options
     */
    public ForkOptions title(String text) {
        return new ForkOptions(upToMessageId, Optional.of(text));
    }
}
