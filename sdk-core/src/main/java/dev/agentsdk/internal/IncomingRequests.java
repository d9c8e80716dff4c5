package dev.agentsdk.internal;

import dev.agentsdk.AgentException;
import dev.agentsdk.spi.Deadline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own requests, from their arrival until they are settled. They are served at the same time and answered as
 * they get ready. An answer is written by whoever has it, never by the reading thread.
 */
final class IncomingRequests {

    private static final Logger log = LoggerFactory.getLogger(IncomingRequests.class);

    /** Serves the requests of one subtype. */
    interface Handler {
        /** Begins to serve a request. Called by the reading thread: must not wait and not run application code. */
        void begin(Incoming request);
    }

    private final Map<String, Handler> handlers;
    private final Outbox outbox;
    private final EndState end;
    private final CallbackThreads threads;
    private final Counters counters;
    private final ConcurrentHashMap<String, Incoming> running = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Runnable> whenIdle = new AtomicReference<>();
    private volatile boolean ended;

    IncomingRequests(
            Map<String, Handler> handlers, Outbox outbox, EndState end, CallbackThreads threads, Counters counters) {
        this.handlers = Map.copyOf(handlers);
        this.outbox = outbox;
        this.end = end;
        this.threads = threads;
        this.counters = counters;
    }

    /** A request has come. On the reading thread. */
    void begin(ControlFrame frame) {
        String id = frame.requestId();
        if (id == null) {
            log.warn("The agent sent a control request without an id, which cannot be answered");
            counters.unansweredRequests.increment();
            return;
        }
        String subtype = frame.subtype() == null ? "" : frame.subtype();
        Incoming request = new Incoming(id, subtype, frame.body(), new Cancellation(threads::executeAlways), this);
        if (running.putIfAbsent(id, request) != null) {
            // An agent that was asked again what it waits for repeats it; one answer is enough.
            log.debug("The control request {} is being served already", Printable.of(subtype));
            return;
        }
        if (ended) {
            forget(request);
            return;
        }
        Handler handler = handlers.get(subtype);
        if (handler == null) {
            String problem = subtype.isEmpty()
                    ? "The control request has no subtype."
                    : "This SDK does not support the control request subtype " + subtype + ".";
            log.debug("The agent sent a control request that is not supported: {}", Printable.of(subtype));
            threads.execute(() -> request.refuse(problem));
            return;
        }
        handler.begin(request);
    }

    private void forget(Incoming request) {
        running.remove(request.id(), request);
        if (request.claim()) {
            counters.unansweredRequests.increment();
            request.cancellation().cancel();
        }
    }

    /** The agent takes a request back. On the reading thread. No answer is sent then; one that is settled or unknown is no matter. */
    void cancel(@Nullable String id) {
        Incoming request = id == null ? null : running.remove(id);
        if (request != null && request.claim()) {
            request.cancellation().cancel();
            threads.execute(this::becameIdle);
        }
    }

    /** Nobody waits for any answer, from now on. */
    void end() {
        ended = true;
        for (Incoming request : running.values()) {
            forget(request);
        }
    }

    /** Writes the answer of a request, if nobody has settled it before. */
    void settle(Incoming request, byte @Nullable [] answer) {
        if (!request.claim()) {
            return;
        }
        // Removed after the write: as long as an answer is not written, stdin must stay open for it.
        if (answer != null) {
            try {
                // Bounded by the end of the agent or of the session, both of which free the writer.
                outbox.send(answer, Deadline.never(), "its request " + request.subtype() + " was answered");
            } catch (AgentException e) {
                counters.unansweredRequests.increment();
                if (end.isClosing()) {
                    log.debug("The answer to the control request {} came too late", Printable.of(request.subtype()));
                } else {
                    log.warn(
                            "The agent's request {} cannot be answered: {}",
                            Printable.of(request.subtype()),
                            Printable.of(String.valueOf(e.getMessage())));
                }
            }
        }
        running.remove(request.id(), request);
        becameIdle();
    }

    /** Runs it as soon as no request is being served, on the calling thread if that is now. Replaces what was set before. */
    void whenIdle(Runnable action) {
        whenIdle.set(action);
        becameIdle();
    }

    private void becameIdle() {
        if (running.isEmpty()) {
            Runnable action = whenIdle.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }
}
