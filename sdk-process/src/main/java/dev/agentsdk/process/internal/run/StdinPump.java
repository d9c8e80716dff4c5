package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.Deadline;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.process.internal.DaemonThreads;
import dev.agentsdk.process.internal.Waits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an input to a process on a thread of its own: the input may be slow, and the process may not read. The input is
 * closed on every path: at its end, when it fails, and when the process has gone.
 */
public final class StdinPump {

    private static final Logger log = LoggerFactory.getLogger(StdinPump.class);
    private static final int CHUNK = 65_536;

    /** What a read gets that is interrupted, before the input is closed under it. */
    private static final Duration INTERRUPTED_READ = Duration.ofMillis(100);

    private final InputStream input;
    private final ManagedProcess process;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean over;

    private StdinPump(InputStream input, ManagedProcess process, Consumer<Throwable> onFailure) {
        this.input = input;
        this.process = process;
        this.onFailure = onFailure;
        this.thread = DaemonThreads.create(this::run, "agent-sdk-input-" + process.pid());
    }

    /**
     * Starts a pump.
     *
     * @param input closed in the end, also if this throws
     * @param process whom to write to
     * @param onFailure called by the pump's thread if the input cannot be read
     * @return the pump
     * @throws OutOfMemoryError if there is no thread; the process lives
     */
    public static StdinPump start(InputStream input, ManagedProcess process, Consumer<Throwable> onFailure) {
        try {
            StdinPump pump = new StdinPump(input, process, onFailure);
            pump.thread.start();
            return pump;
        } catch (RuntimeException | Error e) {
            closeQuietly(input);
            throw e;
        }
    }

    /**
     * Closes an input that nothing was read from. What it throws is logged.
     *
     * @param input the input
     */
    public static void closeQuietly(InputStream input) {
        try {
            input.close();
        } catch (IOException | RuntimeException e) {
            // Whatever led here says more.
            log.debug("An input cannot be closed: {}", e.toString());
        }
    }

    /**
     * The process has gone, and nothing more is needed. Does not wait: the input may heed no interruption, and its
     * {@code close} may wait for its {@code read}. Then a thread of its own closes it.
     */
    public void stop() {
        over = true;
        thread.interrupt();
        if (!thread.isAlive()) {
            return;
        }
        Thread closer = DaemonThreads.create(this::closeUnderRead, thread.getName() + "-close");
        try {
            closer.start();
        } catch (OutOfMemoryError e) {
            log.warn(
                    "No thread can be created to close an input that is being read; it is closed when its read returns");
        }
    }

    private void closeUnderRead() {
        if (!Waits.join(thread, Deadline.in(INTERRUPTED_READ))) {
            closeOnce();
        }
    }

    private void closeOnce() {
        if (closed.compareAndSet(false, true)) {
            closeQuietly(input);
        }
    }

    private void run() {
        try {
            copy();
            process.closeStdin(Deadline.never());
        } catch (StdinClosedException e) {
            // It does not want more, as head(1) does after its lines: that is its right.
            log.trace("The input was not read to its end: {}", e.getMessage());
        } catch (Throwable e) { // also a checked one that the input does not declare, and its Errors
            if (over) {
                log.debug("The input of a process that has gone cannot be read: {}", e.toString());
            } else {
                onFailure.accept(e);
            }
        } finally {
            closeOnce();
        }
    }

    private void copy() throws IOException {
        byte[] chunk = new byte[CHUNK];
        // A read is bounded by the input, a write by the end of the process.
        for (int length = read(chunk); length >= 0 && !over; length = read(chunk)) {
            process.write(Deadline.never(), Arrays.copyOf(chunk, length));
        }
    }

    /** At least one byte, or the end. Some streams return 0 when nothing is there; to read a single byte has to wait. */
    private int read(byte[] chunk) throws IOException {
        int length = input.read(chunk);
        if (length != 0) {
            return length;
        }
        int single = input.read();
        if (single < 0) {
            return -1;
        }
        chunk[0] = (byte) single;
        return 1;
    }
}
