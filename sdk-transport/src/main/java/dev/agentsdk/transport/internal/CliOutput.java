package dev.agentsdk.transport.internal;

import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.spi.AgentLaunch;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a CLI writes, on its way to the session: stdout cut into lines, stderr kept at its end. */
public final class CliOutput implements ProcessListener {

    /** Of a longer line of stderr the listener gets the beginning and the size. */
    private static final int STDERR_LINE_BYTES = 64 << 10;

    /** The transport that this is the output of. */
    public interface Owner {
        /**
         * The process runs, and nothing has been read yet.
         *
         * @param process the process
         * @param output what it will write
         */
        void onStart(ManagedProcess process, CliOutput output);

        /**
         * What was written could not be passed on, and no more of it will be: the session is lost, and its agent must be
         * ended. Called by a reading thread, after the listener.
         */
        void onFailure();
    }

    private final Transport.Listener listener;
    private final Owner owner;
    private final LineFramer stdout;
    private final StderrTail tail = new StderrTail();
    private final @Nullable LineFramer stderrLines;
    private final AtomicBoolean failed = new AtomicBoolean();

    /**
     * Makes the way to a listener.
     *
     * @param launch the limit of a line, and whether the lines of stderr are wanted
     * @param listener receives the lines
     * @param owner is told first
     */
    public CliOutput(AgentLaunch launch, Transport.Listener listener, Owner owner) {
        this.listener = listener;
        this.owner = owner;
        this.stdout = new LineFramer(launch.maxLineBytes(), new LineFramer.Sink() {
            @Override
            public void onLine(byte[] buffer, int offset, int length) {
                listener.onLine(buffer, offset, length);
            }

            @Override
            public void onOversizeLine(long size, byte[] head) {
                listener.onOversizeLine(size, head);
            }

            @Override
            public void onUnterminatedLine(byte[] bytes) {
                listener.onUnterminatedLine(bytes);
            }
        });
        this.stderrLines = launch.wantsStderr() ? new LineFramer(STDERR_LINE_BYTES, new StderrLines()) : null;
    }

    /**
     * The end of stderr.
     *
     * @return its last 64 KiB as text
     */
    public String stderrTail() {
        return tail.text();
    }

    @Override
    public void onStart(ManagedProcess process) {
        owner.onStart(process, this);
    }

    @Override
    public void onStdout(byte[] buffer, int offset, int length) {
        try {
            stdout.accept(buffer, offset, length);
        } catch (RuntimeException | Error e) {
            stdout.discard();
            fail(e);
            throw e;
        }
    }

    @Override
    public void onStdoutEnd() {
        try {
            if (!failed.get()) {
                stdout.end();
            }
        } catch (RuntimeException | Error e) {
            stdout.discard();
            fail(e);
            throw e;
        } finally {
            tellEnd();
        }
    }

    private void tellEnd() {
        try {
            listener.onEnd();
        } catch (RuntimeException | Error e) {
            // Who waits for the end must not wait for ever.
            fail(e);
            throw e;
        }
    }

    @Override
    public void onStderr(byte[] buffer, int offset, int length) {
        try {
            tail.add(buffer, offset, length);
            if (stderrLines != null) {
                stderrLines.accept(buffer, offset, length);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /**
     * The launcher logs what was thrown and ends the reading; the agent, which would live on unread, is ended here. Memory
     * may have run out: what the unfinished line holds was released before, and nothing is allocated until the listener has
     * released those who wait.
     */
    private void fail(Throwable cause) {
        try {
            if (failed.compareAndSet(false, true)) {
                listener.onFailure(cause);
            }
        } finally {
            owner.onFailure();
        }
    }

    @Override
    public void onStderrEnd() {
        try {
            if (stderrLines != null) {
                stderrLines.end();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    private final class StderrLines implements LineFramer.Sink {
        @Override
        public void onLine(byte[] buffer, int offset, int length) {
            listener.onStderrLine(new String(buffer, offset, length, StandardCharsets.UTF_8).stripTrailing());
        }

        @Override
        public void onOversizeLine(long size, byte[] head) {
            listener.onStderrLine(
                    new String(head, StandardCharsets.UTF_8) + "… (a line of " + size + " bytes, cut off here)");
        }

        @Override
        public void onUnterminatedLine(byte[] bytes) {
            onLine(bytes, 0, bytes.length);
        }
    }
}
