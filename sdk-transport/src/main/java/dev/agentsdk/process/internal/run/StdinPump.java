package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.StdinClosedException;
import dev.agentsdk.spi.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an input to a process on a thread of its own: the input may be slow, and the process may not read. */
public final class StdinPump {

    private static final Logger log = LoggerFactory.getLogger(StdinPump.class);
    private static final int CHUNK = 65_536;

    private final InputStream input;
    private final ManagedProcess process;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean over;

    /**
     * Makes a pump that has not been started.
     *
     * @param input it is closed in the end
     * @param process whom to write to
     * @param onFailure called by the pump's thread if the input cannot be read
     */
    public StdinPump(InputStream input, ManagedProcess process, Consumer<Throwable> onFailure) {
        this.input = input;
        this.process = process;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "agent-sdk-input-" + process.pid());
        thread.setDaemon(true);
    }

    /** Starts it. */
    public void start() {
        thread.start();
    }

    /** Nobody needs it any more: the process has gone. Does not wait, since the input may heed nothing. */
    public void stop() {
        over = true;
        thread.interrupt();
    }

    private void run() {
        try (input) {
            byte[] chunk = new byte[CHUNK];
            // A read is bounded by the input, a write by the end of the process.
            for (int length = input.read(chunk); length >= 0 && !over; length = input.read(chunk)) {
                process.write(Deadline.never(), Arrays.copyOf(chunk, length));
            }
            process.closeStdin(Deadline.never());
        } catch (StdinClosedException e) {
            // It does not want more, as head(1) does after its lines: that is its right.
            log.trace("The input was not read to its end: {}", e.getMessage());
        } catch (IOException | RuntimeException | Error e) {
            if (over) {
                log.debug("The input of a process that has gone cannot be read: {}", e.toString());
            } else {
                onFailure.accept(e);
            }
        }
    }
}
