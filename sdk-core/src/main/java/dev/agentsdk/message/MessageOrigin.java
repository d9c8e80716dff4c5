package dev.agentsdk.message;

import java.util.Objects;

/**
 * Who is behind a user message. Whatever kind is not known here must not be taken for a human.
 *
 * @param kind {@code human}, {@code channel}, {@code peer}, {@code task-notification}, {@code coordinator}, {@code unclassified},
 *     {@code observer}, {@code auto-continuation}, {@code observer-activity} or newer
 * @param raw the whole object, with more by kind
 */
public record MessageOrigin(String kind, RawJson raw) {

    public MessageOrigin {
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * Whether a human is behind it.
     *
     * @return true for the kind {@code human} only
     */
    public boolean isHuman() {
        return kind.equals("human");
    }
}
