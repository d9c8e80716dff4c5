package dev.agentsdk.internal.session;

import dev.agentsdk.callback.internal.CallbackThreads;
import dev.agentsdk.callback.internal.Cancellation;
import dev.agentsdk.callback.internal.SerialExecutor;
import dev.agentsdk.errors.AgentException;
import dev.agentsdk.internal.protocol.streamjson.ControlFrame;
import dev.agentsdk.internal.protocol.streamjson.RequestId;
import dev.agentsdk.internal.protocol.streamjson.UnreadableRequest;
import dev.agentsdk.json.internal.Printable;
import dev.agentsdk.spi.Deadline;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own requests, from their arrival until they are settled. They are served at the same time and answered as
 * they get ready. An answer is written by the thread that has it, never by the reading thread; refusals are written by one
 * thread, one after the other.
 *
 * <p>Bounds, since an agent may ask without end:
 * <ul>
 *   <li>At most {@value #MAX_SERVED} requests are served at a time; together they hold at most
 *       {@code SessionLimits.hardBufferBytes}, or one request does.
 *   <li>Further requests wait, in their order. Their bytes, and those of refusals that are not written, count in the
 *       {@link MessageQueue}: beyond {@code SessionLimits.bufferBytes} reading pauses, and the pipe holds the agent back.
 *   <li>A callback that itself asks the agent does not wait behind them: while an answer is awaited, reading continues up to
 *       {@code SessionLimits.hardBufferBytes}, and past that the callback's request fails. So neither waits for ever.
 *   <li>A request counts until it is settled and nothing works on it any more, also when the agent takes it back: a callback
 *       that ignores its interruption keeps its place.
 * </ul>
 */
final class IncomingRequests {

    /** Twice what agents were seen to ask at a time (hooks and permissions of parallel tools and subagents). */
    static final int MAX_SERVED = 128;

    /** What a request costs beside its text: objects, and its place in maps and queues. */
    private static final int OVERHEAD_BYTES = 512;

    private static final int MAX_SHOWN_CHARS = 100;

    /** Why a request is refused of which there is only an {@link UnreadableRequest}. */
    static final String UNREADABLE =
            "The control request cannot be read: it is malformed, nested too deeply, or too long.";

    private static final Logger log = LoggerFactory.getLogger(IncomingRequests.class);

    /** Serves the requests of one subtype. */
    interface Handler {
        /** Begins to serve a request. May be called by the reading thread: must not wait and not run application code. */
        void begin(Incoming request);

        /** The answer to a request of this subtype, or of an unknown one, that cannot be read. Null for an error. */
        default @Nullable Object answerUnreadable(UnreadableRequest request) {
            return null;
        }
    }

    /** Counts the bytes of requests that wait. Called under a lock: must not wait. */
    interface Load {
        /** False if an answer is awaited and there is no room for it any more. */
        boolean count(long bytes);

        /** Gives up the answers that are awaited. Called without a lock. */
        void giveUpAnswers();
    }

    private final Map<String, Handler> handlers;
    private final Outbox outbox;
    private final EndState end;
    private final CallbackThreads threads;
    private final Counters counters;
    private final Load load;
    private final long maxServedBytes;
    private final SerialExecutor refusing;

    /** Those that are not settled, by their ids. */
    private final ConcurrentHashMap<RequestId, Incoming> unsettled = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable Runnable> whenIdle = new AtomicReference<>();

    /** Guards all below, and the place of each request; never held while one begins to be served. */
    private final Object lock = new Object();

    private final LinkedHashSet<Incoming> waiting = new LinkedHashSet<>();
    private int served;
    private long servedBytes;
    private boolean beginning;
    private boolean warned;
    private volatile boolean ended;

    IncomingRequests(
            Map<String, Handler> handlers,
            Outbox outbox,
            EndState end,
            CallbackThreads threads,
            Counters counters,
            Load load,
            long maxServedBytes) {
        this.handlers = Map.copyOf(handlers);
        this.outbox = outbox;
        this.end = end;
        this.threads = threads;
        this.counters = counters;
        this.load = load;
        this.maxServedBytes = maxServedBytes;
        this.refusing = new SerialExecutor(threads);
    }

    /** A request has come. On the reading thread. */
    void begin(ControlFrame frame) {
        RequestId id = frame.requestId();
        if (id == null) {
            if (counters.warnings.allows(log::warn)) {
                log.warn("The agent sent a control request without an id, which cannot be answered");
            }
            counters.unansweredRequests.increment();
            return;
        }
        String subtype = frame.subtype() == null ? "" : frame.subtype();
        Incoming request = new Incoming(
                id,
                subtype,
                frame.body(),
                frame.size() + OVERHEAD_BYTES,
                new Cancellation(threads::executeAlways, counters.warnings),
                this);
        if (!take(request)) {
            return;
        }
        if (handlers.containsKey(subtype)) {
            serveSoon(request);
            return;
        }
        String shown = subtype.length() > MAX_SHOWN_CHARS ? subtype.substring(0, MAX_SHOWN_CHARS) + "..." : subtype;
        log.debug("The agent sent a control request that is not supported: {}", Printable.of(shown));
        refuseSoon(
                request,
                subtype.isEmpty()
                        ? "The control request has no subtype."
                        : "This SDK does not support the control request subtype " + shown + ".");
    }

    /** A request has come that cannot be read. On the reading thread. */
    void refuseUnreadable(UnreadableRequest unreadable) {
        Incoming request = new Incoming(
                unreadable.id(),
                unreadable.subtype() == null ? "" : unreadable.subtype(),
                ControlFrame.NO_BODY,
                unreadable.size() + OVERHEAD_BYTES,
                new Cancellation(threads::executeAlways, counters.warnings),
                this);
        if (take(request)) {
            settleSoon(request, () -> {
                Object answer = answerUnreadable(unreadable);
                if (answer != null) {
                    request.answer(answer);
                    return;
                }
                if (counters.warnings.allows(log::warn)) {
                    log.warn("The agent sent a control request that cannot be read; it is answered with an error");
                }
                request.refuse(UNREADABLE);
            });
        }
    }

    /** If the subtype is unknown, the first answer in place of an error is the safe one. */
    private @Nullable Object answerUnreadable(UnreadableRequest unreadable) {
        return handlers.entrySet().stream()
                .filter(handler ->
                        unreadable.subtype() == null || handler.getKey().equals(unreadable.subtype()))
                .map(handler -> handler.getValue().answerUnreadable(unreadable))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** False if there is nothing to do. */
    private boolean take(Incoming request) {
        if (unsettled.putIfAbsent(request.id(), request) != null) {
            // An agent that was asked again what it waits for repeats it; one answer is enough.
            log.debug("The control request {} is being served already", Printable.of(request.subtype()));
            return false;
        }
        if (isOver()) {
            forget(request);
            return false;
        }
        return true;
    }

    private void serveSoon(Incoming request) {
        synchronized (lock) {
            request.place = Incoming.Place.WAITING;
            waiting.add(request);
        }
        serveWaiting();
        boolean withinBound = true;
        synchronized (lock) {
            if (request.place == Incoming.Place.WAITING) {
                request.place = Incoming.Place.COUNTED;
                withinBound = load.count(request.size());
                if (!warned) {
                    warned = true;
                    log.warn(
                            "{} requests of the agent are being served; further ones wait until some are answered",
                            served);
                }
            }
        }
        if (!withinBound) {
            load.giveUpAnswers();
        }
    }

    private void refuseSoon(Incoming request, String why) {
        settleSoon(request, () -> request.refuse(why));
    }

    /** By the one thread that writes what no callback answers. */
    private void settleSoon(Incoming request, Runnable settle) {
        boolean withinBound;
        synchronized (lock) {
            request.place = Incoming.Place.COUNTED;
            withinBound = load.count(request.size());
        }
        request.hold();
        refusing.execute(() -> {
            try {
                settle.run();
            } finally {
                request.release();
            }
        });
        if (!withinBound) {
            load.giveUpAnswers();
        }
    }

    /** One at a time and in order: a message must not overtake another on the way to its server. */
    private void serveWaiting() {
        while (true) {
            Incoming next;
            synchronized (lock) {
                next = beginning ? null : nextToServe();
                if (next == null) {
                    // Whoever is beginning looks again afterwards.
                    return;
                }
                beginning = true;
            }
            try {
                Handler handler = handlers.get(next.subtype());
                if (handler != null) {
                    handler.begin(next);
                }
            } finally {
                synchronized (lock) {
                    beginning = false;
                }
            }
        }
    }

    /** Whether the session or the agent has ended, or the session is being closed. */
    boolean isOver() {
        return ended || end.isClosing();
    }

    /** Under the lock. */
    private @Nullable Incoming nextToServe() {
        Iterator<Incoming> first = waiting.iterator();
        if (!first.hasNext() || served >= MAX_SERVED || isOver()) {
            return null;
        }
        Incoming next = first.next();
        if (served > 0 && servedBytes + next.size() > maxServedBytes) {
            return null;
        }
        first.remove();
        leavePlace(next);
        next.place = Incoming.Place.SERVED;
        served++;
        servedBytes += next.size();
        return next;
    }

    /** Under the lock. */
    private void leavePlace(Incoming request) {
        switch (request.place) {
            case SERVED -> {
                served--;
                servedBytes -= request.size();
            }
            case COUNTED -> {
                // Less never passes a bound.
                boolean unused = load.count(-request.size());
            }
            case WAITING, NONE -> {
                // Counted nowhere.
            }
        }
        request.place = Incoming.Place.NONE;
    }

    /** It is settled, and nothing works on it any more. */
    void released(Incoming request) {
        synchronized (lock) {
            waiting.remove(request);
            leavePlace(request);
        }
        serveWaiting();
    }

    private void forget(Incoming request) {
        unsettled.remove(request.id(), request);
        if (request.claim()) {
            counters.unansweredRequests.increment();
            request.cancellation().cancel();
            request.release();
        }
    }

    /** The agent takes a request back. On the reading thread. No answer is sent then; one that is settled or unknown is no matter. */
    void cancel(@Nullable RequestId id) {
        Incoming request = id == null ? null : unsettled.remove(id);
        if (request != null && request.claim()) {
            request.cancellation().cancel();
            request.release();
            threads.execute(this::becameIdle);
        }
    }

    /** Nobody waits for any answer, from now on. */
    void end() {
        ended = true;
        for (Incoming request : unsettled.values()) {
            forget(request);
        }
    }

    /** Writes the answer of a request, if nobody has settled it before. */
    void settle(Incoming request, byte @Nullable [] answer) {
        if (!request.claim()) {
            return;
        }
        try {
            // Removed after the write: as long as an answer is not written, stdin must stay open for it.
            if (answer != null) {
                write(request, answer);
            }
        } finally {
            unsettled.remove(request.id(), request);
            request.release();
        }
        becameIdle();
    }

    private void write(Incoming request, byte[] answer) {
        try {
            // Bounded by the end of the agent or of the session, both of which free the writer.
            outbox.send(answer, Deadline.never(), "its request " + request.subtype() + " was answered");
        } catch (AgentException e) {
            counters.unansweredRequests.increment();
            if (end.isClosing()) {
                log.debug("The answer to the control request {} came too late", Printable.of(request.subtype()));
            } else if (counters.warnings.allows(log::warn)) {
                // Not the message: it shows the end of the agent's output, which may be confidential.
                log.warn(
                        "The agent's request {} cannot be answered: {}",
                        Printable.of(request.subtype()),
                        e.getClass().getSimpleName());
            }
        }
    }

    /** Runs it as soon as no request is being served, on the calling thread if that is now. Replaces what was set before. */
    void whenIdle(Runnable action) {
        whenIdle.set(action);
        becameIdle();
    }

    private void becameIdle() {
        if (unsettled.isEmpty()) {
            Runnable action = whenIdle.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }
}
