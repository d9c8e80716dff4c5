package dev.agentsdk.transport.internal;

import dev.agentsdk.AgentOptions;
import dev.agentsdk.process.ManagedProcess;
import dev.agentsdk.process.ProcessListener;
import dev.agentsdk.spi.Transport;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a CLI writes, on its way to the session: stdout cut into lines, stderr kept at its end. */
public final class CliOutput implements ProcessListener {

    /** A longer line of stderr is cut here. */
    private static final int STDERR_LINE_BYTES = 64 << 10;

    /** Told when the process runs, before anything is read. */
    public interface StartListener {
        /**
         * The process runs.
         *
         * @param process the process
         * @param output what it will write
         */
        void onStart(ManagedProcess process, CliOutput output);
    }

    private final Transport.Listener listener;
    private final StartListener startListener;
    private final LineFramer stdout;
    private final StderrTail tail = new StderrTail();
    private final @Nullable LineFramer stderrLines;

    /**
     * Makes the way to a listener.
     *
     * @param options the limit, and whether anybody wants the lines of stderr
     * @param listener receives the lines
     * @param startListener is told first
     */
    public CliOutput(AgentOptions options, Transport.Listener listener, StartListener startListener) {
        this.listener = listener;
        this.startListener = startListener;
        this.stdout = new LineFramer(options.limits().maxLineBytes(), new LineFramer.Sink() {
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
        this.stderrLines =
                options.stderrListener().isPresent() ? new LineFramer(STDERR_LINE_BYTES, new StderrLines()) : null;
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
        startListener.onStart(process, this);
    }

    @Override
    public void onStdout(byte[] buffer, int offset, int length) {
        stdout.accept(buffer, offset, length);
    }

    @Override
    public void onStdoutEnd() {
        stdout.end();
        listener.onEnd();
    }

    @Override
    public void onStderr(byte[] buffer, int offset, int length) {
        tail.add(buffer, offset, length);
        if (stderrLines != null) {
            stderrLines.accept(buffer, offset, length);
        }
    }

    @Override
    public void onStderrEnd() {
        if (stderrLines != null) {
            stderrLines.end();
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
