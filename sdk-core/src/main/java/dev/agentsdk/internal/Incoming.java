package dev.agentsdk.internal;

import dev.agentsdk.message.RawJson;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request of the agent that is being served. It is settled once: answered, refused, or taken back. */
final class Incoming {

    private final String id;
    private final String subtype;
    private final RawJson body;
    private final Cancellation cancellation;
    private final IncomingRequests owner;
    private final AtomicBoolean settled = new AtomicBoolean();

    Incoming(String id, String subtype, RawJson body, Cancellation cancellation, IncomingRequests owner) {
        this.id = id;
        this.subtype = subtype;
        this.body = body;
        this.cancellation = cancellation;
        this.owner = owner;
    }

    String id() {
        return id;
    }

    String subtype() {
        return subtype;
    }

    /** The request object, subtype included. */
    RawJson body() {
        return body;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** True for the first who settles it, and for nobody else. */
    boolean claim() {
        return settled.compareAndSet(false, true);
    }

    /**
     * Answers it, if it is still wanted. May wait for the agent to read: not on the reading thread.
     *
     * @throws IllegalArgumentException if the answer cannot be written as JSON; then it is not settled
     */
    void answer(Object answer) {
        owner.settle(this, Frames.success(id, answer));
    }

    /** Answers it with an error, if it is still wanted. May wait. */
    void refuse(String why) {
        owner.settle(this, Frames.error(id, why));
    }

    /** Leaves it without an answer, as the protocol wants it of some. */
    void leaveOpen() {
        owner.settle(this, null);
    }
}
