package dev.agentsdk.history.internal;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a {@link SessionMirror}, in the order in which the agent wrote it: a frame, the announcement of a session
 * id, or the end.
 *
 * @param frame the line of a frame
 * @param announced a session id
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the line is owned by the mirror
record MirrorItem(byte @Nullable [] frame, @Nullable String announced) {

    /** The session is over: nothing more is announced. */
    static final MirrorItem END = new MirrorItem(null, null);

    /** About what an announcement takes in memory. */
    private static final int ANNOUNCEMENT_BYTES = 200;

    int bytes() {
        if (frame != null) {
            return frame.length;
        }
        return announced != null ? ANNOUNCEMENT_BYTES + announced.length() : 0;
    }
}
