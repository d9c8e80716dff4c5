package dev.agentsdk.message;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentsdk.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

    private static Message parse(String singleQuoted) {
        return Message.parse(json(singleQuoted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1", "null", "'text'", "[]", "[{}]", "{", "{} {}", "{}x", "x{}", "{'a':}", "\ufeff"})
    void refusesTextThatIsNotOneJsonObject(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(text))
                .withMessage("A message must be a JSON object.");
    }

    @ParameterizedTest
    @CsvSource({"'true',true", "'TRUE',true", "'false',false"})
    void anErrorMayBeMarkedAsText(String mark, boolean isError) {
        ResultMessage result = (ResultMessage) parse("{'type':'result','subtype':'success','is_error':'" + mark + "'}");
        UserMessage tool = (UserMessage) parse("{'type':'user','message':{'content':[{'type':'tool_result',"
                + "'tool_use_id':'t','is_error':'" + mark + "','content':'x'}]}}");

        assertThat(result.isError()).isEqualTo(isError);
        assertThat(tool.content())
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolResultBlock.class,
                        block -> assertThat(block.isError()).isEqualTo(isError));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'assistant','message':{'content':[],'model':'m'}} | assistant    | AssistantMessage
                    {'type':'user','message':{'content':'x'}}                 | user         | UserMessage
                    {'type':'system','subtype':'init'}                        | system       | InitMessage
                    {'type':'system','subtype':'status'}                      | system       | StatusMessage
                    {'type':'system','subtype':'newer'}                       | system       | UnknownSystemMessage
                    {'type':'result','subtype':'success'}                     | result       | ResultMessage
                    {'type':'stream_event','event':{'type':'ping'}}           | stream_event | StreamEvent
                    {'type':'rate_limit_event'}                               | rate_limit_event | RateLimitEvent
                    {'type':'control_response'}                               | control_response | UnknownMessage
                    {}                                                        | ""           | UnknownMessage
                    """)
    void everyTypeKeepsItsWireNameAndItsRawJson(String line, String type, String className) {
        Message message = parse(line);

        assertThat(message.getClass().getSimpleName()).isEqualTo(className);
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.raw().text()).isEqualTo(json(line));
        assertThat(message.sessionId()).isEmpty();
    }

    @Test
    void joinsTheTextOfItsTextBlocks() {
        String content = "[{'type':'text','text':'a'},{'type':'thinking','thinking':'no'},{'type':'text','text':'b'}]";

        assertThat(((UserMessage) parse("{'type':'user','message':{'content':" + content + "}}")).text())
                .isEqualTo("ab");
        assertThat(((AssistantMessage) parse("{'type':'assistant','message':{'model':'m','content':" + content + "}}"))
                        .text())
                .isEqualTo("ab");
        assertThat(((UserMessage) parse("{'type':'user','message':{'content':[]}}")).text())
                .isEmpty();
        assertThat(((UserMessage) parse("{'type':'user','message':{'content':'plain'}}")).text())
                .isEqualTo("plain");
    }

    @Test
    void listsTheToolCallsOfAnAnswerInOrder() {
        AssistantMessage answer = (AssistantMessage) parse("{'type':'assistant','message':{'model':'m','content':["
                + "{'type':'tool_use','id':'1','name':'Read','input':{}},{'type':'text','text':'a'},"
                + "{'type':'tool_use','id':'2','name':'Bash','input':{}}]}}");

        assertThat(answer.toolUses()).extracting(ToolUseBlock::id).containsExactly("1", "2");
        assertThatThrownBy(() -> answer.toolUses().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aToolResultJoinsItsText() {
        UserMessage message = (UserMessage)
                parse(
                        "{'type':'user','message':{'content':[{'type':'tool_result',"
                                + "'tool_use_id':'1','content':[{'type':'text','text':'a'},{'type':'image'},{'type':'text','text':'b'}]}]}}");

        assertThat(message.content())
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolResultBlock.class, block -> assertThat(block.text()).isEqualTo("ab"));
        assertThat(message.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    'errors':['a','b'],'result':'text','api_error_status':500 | a; b
                    'errors':['',null,5,'b'],'result':'text'                  | b
                    'errors':[{'message':'c'},' '],'result':'text'            | c
                    'errors':['',null],'error':{'message':'d'}                | d
                    'errors':[' '],'result':'text'                            | text
                    'errors':[],'result':'text','api_error_status':500        | text
                    'result':' ','api_error_status':500                       | HTTP status 500
                    'result':null,'errors':null                               | error_during_execution
                    """)
    void whatWentWrongIsTakenFromTheMostSpeakingField(String fields, String expected) {
        ResultMessage result =
                (ResultMessage) parse("{'type':'result','subtype':'error_during_execution'," + fields + "}");

        assertThat(result.errorText()).isEqualTo(expected);
    }

    @Test
    void onlyATextDeltaAddsText() {
        assertThat(delta("'type':'text_delta','text':'a'").textDelta()).contains("a");
        assertThat(delta("'type':'thinking_delta','thinking':'a'").textDelta()).isEmpty();
        assertThat(((StreamEvent) parse("{'type':'stream_event','event':{'type':'message_stop'}}")).textDelta())
                .isEmpty();
    }

    private static StreamEvent delta(String fields) {
        return (StreamEvent)
                parse("{'type':'stream_event','event':{'type':'content_block_delta','delta':{" + fields + "}}}");
    }

    @Test
    void keepsItsOwnCopyOfLists() {
        RawJson raw = RawJson.of("{}");
        List<ContentBlock> content = new ArrayList<>(List.of(new TextBlock("a", raw)));
        UserMessage message =
                new UserMessage(content, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), raw);
        ToolResultBlock block = new ToolResultBlock("1", content, false, raw);

        content.clear();

        assertThat(message.content()).hasSize(1);
        assertThat(block.content()).hasSize(1);
        assertThatThrownBy(() -> message.content().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
