package dev.agentsdk.process.internal.run;

import dev.agentsdk.process.OutputLine;
import dev.agentsdk.process.OutputSource;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines at LF and decodes each as a whole, so that a character that two reads share is not harmed. A line
 * over the limit comes in several pieces, cut between characters.
 */
public final class LineCutter {

    private final OutputSource source;
    private final int maxLineBytes;
    private final Consumer<OutputLine> sink;

    /** The beginning of a line whose end has not come. */
    private final GrowingBytes partial = new GrowingBytes();

    /**
     * Makes a cutter.
     *
     * @param source of the lines
     * @param maxLineBytes the longest line that comes in one piece; 8 at the least
     * @param sink takes them, on the thread that brings the bytes
     */
    public LineCutter(OutputSource source, int maxLineBytes, Consumer<OutputLine> sink) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
        this.sink = sink;
    }

    /**
     * Takes the next bytes.
     *
     * @param buffer holds them
     * @param offset where they begin
     * @param length how many they are
     */
    public void accept(byte[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            if (buffer[at] == '\n') {
                add(buffer, start, at);
                finishLine();
                start = at + 1;
            }
        }
        add(buffer, start, end);
    }

    /** Nothing more comes: what is there without LF is a line too. */
    public void end() {
        if (partial.size() > 0) {
            emit(partial.size(), true);
            partial.truncate(0);
        }
    }

    private void add(byte[] buffer, int from, int to) {
        int start = from;
        while (to - start > maxLineBytes - partial.size()) {
            int fits = maxLineBytes - partial.size();
            partial.add(buffer, start, fits, maxLineBytes);
            start += fits;
            emitPiece();
        }
        partial.add(buffer, start, to - start, maxLineBytes);
    }

    /** A full buffer, of which the beginning of a character, or a CR that may belong to the line's end, stays. */
    private void emitPiece() {
        byte[] bytes = partial.array();
        int size = partial.size();
        int whole = Utf8.lastBoundary(bytes, 0, size);
        if (bytes[whole - 1] == '\r') {
            whole--;
        }
        emit(whole, false);
        int rest = size - whole;
        System.arraycopy(bytes, whole, bytes, 0, rest);
        partial.truncate(rest);
    }

    private void finishLine() {
        int size = partial.size();
        if (size > 0 && partial.array()[size - 1] == '\r') {
            size--;
        }
        emit(size, true);
        partial.truncate(0);
    }

    private void emit(int length, boolean complete) {
        sink.accept(new OutputLine(source, new String(partial.array(), 0, length, StandardCharsets.UTF_8), complete));
    }
}
