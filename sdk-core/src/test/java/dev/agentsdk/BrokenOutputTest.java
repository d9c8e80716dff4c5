package dev.agentsdk;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.ProtocolException;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.SkippedLine;
import dev.agentsdk.message.SkippedLine.Reason;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.options.SessionLimits;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent that says what it should not, and what comes of it. */
@Timeout(60)
class BrokenOutputTest {

    private static final String RESULT = "{'subtype':'success','type':'result'}";

    private final FakeTransport agent = new FakeTransport();
    private AgentSession session;

    private AgentSession open(SessionLimits limits) {
        session = AgentSession.open(agent.options().limits(limits).build());
        return session;
    }

    private AgentSession open() {
        return open(SessionLimits.defaults());
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'assistant','message':{",
                "{'type':'assistant'}{'type':'assistant'}",
                "{'type':'assistant'} trailing",
                "{'type':'user','message':nul}",
                "{not json at all}",
                "{'a':1"
            })
    void aMalformedLineIsToldInItsPlace(String line) {
        open();
        agent.say("{'type':'before'}");
        agent.say(line);
        agent.say(RESULT);
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next().type()).isEqualTo("before");
        assertThat(messages.next()).isEqualTo(new SkippedLine(Reason.MALFORMED, line.length(), json(line)));
        while (messages.hasNext()) {
            assertThat(messages.next().type()).isEqualTo("result");
        }
        assertThat(session.statistics().malformedLines()).isEqualTo(1);
        assertThat(session.statistics().repairedLines()).isZero();
    }

    @Test
    @Tag("R-58")
    void aFieldOfAnotherTypeCostsThatFieldAndNoMessage() {
        open();
        agent.say("{'type':'assistant','message':'text','session_id':'s'}");
        agent.say(RESULT);
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next()).isInstanceOfSatisfying(AssistantMessage.class, answer -> {
            assertThat(answer.content()).isEmpty();
            assertThat(answer.sessionId()).contains("s");
        });
        assertThat(messages.next().type()).isEqualTo("result");
        assertThat(session.statistics().malformedLines()).isZero();
    }

    private Message sayEncoded(String line, Charset charset) {
        open();
        agent.say(json(line).getBytes(charset));
        agent.say(RESULT);
        return session.receiveResponse().iterator().next();
    }

    @Test
    void malformedUtf8IsRepairedAndCounted() {
        Message message = sayEncoded(
                "{'type':'user','message':{'content':'gr\u00fc\u00df \u00e4'}}", StandardCharsets.ISO_8859_1);

        assertThat(message).isInstanceOfSatisfying(UserMessage.class, user -> {
            assertThat(user.text()).isEqualTo("gr\ufffd\ufffd \ufffd");
            assertThat(user.raw().text()).contains("gr\ufffd\ufffd");
        });
        assertThat(session.statistics().repairedLines()).isEqualTo(1);
        assertThat(session.statistics().malformedLines()).isZero();
    }

    @Test
    void malformedUtf8BeforeTheTypeIsRepairedToo() {
        Message message = sayEncoded("{'message':{'content':'\u00e4'},'type':'user'}", StandardCharsets.ISO_8859_1);

        assertThat(message)
                .isInstanceOfSatisfying(
                        UserMessage.class, user -> assertThat(user.text()).isEqualTo("\ufffd"));
        assertThat(session.statistics().repairedLines()).isEqualTo(1);
    }

    @Test
    @Tag("R-52")
    void aCharacterCutOffAtAnyByteIsReplacedAndNothingElseIsLost() {
        open();
        byte[] emoji = "\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        for (int kept = 1; kept < emoji.length; kept++) {
            String text = "a" + new String(emoji, 0, kept, StandardCharsets.ISO_8859_1) + "b";
            agent.say(
                    json("{'type':'user','message':{'content':'" + text + "'}}").getBytes(StandardCharsets.ISO_8859_1));
        }
        agent.say(RESULT);

        assertThat(session.receiveResponse().stream().limit(3))
                .allSatisfy(
                        message -> assertThat(((UserMessage) message).text()).isEqualTo("a\ufffdb"));
        assertThat(session.statistics().repairedLines()).isEqualTo(3);
    }

    @Test
    void aLineThatIsMalformedInBothWaysIsSkipped() {
        Message message = sayEncoded("{'type':'user','message':{'content':'\u00e4'", StandardCharsets.ISO_8859_1);

        assertThat(message).isInstanceOfSatisfying(SkippedLine.class, skipped -> {
            assertThat(skipped.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(skipped.head()).endsWith("\"\ufffd\"");
        });
        assertThat(session.statistics().repairedLines()).isZero();
    }

    @Test
    void noiseIsCountedAndNoMessage() {
        open();
        agent.say("[SandboxDebug] warming up");
        agent.say("");
        agent.say("\r");
        agent.say(RESULT);

        assertThat(session.receiveResponse()).extracting(Message::type).containsExactly("result");
        assertThat(session.statistics().noiseLines()).isEqualTo(1);
        assertThat(session.statistics().messages()).isEqualTo(1);
        assertThat(session.statistics().bytes()).isEqualTo(RESULT.length());
    }

    @Test
    @Tag("R-53")
    void carriageReturnsAByteOrderMarkAndLineSeparatorsInTextDoNoHarm() {
        open();
        agent.say("\ufeff{'type':'user','message':{'content':'a\u2028b\u0085c'}}\r");
        agent.say(RESULT + "\r");
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(((UserMessage) messages.next()).text()).isEqualTo("a\u2028b\u0085c");
        assertThat(messages.next().type()).isEqualTo("result");
        assertThat(session.statistics().noiseLines()).isZero();
    }

    @Test
    void aLastLineWithoutLineFeedIsDelivered() {
        open();
        agent.deliver(listener -> listener.onUnterminatedLine(jsonBytes(RESULT)));
        agent.exit(0, "");

        assertThat(session.receiveMessages()).extracting(Message::type).containsExactly("result");
    }

    @Test
    void aLastLineThatIsCutOffIsToldOnceAndBeforeTheExit() {
        open();
        agent.say("{'type':'whole'}");
        agent.deliver(listener -> listener.onUnterminatedLine(jsonBytes("{'type':'assis")));
        agent.exit(3, "");
        Iterator<Message> messages = session.receiveMessages().iterator();

        assertThat(messages.next().type()).isEqualTo("whole");
        assertThat(messages.next()).isEqualTo(new SkippedLine(Reason.TRUNCATED, 14, json("{'type':'assis")));
        assertThatThrownBy(messages::hasNext).isInstanceOf(CliExitedException.class);
    }

    @Test
    void aLineOverTheLimitIsToldInItsPlace() {
        open();
        agent.deliver(listener -> listener.onOversizeLine(20_000_000, jsonBytes("{'type':'assistant'")));
        agent.say(RESULT);
        Iterator<Message> messages = session.receiveResponse().iterator();

        assertThat(messages.next())
                .isEqualTo(new SkippedLine(Reason.OVERSIZE, 20_000_000, json("{'type':'assistant'")));
        assertThat(messages.next().type()).isEqualTo("result");
        assertThat(session.statistics().oversizeLines()).isEqualTo(1);
    }

    @Test
    void aLineOverTheLimitEndsTheSessionIfTheOptionsSaySo() {
        open(SessionLimits.defaults().withFailOnOversizeLine(true).withMaxLineBytes(1024));
        agent.deliver(listener -> listener.onOversizeLine(20_000_000, jsonBytes("{'secret'")));
        Iterator<Message> messages = session.receiveMessages().iterator();

        assertThat(messages.next()).isInstanceOf(SkippedLine.class);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(messages::hasNext)
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            e -> assertThat(e.firstBytes()).isEqualTo(json("{'secret'")))
                    .hasMessage("The agent wrote a line of 20000000 bytes, over the limit of 1024 bytes."
                            + " Raise SessionLimits.maxLineBytes.");
        }
        agent.awaitEvents(events -> events.contains("close"));
    }

    @Test
    void aLineOverTheLimitFailsARequestThatWaitsIfTheOptionsSaySo() {
        agent.on("mcp_status", request -> agent.deliver(listener -> listener.onOversizeLine(5_000, new byte[0])));

        assertThatThrownBy(() -> open(SessionLimits.defaults().withFailOnOversizeLine(true))
                        .request("mcp_status", Map.of()))
                .isInstanceOf(ProtocolException.class);
        agent.awaitEvents(events -> events.contains("close"));
    }
}
