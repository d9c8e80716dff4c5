package dev.agentsdk.spi;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The way to an agent and back: whole lines of JSON out, whole lines of JSON in. A session owns its transport: it opens
 * it once, and closes it on every path.
 *
 * <p>Thread rules: every method may be called from any thread, also from inside a {@link Listener} method, where only
 * {@link #send}, {@link #open} and {@link #endInput} are forbidden because they may wait.
 */
public interface Transport extends AutoCloseable {

    /**
     * Starts the agent and begins to deliver what it says. Returns when it runs; it need not have said anything.
     *
     * <p>What the listener throws is never thrown by this method, whether the listener throws before or after this method
     * returns: it is reported by {@link Listener#onFailure}, the agent is ended, and {@link #send} throws
     * {@link dev.agentsdk.errors.TransportClosedException}.
     *
     * @param listener receives lines and the end
     * @throws dev.agentsdk.errors.CliNotFoundException if there is no agent to start
     * @throws dev.agentsdk.errors.CliStartException if it could not be started; nothing is left behind
     * @throws dev.agentsdk.errors.TransportClosedException if {@link #close} was called before, or is called meanwhile
     * @throws IllegalStateException if it was opened before
     */
    void open(Listener listener);

    /**
     * {@link #open(Listener)} within a time limit of the caller. What the transport waits for while it opens, for example
     * the agent's version, ends at the deadline; that it has passed is no failure of this method. By default the deadline is
     * ignored.
     *
     * @param listener receives lines and the end
     * @param deadline bounds the waits of the opening, beside the transport's own limits
     * @throws dev.agentsdk.errors.CliNotFoundException if there is no agent to start
     * @throws dev.agentsdk.errors.CliStartException if it could not be started; nothing is left behind
     * @throws dev.agentsdk.errors.TransportClosedException if {@link #close} was called before, or is called meanwhile
     * @throws IllegalStateException if it was opened before
     */
    default void open(Listener listener, Deadline deadline) {
        open(listener);
    }

    /**
     * Writes one line. Lines of concurrent callers never mix. Waits while the agent does not read; {@code deadline} or
     * {@link #close} end the waiting.
     *
     * @param line one JSON text in UTF-8 without a line feed; the transport adds it
     * @param deadline bounds the wait
     * @return false if the line could not be written by the deadline. If a part of it was, the input is closed, because
     *     nothing sensible can follow
     * @throws dev.agentsdk.errors.TransportClosedException if the input is closed or the agent has gone
     * @throws IllegalStateException if the transport was never opened
     */
    boolean send(byte[] line, Deadline deadline);

    /**
     * Tells the agent that no more input comes (EOF on its stdin). What was sent before reaches it. Repeated calls do
     * nothing.
     *
     * @param deadline bounds the wait for a writer that is busy; when it passes, the input stays open
     */
    void endInput(Deadline deadline);

    /**
     * Stops the delivery of lines soon: what is already read may still come. The agent is held back by its full pipe.
     * Does not wait. Does not stop the delivery of stderr.
     */
    void pauseReading();

    /** Undoes {@link #pauseReading()}. Does not wait. */
    void resumeReading();

    /**
     * How long {@link #close()} may take, and how much of it a session may use to let the agent finish by itself.
     *
     * @return the limits, the same for the life of the transport
     */
    CloseLimits closeLimits();

    /**
     * The end of the agent. Completes when the process is gone and reaped, with or without {@link #close()}; after a
     * close, when everything is released. Never completes exceptionally. Dependent stages without an executor run on
     * the transport's own thread and should be short.
     *
     * @return the same future on every call
     */
    CompletableFuture<ExitReport> exit();

    /**
     * The agent's process id, if there is a process here and it has been started.
     *
     * @return the id
     */
    OptionalLong pid();

    /**
     * Ends the agent and releases everything, by {@code deadline} at the latest. Any number of calls from any threads
     * get the same report. Thread interruption does not shorten it; the flag is kept. Never throws because of what the
     * agent did.
     *
     * @param deadline bounds the whole
     * @return how it ended
     */
    ExitReport close(Deadline deadline);

    /** {@link #close(Deadline)} with {@link CloseLimits#total()} from now. */
    @Override
    default void close() {
        close(Deadline.in(closeLimits().total()));
    }

    /**
     * The bounds of an ending.
     *
     * @param total how long {@link #close()} takes at the most
     * @param drain how much of it, from its beginning, a session may spend on a polite end, reading what the agent
     *     still says, before it calls {@link #close(Deadline)} with the rest
     */
    record CloseLimits(Duration total, Duration drain) {
        public CloseLimits {
            if (drain.isNegative() || drain.compareTo(total) > 0) {
                throw new IllegalArgumentException("drain " + drain + " must lie between zero and total " + total);
            }
        }
    }

    /**
     * Receives what the agent says. Calls come from the transport's reading threads, one at a time for stdout and one at
     * a time for stderr, in order; the end of a stream may also be reported by the thread that closes the transport. They
     * must be quick: no waiting, no application code. What they throw ends the transport.
     */
    interface Listener {
        /**
         * A whole line of stdout, without its line feed. May be empty or no JSON at all.
         *
         * @param buffer holds the line; its content may change after the call returns
         * @param offset where the line begins
         * @param length its length in bytes
         */
        void onLine(byte[] buffer, int offset, int length);

        /**
         * The last bytes of stdout, when they do not end in a line feed.
         *
         * @param bytes the bytes, owned by the listener
         */
        void onUnterminatedLine(byte[] bytes);

        /**
         * A line over the limit has passed and was skipped.
         *
         * @param size its length in bytes
         * @param head its first bytes, owned by the listener
         */
        void onOversizeLine(long size, byte[] head);

        /**
         * A line of stderr.
         *
         * @param line the text, with malformed bytes replaced
         */
        void onStderrLine(String line);

        /**
         * A method of this listener has thrown, or what the agent wrote could not be taken in. Only {@link #onEnd} follows,
         * unless that is what has thrown; the transport closes itself when this returns. Called once, by the thread that has
         * failed. Memory may have run out: a listener releases those who wait for it before it allocates anything. Does
         * nothing by default.
         *
         * @param cause what was thrown
         */
        default void onFailure(Throwable cause) {}

        /**
         * This JVM is exiting, and the transport is about to end its agent: the listener may end the session politely
         * first. Called by a shutdown hook that ends many agents in parallel; unlike the other methods this one may wait,
         * until {@code deadline}. The transport closes itself afterwards. Does nothing by default.
         *
         * @param deadline bounds the wait
         */
        default void onJvmExit(Deadline deadline) {}

        /**
         * Nothing more comes on stdout. Called exactly once after a successful {@link Transport#open}. If the agent has
         * ended by then, {@link Transport#exit()} is complete; if it is not complete, the agent has closed its stdout
         * and lives.
         */
        void onEnd();
    }
}
