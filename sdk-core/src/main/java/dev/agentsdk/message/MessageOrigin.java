package dev.agentsdk.message;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.json.internal.ShallowObject;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** {@return the server of a channel} */
    public Optional<String> server() {
        return ShallowObject.of(raw).string("server");
    }

    /** {@return the peer or the observer} */
    public Optional<String> from() {
        return ShallowObject.of(raw).string("from");
    }

    /** {@return the permission mode of a peer} */
    public Optional<String> fromMode() {
        return ShallowObject.of(raw).string("fromMode");
    }

    /** {@return the name of a peer} */
    public Optional<String> name() {
        return ShallowObject.of(raw).string("name");
    }

    /** {@return the session of a peer} */
    public Optional<String> fromSession() {
        return ShallowObject.of(raw).string("fromSession");
    }

    /** {@return the task of a peer or an observer} */
    public Optional<String> senderTaskId() {
        return ShallowObject.of(raw).string("senderTaskId");
    }

    /** {@return the message of a peer} */
    public Optional<String> body() {
        return ShallowObject.of(raw).string("body");
    }

    /** {@return the process of a peer, if the CLI has verified it} */
    public OptionalLong verifiedPeerPid() {
        return ShallowObject.of(raw).number("verifiedPeerPid");
    }

    /** {@return the kind of a task notification, for example {@code scheduled-trigger} or {@code external-event}} */
    public Optional<String> subkind() {
        return ShallowObject.of(raw).string("subkind");
    }

    /** {@return the reason of a trigger} */
    public Optional<String> fireReason() {
        return ShallowObject.of(raw).string("fireReason");
    }

    /** {@return the run of a task} */
    public Optional<String> runId() {
        return ShallowObject.of(raw).string("runId");
    }

    /** {@return the components in one printable line; of what is long the middle is left out} */
    @Override
    public String toString() {
        return Printable.record(this);
    }
}
