package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.ConversationResetMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.options.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which session an agent works in. */
@Timeout(60)
class CurrentSessionTest {

    private static final String FIRST = "11111111-1111-4111-8111-111111111111";
    private static final String SECOND = "22222222-2222-4222-8222-222222222222";
    private static final String RESET = "99999999-9999-4999-8999-999999999999";

    private final FakeTransport agent = new FakeTransport();

    private AgentSession open(Conversation conversation) {
        return AgentSession.open(agent.options().conversation(conversation).build());
    }

    private void init(String id) {
        agent.say("{'type':'system','subtype':'init','session_id':'" + id + "'}");
    }

    @Test
    void isTheOneThatTheAgentNamedLast() {
        try (AgentSession session = open(Conversation.fresh())) {
            assertThat(session.sessionId()).isEmpty();

            init(FIRST);
            assertThat(session.sessionId()).contains(FIRST);
            agent.say("{'type':'system','subtype':'status','session_id':'" + RESET + "'}");
            assertThat(session.sessionId()).contains(FIRST);
        }
    }

    /** As claude 2.1.332 does on /clear: the id in the message is that of the message itself. */
    @Test
    void afterAResetIsTheOneOfTheNextTurn() {
        try (AgentSession session = open(Conversation.fresh())) {
            init(FIRST);
            agent.say("{'type':'conversation_reset','new_conversation_id':'" + RESET + "','uuid':'" + RESET
                    + "','session_id':'" + FIRST + "','trigger':'clear'}");
            assertThat(session.sessionId()).contains(FIRST);

            init(SECOND);
            assertThat(session.sessionId()).contains(SECOND);
            List<Message> messages = session.receiveMessages().stream().limit(3).toList();
            assertThat(messages.get(1))
                    .isInstanceOfSatisfying(
                            ConversationResetMessage.class,
                            reset -> assertThat(reset.uuid()).contains(reset.newConversationId()));
            assertThat(messages.get(2).sessionId()).contains(SECOND);
        }
    }

    @Test
    void beforeTheFirstTurnIsTheOneOfTheOptions() {
        try (AgentSession session = open(Conversation.freshAs(FIRST))) {
            assertThat(session.sessionId()).contains(FIRST);
        }
    }

    @Test
    void ofAResumedSessionIsItsIdAndOfAForkIsNotKnownYet() {
        try (AgentSession session = open(Conversation.resuming(FIRST))) {
            assertThat(session.sessionId()).contains(FIRST);
            init(SECOND);
            assertThat(session.sessionId()).contains(SECOND);
        }
        FakeTransport other = new FakeTransport();
        try (AgentSession session = AgentSession.open(other.options()
                .conversation(Conversation.resuming(FIRST).forked())
                .build())) {
            assertThat(session.sessionId()).isEmpty();
        }
    }
}
