package dev.agentsdk.internal.session;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.message.AssistantMessage;
import dev.agentsdk.message.Message;
import dev.agentsdk.message.StreamEvent;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.Usage;
import dev.agentsdk.message.UserMessage;
import dev.agentsdk.message.internal.MessageParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a turn under way: answers, what goes back to the model, and parts of answers. */
class AnswerParsingTest {

    private static Message parse(String singleQuoted) {
        return MessageParser.parse(jsonBytes(singleQuoted)).orElseThrow();
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    @Test
    void readsAnAnswerWithAllItsFields() {
        String line = "{'type':'assistant','uuid':'u-2','session_id':'s','parent_tool_use_id':'toolu_7',"
                + "'error':'rate_limit','message':{'id':'msg_1','role':'assistant','model':'claude-x','content':["
                + "{'type':'thinking','thinking':'hm','signature':'c2ln'},{'type':'text','text':'Hi'}],"
                + "'stop_reason':'end_turn','usage':{'input_tokens':3,'output_tokens':2,"
                + "'cache_read_input_tokens':5,'cache_creation_input_tokens':7,'service_tier':'standard'}}}";

        assertThat(parse(line))
                .isEqualTo(new AssistantMessage(
                        List.of(
                                new ThinkingBlock(
                                        "hm", "c2ln", raw("{'type':'thinking','thinking':'hm','signature':'c2ln'}")),
                                new TextBlock("Hi", raw("{'type':'text','text':'Hi'}"))),
                        "claude-x",
                        Optional.of("msg_1"),
                        Optional.of("end_turn"),
                        Optional.of(new Usage(
                                3,
                                2,
                                5,
                                7,
                                raw("{'input_tokens':3,'output_tokens':2,'cache_read_input_tokens':5,"
                                        + "'cache_creation_input_tokens':7,'service_tier':'standard'}"))),
                        Optional.of("toolu_7"),
                        Optional.of("rate_limit"),
                        Optional.of("s"),
                        Optional.of("u-2"),
                        raw(line)));
    }

    @Test
    void readsAnAnswerWithTheFieldsInAnyOrder() {
        String line = "{'message':{'usage':{'output_tokens':2},'content':[{'text':'Hi','type':'text'}],"
                + "'model':'claude-x'},'session_id':'s','type':'assistant'}";

        assertThat(parse(line)).isInstanceOfSatisfying(AssistantMessage.class, answer -> {
            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.model()).isEqualTo("claude-x");
            assertThat(answer.usage()).get().extracting(Usage::outputTokens).isEqualTo(2L);
            assertThat(answer.sessionId()).contains("s");
            assertThat(answer.raw()).isEqualTo(raw(line));
        });
    }

    @Test
    void nullsAndMissingFieldsOfAnAnswerAreAbsent() {
        String message = "'content':null,'model':'m'";
        AssistantMessage missing = (AssistantMessage) parse("{'type':'assistant','message':{" + message + "}}");
        AssistantMessage nulls = (AssistantMessage) parse("{'type':'assistant','message':{" + message
                + ",'id':null,'stop_reason':null,'usage':null},'parent_tool_use_id':null,'error':null,"
                + "'session_id':null,'uuid':null}");

        for (AssistantMessage answer : List.of(missing, nulls)) {
            assertThat(answer.content()).isEmpty();
            assertThat(answer.messageId()).isEmpty();
            assertThat(answer.stopReason()).isEmpty();
            assertThat(answer.usage()).isEmpty();
            assertThat(answer.parentToolUseId()).isEmpty();
            assertThat(answer.error()).isEmpty();
            assertThat(answer.sessionId()).isEmpty();
            assertThat(answer.uuid()).isEmpty();
        }
    }

    @Test
    void readsWhatGoesBackToTheModel() {
        String line = "{'type':'user','uuid':'u-1','parent_tool_use_id':'toolu_7','session_id':'s','message':"
                + "{'role':'user','content':'List the files'},'tool_use_result':{'stdout' : '42 files'} }";

        assertThat(parse(line))
                .isEqualTo(new UserMessage(
                        List.of(new TextBlock("List the files", raw("'List the files'"))),
                        Optional.of(raw("{'stdout' : '42 files'}")),
                        Optional.of("toolu_7"),
                        Optional.of("s"),
                        Optional.of("u-1"),
                        raw(line)));
    }

    @Test
    void readsAUserMessageWithTheTypeLastAndNullsForWhatIsOptional() {
        assertThat(parse("{'message':{'content':'x'},'uuid':null,'session_id':null,'parent_tool_use_id':null,"
                        + "'type':'user'}"))
                .isInstanceOfSatisfying(UserMessage.class, message -> {
                    assertThat(message.text()).isEqualTo("x");
                    assertThat(message.toolUseResult()).isEmpty();
                    assertThat(message.parentToolUseId()).isEmpty();
                    assertThat(message.sessionId()).isEmpty();
                    assertThat(message.uuid()).isEmpty();
                });
    }

