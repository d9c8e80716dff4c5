package dev.agentsdk.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
 * <p>Answers of subagents may come in between; each is put together on its own. The answers of the last
 * {@value #MAX_SPEAKERS} speakers are kept. Not thread-safe.
 */
public final class PartialMessages {

    /** The ids come from the agent, and nothing says when a subagent has spoken its last word. */
    static final int MAX_SPEAKERS = 64;

    private static final int MAX_SPEAKER_CHARS = 256;

    /** For each tool call whose subagent speaks, the one that spoke last at the end. */
    private final Map<String, PartialMessage> ofSubagents = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PartialMessage> eldest) {
            return size() > MAX_SPEAKERS;
        }
    };

    /** Of the main conversation. */
    private @Nullable PartialMessage main;

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
        PartialMessage message = speaker.isEmpty() ? main : ofSubagents.get(speaker);
        if (message == null || event.eventType().equals("message_start")) {
            // Also without its beginning: whoever listens late gets what is left. A call that is tried again begins
            // anew.
            message = new PartialMessage(event.parentToolUseId());
            if (speaker.isEmpty()) {
                main = message;
            } else if (speaker.length() <= MAX_SPEAKER_CHARS) {
                ofSubagents.put(speaker, message);
            }
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
        return Optional.ofNullable(main);
    }

    /**
     * The answer of a subagent that is being made, or was made last.
     *
     * @param parentToolUseId the tool call whose subagent speaks
     * @return the answer; empty if none has begun
     */
    public Optional<PartialMessage> current(String parentToolUseId) {
        return parentToolUseId.isEmpty() ? current() : Optional.ofNullable(ofSubagents.get(parentToolUseId));
    }

    /** Forgets all answers. */
    public void clear() {
        main = null;
        ofSubagents.clear();
    }
}
