package dev.agentsdk.internal.session;

import dev.agentsdk.errors.AgentException;
import dev.agentsdk.json.RawJson;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The control requests that wait for an answer. Every one of them is settled: by its answer, by its time-out, or by the
 * end of the agent; and one that is registered after the end fails at once.
 */
final class PendingRequests {

    /**
     * A request under way. Its future has no dependents of applications: the reader thread completes it.
     *
     * @param id its id
     * @param subtype what is asked
     * @param interruptMark which turn it interrupts, if that is what it does
     * @param answer settled once
     */
    record Pending(String id, String subtype, long interruptMark, CompletableFuture<RawJson> answer) {}

    private final ConcurrentHashMap<String, Pending> byId = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();
    private final Runnable onRegistered;
    private final Runnable onSettled;
    private final LongSupplier interruptMark;

    /** Makes the exception of every request from the end on. */
    private volatile @Nullable Function<Pending, AgentException> ended;

    /**
     * Makes an empty set.
     *
     * @param onRegistered called once for each request, before it can be answered
     * @param onSettled called once for each request, after it was settled
     * @param interruptMark which turn an interruption would interrupt now
     */
    PendingRequests(Runnable onRegistered, Runnable onSettled, LongSupplier interruptMark) {
        this.onRegistered = onRegistered;
        this.onSettled = onSettled;
        this.interruptMark = interruptMark;
    }

    /** Registers a request, before it is written: the answer may be faster than the writer's return. */
    Pending register(String subtype) {
        int number = counter.incrementAndGet();
        String id = "req_" + number + "_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        long mark = subtype.equals("interrupt") ? interruptMark.getAsLong() : -1;
        Pending pending = new Pending(id, subtype, mark, new CompletableFuture<>());
        onRegistered.run();
        byId.put(id, pending);
        Function<Pending, AgentException> end = ended;
        if (end != null) {
            fail(pending, end.apply(pending));
        }
        return pending;
    }

    /** Settles a request with its answer. False if nobody waits for it (any more). */
    boolean answer(String id, RawJson answer) {
        Pending pending = byId.remove(id);
        if (pending == null) {
            return false;
        }
        onSettled.run();
        pending.answer().complete(answer);
        return true;
    }

    /** The request with this id, if it still waits. */
    @Nullable
    Pending find(String id) {
        return byId.get(id);
    }

    /** Settles a request with an error. False if it was settled before. */
    boolean fail(Pending pending, AgentException error) {
        if (byId.remove(pending.id()) == null) {
            return false;
        }
        onSettled.run();
        pending.answer().completeExceptionally(error);
        return true;
    }

    /** Fails all requests that wait now. */
    void failAll(Function<Pending, AgentException> error) {
        for (Pending pending : byId.values()) {
            fail(pending, error.apply(pending));
        }
    }

    /** Fails all requests that wait and all that will come. The first end counts. */
    void end(Function<Pending, AgentException> error) {
        if (ended == null) {
            ended = error;
        }
        failAll(error);
    }
}
