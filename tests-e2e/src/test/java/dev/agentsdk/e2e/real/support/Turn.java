package dev.agentsdk.e2e.real.support;

import dev.agentsdk.AgentSession;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A turn that is over.
 *
 * @param messages its messages, up to and including the result
 */
public record Turn(List<Message> messages) {

    /** Sends a prompt and takes what comes. */
    public static Turn of(AgentSession session, String prompt) {
        session.send(prompt);
        return rest(session);
    }

    /** Takes what is left of the running turn. */
    public static Turn rest(AgentSession session) {
        List<Message> messages = new ArrayList<>();
        session.receiveResponse().forEach(messages::add);
        return new Turn(messages);
    }

    /** {@return the messages of a type} */
    public <T extends Message> List<T> all(Class<T> type) {
        return messages.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** {@return what the model said in whole messages} */
    public String text() {
        return all(AssistantMessage.class).stream().map(AssistantMessage::text).collect(Collectors.joining());
    }

    /** {@return the result} */
    public ResultMessage result() {
        return (ResultMessage) messages.get(messages.size() - 1);
    }

    /** {@return the id of the session} */
    public String sessionId() {
        return result().sessionId().orElseThrow();
    }
}
