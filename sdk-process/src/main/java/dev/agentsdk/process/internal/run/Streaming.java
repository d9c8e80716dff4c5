package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.OutputChunk;
import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import java.util.Arrays;

/**
 * How bytes become elements of a queue. Called by the reading threads, which may be two.
 *
 * @param <T> lines or chunks
 */
abstract sealed class Streaming<T> {

    final OutputQueue<T> queue;

    private Streaming(OutputQueue<T> queue) {
        this.queue = queue;
    }

    /** Bytes from stdout, or from stderr. */
    abstract void accept(boolean fromStdout, byte[] buffer, int offset, int length);

    /** Nothing more comes from stdout, or from stderr. */
    abstract void end(boolean fromStdout);

    private static OutputSource stderr(boolean merged) {
        return merged ? OutputSource.STDOUT : OutputSource.STDERR;
    }

    /** Each stream is cut by itself, also when both are shown as one: halves of lines are not mixed. */
    static final class Lines extends Streaming<OutputLine> {
        private final LineCutter stdout;
        private final LineCutter stderr;

        Lines(OutputQueue<OutputLine> queue, int maxLineBytes, boolean merged) {
            super(queue);
            stdout = new LineCutter(OutputSource.STDOUT, maxLineBytes, line -> add(line, true));
            stderr = new LineCutter(stderr(merged), maxLineBytes, line -> add(line, false));
        }

        private void add(OutputLine line, boolean fromStdout) {
            queue.add(line, line.text().length(), fromStdout);
        }

        @Override
        void accept(boolean fromStdout, byte[] buffer, int offset, int length) {
            (fromStdout ? stdout : stderr).accept(buffer, offset, length);
        }

        @Override
        void end(boolean fromStdout) {
            (fromStdout ? stdout : stderr).end();
        }
    }

    static final class Chunks extends Streaming<OutputChunk> {
        private final boolean merged;

        Chunks(OutputQueue<OutputChunk> queue, boolean merged) {
            super(queue);
            this.merged = merged;
        }

        @Override
        void accept(boolean fromStdout, byte[] buffer, int offset, int length) {
            OutputSource source = fromStdout ? OutputSource.STDOUT : stderr(merged);
            byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
            queue.add(new OutputChunk(source, bytes), length, fromStdout);
        }

        @Override
        void end(boolean fromStdout) {}
    }
}
