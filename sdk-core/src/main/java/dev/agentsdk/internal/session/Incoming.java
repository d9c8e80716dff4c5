package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.Cancellation;
import dev.agentsdk.internal.protocol.streamjson.Frames;
import dev.agentsdk.internal.protocol.streamjson.RequestId;
import dev.agentsdk.json.RawJson;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A request of the agent that is being served. It is settled once: answered, refused, or taken back. */
final class Incoming {

    private final RequestId id;
    private final String subtype;
    private final RawJson body;
    private final Cancellation cancellation;
    private final IncomingRequests owner;
    private final AtomicBoolean settled = new AtomicBoolean();

    /** How much still works on it: 1 until it is settled, and 1 for each thread or queue that has it. */
    private final AtomicInteger holds = new AtomicInteger(1);

    /** Where {@link IncomingRequests} counts it. Guarded by the lock of that. */
    Place place = Place.NONE;

    enum Place {
        /** Nowhere. */
        NONE,
        /** It waits to be served, and is not counted. */
        WAITING,
        /** It waits, and its bytes hold the agent back. */
        COUNTED,
        /** It is served. */
        SERVED
    }

    /** What it is counted with; see {@link IncomingRequests}. */
    private final long size;

    Incoming(RequestId id, String subtype, RawJson body, long size, Cancellation cancellation, IncomingRequests owner) {
        this.id = id;
        this.size = size;
        this.subtype = subtype;
        this.body = body;
        this.cancellation = cancellation;
        this.owner = owner;
    }

    RequestId id() {
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
     * Whether it needs no answer any more, or will need none: nothing is begun for it. True from the moment in which the
     * session begins to close; the requests are settled one after the other then.
     */
    boolean isSettled() {
        return settled.get() || owner.isOver();
    }

    long size() {
        return size;
    }

    /**
     * Something works on it. Until {@link #release} it counts among those that are served, also if it is taken back: or an
     * agent that takes back what it asks would have any number of threads and bytes.
     */
    void hold() {
        holds.incrementAndGet();
    }

    void release() {
        if (holds.decrementAndGet() == 0) {
            owner.released(this);
        }
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
