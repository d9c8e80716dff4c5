package dev.agentsdk.internal.protocol.streamjson;

import org.jspecify.annotations.Nullable;

/**
 * What can be found in a request of the agent that no parser takes: too deep, malformed, or cut off at the limit. Enough for
 * the answer that is safe for its subtype.
 *
 * @param id the id
 * @param subtype the subtype; null if it cannot be found
 * @param callbackId of a hook: the id that the handshake gave it; null if it cannot be found
 * @param hookEvent of a hook: the event; null if it cannot be found
 * @param toolUseId of a hook: the id of the tool use; null if it cannot be found
 */
public record UnreadableRequest(
        RequestId id,
        @Nullable String subtype,
        @Nullable String callbackId,
        @Nullable String hookEvent,
        @Nullable String toolUseId) {

    /**
     * Looks for the parts of a request.
     *
     * @param line the line, or its beginning
     * @return null if it has no id, without which there is no answer
     */
    public static @Nullable UnreadableRequest of(byte[] line) {
        RequestId id = BrokenFrame.id(line);
        return id == null
                ? null
                : new UnreadableRequest(
                        id,
                        BrokenFrame.text(line, "request", "subtype"),
                        BrokenFrame.text(line, "request", "callback_id"),
                        BrokenFrame.text(line, "request", "input", "hook_event_name"),
                        BrokenFrame.text(line, "request", "tool_use_id"));
    }

    /** About how many bytes it keeps. */
    public long size() {
        return length(id.text()) + length(subtype) + length(callbackId) + length(hookEvent) + length(toolUseId);
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
