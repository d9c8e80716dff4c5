package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ControlException;
import dev.agentsdk.errors.ResultException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.ResultMessage;
import dev.agentsdk.options.AgentOptions;
import dev.agentsdk.spi.ExitReport;
import java.util.Iterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentQueryTest {

    private final FakeTransport agent = new FakeTransport();
    private final AgentOptions options = agent.options().build();

    @BeforeEach
    void anAgentThatAnswers() {
        agent.on("user", question -> {
            agent.say("{'type':'system','subtype':'init'}");
            agent.say("{'type':'assistant','message':{'model':'m','content':[{'type':'text','text':'4'}]}}");
            agent.say("{'subtype':'success','result':'4','type':'result'}");
        });
    }

    @Test
    void asksAfterTheHandshake() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            assertThat(agent.events()).containsExactly("open", "send initialize", "send user");
            assertThat(query.pid()).hasValue(4711);
        }
    }

    @Test
    void itsMessagesEndWithTheResult() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            assertThat(query).extracting(Message::type).containsExactly("system", "assistant", "result");
            assertThat(query).isEmpty();
        }
    }

    @Test
    void isAStreamToo() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            assertThat(query.stream().map(Message::type)).containsExactly("system", "assistant", "result");
        }
    }

    @Test
    void theInputEndsWhenTheResultWasTakenAndNotBefore() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            Iterator<Message> messages = query.iterator();
            messages.next();
            messages.next();
            assertThat(agent.events()).doesNotContain("endInput");

            assertThat(messages.next()).isInstanceOf(ResultMessage.class);
            assertThat(agent.events()).endsWith("endInput");
        }
    }

    @Test
    void theAgentIsReportedOnceItHasEndedByItself() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            assertThat(query.exitReport()).isEmpty();
            assertThat(query.result().result()).contains("4");

            assertThat(query.exit())
                    .succeedsWithin(Background.PATIENCE)
                    .extracting(ExitReport::exitCode)
                    .hasToString("OptionalInt[0]");
            assertThat(query.exitReport()).isPresent();
        }
    }

    @Test
    void theResultIsGivenAgain() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            ResultMessage result = query.result();

            assertThat(query.result()).isSameAs(result);
            assertThat(query.iterator().hasNext()).isFalse();
        }
    }

    @Test
    void canBeInterrupted() {
        agent.on("user", question -> {});
        agent.on("interrupt", request -> {
            agent.succeed(request);
            agent.say("{'is_error':true,'subtype':'error_during_execution','type':'result'}");
        });
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            query.interrupt();

            assertThat(query.result().isError()).isTrue();
        }
    }

    @Test
    void countsWhatItRead() {
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            query.result();

            assertThat(query.statistics().messages()).isEqualTo(3);
            assertThat(query.statistics().controlFrames()).isEqualTo(1);
        }
    }

    @Test
    void askGivesTheResultOfAnAgentThatIsGone() {
        ResultMessage result = AgentQuery.ask("2 + 2?", options);

        assertThat(result.result()).contains("4");
        assertThat(agent.events()).containsExactly("open", "send initialize", "send user", "endInput", "close");
    }

    @Test
    void askThrowsAnErrorResult() {
        agent.on(
                "user",
                question -> agent.say(
                        "{'is_error':true,'subtype':'success','result':'overloaded','api_error_status':529,'type':'result'}"));

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", options))
                .isInstanceOfSatisfying(
                        ResultException.class,
                        e -> assertThat(e.result().apiErrorStatus()).hasValue(529))
                .hasMessage("The agent ended with an error result (success): overloaded");
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void askThrowsAnEndWithoutResult() {
        agent.on("user", question -> agent.exit(7, "no credit"));

        assertThatThrownBy(() -> AgentQuery.ask("2 + 2?", options))
                .isInstanceOf(CliExitedException.class)
                .hasMessage("The agent exited with code 7 before its result. The end of its stderr: no credit");
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }

    @Test
    void anErrorResultIsAResultToWhoeverTakesItHimself() {
        agent.on("user", question -> agent.say("{'is_error':true,'subtype':'error_max_turns','type':'result'}"));
        try (AgentQuery query = AgentQuery.start("2 + 2?", options)) {
            assertThat(query.result().subtype()).isEqualTo("error_max_turns");
        }
    }

    @Test
    void aCloseBeforeTheResultInterruptsTheTurn() {
        agent.on("user", question -> {});
        AgentQuery query = AgentQuery.start("2 + 2?", options);

        query.close();

        assertThat(agent.events()).endsWith("send user", "send interrupt", "endInput", "close");
        assertThatThrownBy(query::result).isInstanceOf(TransportClosedException.class);
    }

    @Test
    void aRefusedHandshakeIsThrownAndNothingIsAsked() {
        agent.on("initialize", request -> agent.answer(request, "'subtype':'error','error':'no'"));

        assertThatThrownBy(() -> AgentQuery.start("2 + 2?", options)).isInstanceOf(ControlException.class);
        assertThat(agent.events()).containsExactly("open", "send initialize", "endInput", "close");
    }
}
