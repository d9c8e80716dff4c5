package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;

/**
 * What the agent wrote to its transcript could not be put into the session store (subtype {@code mirror_error}). Made by an
 * SDK, not by the agent.
 *
 * @param error what went wrong
 * @param key where it should have gone
 * @param sessionId the session
 * @param uuid the id of this message
 * @param raw the whole message
 */
public record MirrorErrorMessage(
        String error, Optional<RawJson> key, Optional<String> sessionId, Optional<String> uuid, RawJson raw)
        implements SystemMessage {

    public MirrorErrorMessage {
        Objects.requireNonNull(error, "error");
    }

    @Override
    public String subtype() {
        return "mirror_error";
    }

    /** {@return the project of the entries that were not mirrored} */
    public Optional<String> projectKey() {
        return ShallowObject.of(raw).object("key").string("projectKey");
    }

    /** {@return the session of these entries} */
    public Optional<String> mirroredSessionId() {
        return ShallowObject.of(raw).object("key").string("sessionId");
    }

    /** {@return the subagent of these entries} */
    public Optional<String> subpath() {
        return ShallowObject.of(raw).object("key").string("subpath");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
