package dev.agentsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentsdk.errors.CliExitedException;
import dev.agentsdk.errors.TransportClosedException;
import dev.agentsdk.internal.session.Background;
import dev.agentsdk.internal.session.JsonText;
import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.UserContent;
import dev.agentsdk.message.UserInput;
import dev.agentsdk.options.AgentOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SendTest {

    private final FakeTransport agent = new FakeTransport();

    private static JsonNode tree(String singleQuoted) throws IOException {
        return new ObjectMapper().readTree(JsonText.json(singleQuoted));
    }

    @Test
    void aSessionSendsItsUserMessagesToTheDefaultSession() throws IOException {
        try (AgentSession session = agent.session()) {
            session.send("List the files");

            assertThat(agent.awaitSent("user"))
                    .isEqualTo(tree("{'type':'user','session_id':'default','parent_tool_use_id':null,"
                            + "'message':{'role':'user','content':'List the files'}}"));
        }
    }

    @Test
    void aQuerySendsItsQuestionWithAnEmptySessionId() throws IOException {
        try (AgentQuery query = AgentQuery.start("2 + 2?", agent.options().build())) {
            assertThat(agent.awaitSent("user"))
                    .isEqualTo(tree("{'type':'user','session_id':'','parent_tool_use_id':null,"
                            + "'message':{'role':'user','content':'2 + 2?'}}"));
            assertThat(query.exitReport()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- \"quotes\" and \\ backslashes",
                "line\nfeed\r\n",
                "gr\u00fc\u00df \u4f60\u597d \ud83d\ude00 \u2028 \u0000 \u007f",
                "\ufeffa"
            })
    void anyTextGoesOutAsOneLineOfAsciiAndIsReadAsItWas(String text) {
        try (AgentSession session = agent.session()) {
            session.send(text);

            byte[] line = agent.sentBytes().get(1);
            assertThat(line).doesNotContain('\n').doesNotContain('\r');
            assertThat(new String(line, StandardCharsets.ISO_8859_1)).matches("[\\x20-\\x7f]*");
            assertThat(agent.awaitSent("user").at("/message/content").asText()).isEqualTo(text);
        }
    }

    @Test
    void aLongTextKeepsEveryCharacter() {
        String text = "a\u00e4\ud83d\ude00\u20ac".repeat(20_011);
        try (AgentSession session = agent.session()) {
            session.send(text);

            assertThat(agent.awaitSent("user").at("/message/content").asText()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\ud83d, \ufffd",
        "a\ud83d b, a\ufffd b",
        "\ude00, \ufffd",
        "\ude00\ud83d, \ufffd\ufffd",
        "\ud83d\ud83d\ude00, \ufffd\ud83d\ude00"
    })
    void anUnpairedSurrogateGoesOutAsAReplacementCharacter(String text, String expected) {
        try (AgentSession session = agent.session()) {
            session.send(text);
            session.send(List.of(UserContent.text(text)));

            assertThat(agent.awaitSent("user").at("/message/content").asText()).isEqualTo(expected);
            byte[] blocks = agent.sentBytes().get(2);
            assertThat(RawJson.of(new String(blocks, StandardCharsets.US_ASCII))
                            .tree()
                            .at("/message/content/0/text")
                            .asText())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void aBlankPromptIsRefusedBeforeItIsSent(String text) {
        try (AgentSession session = agent.session()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.send(text))
                    .withMessageContaining("text of a user message");

            session.send("next");
            assertThat(agent.awaitSent("user").at("/message/content").asText()).isEqualTo("next");
        }
    }

    @Test
    void partsAreSentAsBlocksInTheirOrder() throws IOException {
        try (AgentSession session = agent.session()) {
            session.send(
                    List.of(UserContent.text("What is this?"), UserContent.image("image/png", new byte[] {1, 2, 3})));

            assertThat(agent.awaitSent("user"))
                    .isEqualTo(tree("{'type':'user','session_id':'default','message':{'role':'user','content':["
                            + "{'type':'text','text':'What is this?'},{'type':'image','source':{'type':'base64',"
                            + "'media_type':'image/png','data':'AQID'}}]},'parent_tool_use_id':null}"));
        }
    }

    @Test
    void whatIsSaidAboutAMessageStandsBesideIt() throws IOException {
        try (AgentSession session = agent.session()) {
            session.send(UserInput.of("Hi").withUuid("u-1").withPriority("next").verbatim());

            assertThat(agent.awaitSent("user"))
                    .isEqualTo(tree("{'type':'user','session_id':'default','message':{'role':'user','content':'Hi'},"
                            + "'parent_tool_use_id':null,'uuid':'u-1','priority':'next','client_composed':true}"));
        }
    }

    @Test
    void aQuestionMayHaveParts() {
        try (AgentQuery query = AgentQuery.start(
                List.of(UserContent.text("2 + 2?")),
                AgentOptions.builder().transport(options -> agent).build())) {
            assertThat(query.pid()).isPresent();
            assertThat(agent.awaitSent("user").at("/message/content/0/text").asText())
                    .isEqualTo("2 + 2?");
            assertThat(agent.awaitSent("user").at("/session_id").asText()).isEmpty();
        }
    }

    @Test
    void nothingIsSentAfterClose() {
        AgentSession session = agent.session();
        session.close();

        assertThatThrownBy(() -> session.send("Hello"))
                .isInstanceOf(TransportClosedException.class)
                .hasMessage("The session is closed: its close() was called.");
        assertThat(agent.events()).doesNotContain("send user");
    }

    @Test
    void afterTheAgentsExitTheExitIsTold() {
        try (AgentSession session = agent.session()) {
            agent.exit(3, "out of credit");

            assertThatThrownBy(() -> session.send("Hello"))
                    .isInstanceOf(CliExitedException.class)
                    .hasMessage("The agent exited with code 3 before the user message could be sent."
                            + " The end of its stderr: out of credit")
                    .satisfies(e ->
                            assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(TransportClosedException.class));
        }
    }

    @Test
    void aFailedWriteWaitsForTheExitThatExplainsIt() {
        try (AgentSession session = agent.session()) {
            agent.closeStdin();
            Background.run(() -> {
                agent.exit(4, "");
                return null;
            });

            assertThatThrownBy(() -> session.send("Hello"))
                    .isInstanceOf(CliExitedException.class)
                    .hasMessageContaining("exited with code 4");
        }
    }

    @Test
    void anAgentThatClosedItsStdinAndLivesIsToldSo() {
        try (AgentSession session = agent.session()) {
            agent.closeStdin();

            assertThatThrownBy(() -> session.send("Hello"))
                    .isInstanceOf(TransportClosedException.class)
                    .hasMessage("The agent does not take input any more.");
        }
    }

    @Test
    void whatTheAgentSaysStillComesAfterItClosedItsStdin() {
        try (AgentSession session = agent.session()) {
            agent.closeStdin();
            assertThatThrownBy(() -> session.send("Hello")).isInstanceOf(TransportClosedException.class);
            agent.say("{'type':'result','subtype':'success','result':'bye'}");

            assertThat(session.receiveResponse().result().result()).contains("bye");
        }
    }

    @Test
    void aQueryThatCannotBeAskedClosesItsAgent() {
        agent.on("initialize", request -> {
            agent.succeed(request);
            agent.exit(5, "");
        });

        assertThatThrownBy(() -> AgentQuery.start("2 + 2?", agent.options().build()))
                .isInstanceOf(CliExitedException.class)
                .hasMessageContaining("exited with code 5 before the user message could be sent");
        assertThat(agent.events()).containsOnlyOnce("close").endsWith("close");
    }
}