    @Test
    void readsAPartOfAnAnswer() {
        String event = "{'type':'content_block_delta', 'index' : 2,'delta':{'type':'text_delta','text':'Hel'}}";
        String line =
                "{'type':'stream_event','uuid':'u-3','session_id':'s','parent_tool_use_id':null,'event':" + event + "}";

        assertThat(parse(line))
                .isEqualTo(new StreamEvent(
                        "content_block_delta",
                        OptionalInt.of(2),
                        Optional.of(new StreamEvent.Delta("text_delta", "Hel")),
                        raw(event),
                        Optional.empty(),
                        Optional.of("s"),
                        Optional.of("u-3"),
                        raw(line)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'text_delta','text':'a'}                                | text_delta       | a
                    {'thinking':'a','type':'thinking_delta'}                        | thinking_delta   | a
                    {'type':'input_json_delta','partial_json':'{x'}                 | input_json_delta | {x
                    {'type':'signature_delta','signature':'c2ln'}                   | signature_delta  | c2ln
                    {'type':'citations_delta','citation':{'text':'no'}}             | citations_delta  | ""
                    {'stop_reason':'end_turn','stop_sequence':null}                 | ""               | ""
                    {'type':'text_delta','text':null}                               | text_delta       | ""
                    """)
    void readsEveryKindOfDelta(String delta, String type, String text) {
        StreamEvent event =
                (StreamEvent) parse("{'event':{'delta':" + delta + ",'type':'message_delta'},'type':'stream_event'}");

        assertThat(event.delta()).contains(new StreamEvent.Delta(type, text));
        assertThat(event.eventType()).isEqualTo("message_delta");
        assertThat(event.index()).isEmpty();
    }

    @Test
    void anEventWithoutDeltaIsAnEventToo() {
        assertThat(parse("{'type':'stream_event','event':{'type':'message_start','message':{'type':'message',"
                        + "'content':[]},'delta':null}}"))
                .isInstanceOfSatisfying(StreamEvent.class, event -> {
                    assertThat(event.eventType()).isEqualTo("message_start");
                    assertThat(event.delta()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'assistant'}",
                "{'type':'assistant','message':null}",
                "{'type':'assistant','message':'x'}",
                "{'type':'assistant','message':['x']}",
                "{'type':'assistant','message':{}}",
                "{'type':'assistant','message':{'content':[]}}",
                "{'type':'assistant','message':{'content':[],'model':null}}",
                "{'type':'assistant','message':{'content':[],'model':{'a':1}}}",
                "{'type':'assistant','message':{'content':null,'model':7,'id':1,'stop_reason':[],'usage':'x'}}",
                "{'type':'assistant','error':{'a':[1]},'uuid':5,'session_id':[],'parent_tool_use_id':{}}"
            })
    void anAnswerOfWhichNothingFitsIsAnAnswerAllTheSame(String line) {
        assertThat(parse(line))
                .isEqualTo(new AssistantMessage(
                        List.of(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        raw(line)));
    }

    @Test
    void aFieldThatDoesNotFitCostsNoOtherField() {
        String content = "{'type':'text','text':'Hi'}";
        String line = "{'type':'assistant','uuid':{'a':1},'session_id':'s','message':{'id':7,'content':[" + content
                + "],'model':['m'],'usage':{'input_tokens':'x','output_tokens':2}}}";

        assertThat(parse(line)).isInstanceOfSatisfying(AssistantMessage.class, answer -> {
            assertThat(answer.text()).isEqualTo("Hi");
            assertThat(answer.sessionId()).contains("s");
            assertThat(answer.usage()).get().extracting(Usage::outputTokens).isEqualTo(2L);
            assertThat(answer.usage()).get().extracting(Usage::inputTokens).isEqualTo(0L);
            assertThat(answer.uuid()).isEmpty();
            assertThat(answer.model()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "{'a':1}", "true"})
    void contentThatIsNoneIsKeptAsItWasWritten(String content) {
        assertThat(parse("{'type':'assistant','message':{'model':'m','content':" + content + "}}"))
                .isInstanceOfSatisfying(
                        AssistantMessage.class,
                        answer -> assertThat(answer.content()).containsExactly(new UnknownBlock("", raw(content))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'user'}",
                "{'type':'user','message':[]}",
                "{'type':'user','message':{'role':'user'}}",
                "{'type':'user','uuid':7,'parent_tool_use_id':[],'session_id':1,'message':{'content':null}}"
            })
    void aUserMessageOfWhichNothingFitsIsOneAllTheSame(String line) {
        assertThat(parse(line))
                .isEqualTo(new UserMessage(
                        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), raw(line)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'stream_event'}                                   | {}
                    {'type':'stream_event','event':'x'}                       | 'x'
                    {'type':'stream_event','event':{}}                        | {}
                    {'type':'stream_event','event':{'type':['x']}}            | {'type':['x']}
                    {'type':'stream_event','event':{'index':'y','delta':'y'}} | {'index':'y','delta':'y'}
                    """)
    void aPartOfWhichNothingFitsIsAPartAllTheSame(String line, String event) {
        assertThat(parse(line))
                .isEqualTo(new StreamEvent(
                        "",
                        OptionalInt.empty(),
                        Optional.empty(),
                        raw(event),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        raw(line)));
    }
}
