package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that the user should see (subtype {@code notification}).
 *
 * @param key tells notifications apart
 * @param text what to show
 * @param priority {@code low}, {@code medium}, {@code high}, {@code immediate} or newer
 * @param color how to show it
 * @param timeout how long to show it
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record NotificationMessage(
        String key,
        String text,
        Optional<String> priority,
        Optional<String> color,
        Optional<Duration> timeout,
        Optional<String> sessionId,
        Optional<String> uuid,
        RawJson raw)
        implements SystemMessage {

    public NotificationMessage {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String subtype() {
        return "notification";
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
