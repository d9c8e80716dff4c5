package dev.agentsdk.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts answers together while they are made, out of {@link StreamEvent}s. For who wants to show the answer so far; the
 * whole answer comes as an {@link AssistantMessage} anyway.
 *
 * <pre>{@code
 * PartialMessages partial = new PartialMessages();
 * for (Message message : session.receiveResponse()) {
 *     if (message instanceof StreamEvent event) {
 *         show(partial.accept(event).text());
 *     }
 * }
 * }</pre>
 *
 * <p>Answers of subagents may come in between; each is put together on its own. Not thread-safe.
 */
public final class PartialMessages {

    /** One for the main conversation (the empty text) and for each tool call whose subagent speaks. */
    private final Map<String, PartialMessage> current = new HashMap<>();

    /** Nothing has come yet. */
    public PartialMessages() {}

    /**
     * Takes the next event.
     *
     * @param event the event
     * @return the answer that it belongs to, as far as it is made; the same object until the next answer of this speaker
     *     begins
     */
    public PartialMessage accept(StreamEvent event) {
        String speaker = event.parentToolUseId().orElse("");
        PartialMessage message = current.get(speaker);
        if (message == null || event.eventType().equals("message_start")) {
            // Also without its beginning: whoever listens late gets what is left. A call that is tried again begins
            // anew.
            message = new PartialMessage(event.parentToolUseId());
            current.put(speaker, message);
        }
        message.take(event);
        return message;
    }

    /**
     * The answer of the main conversation that is being made, or was made last.
     *
     * @return the answer; empty if none has begun
     */
    public Optional<PartialMessage> current() {
        return Optional.ofNullable(current.get(""));
    }

    /**
     * The answer of a subagent that is being made, or was made last.
     *
     * @param parentToolUseId the tool call whose subagent speaks
     * @return the answer; empty if none has begun
     */
    public Optional<PartialMessage> current(String parentToolUseId) {
        return Optional.ofNullable(current.get(parentToolUseId));
    }

    /** Forgets all answers. */
    public void clear() {
        current.clear();
    }
}
