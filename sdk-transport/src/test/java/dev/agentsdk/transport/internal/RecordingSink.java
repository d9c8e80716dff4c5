package dev.agentsdk.transport.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what a framer reports, in order. */
final class RecordingSink implements LineFramer.Sink {

    /** What happened; bytes as Latin-1, so that each shows as one character. */
    record Event(String kind, long size, String bytes) {
        static Event line(byte[] bytes) {
            return new Event("line", bytes.length, latin1(bytes));
        }

        static Event oversize(long size, byte[] head) {
            return new Event("oversize", size, latin1(head));
        }

        static Event unterminated(byte[] bytes) {
            return new Event("unterminated", bytes.length, latin1(bytes));
        }
    }

    private final List<Event> events = new ArrayList<>();

    List<Event> events() {
        return events;
    }

    @Override
    public void onLine(byte[] buffer, int offset, int length) {
        events.add(Event.line(Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    @Override
    public void onOversizeLine(long size, byte[] head) {
        events.add(Event.oversize(size, head));
    }

    @Override
    public void onUnterminatedLine(byte[] bytes) {
        events.add(Event.unterminated(bytes));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
