package dev.agentsdk.internal;

import static dev.agentsdk.internal.JsonText.json;
import static dev.agentsdk.internal.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.RawJson;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.UnknownMessage;
import dev.agentsdk.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentParserTest {

    private static List<ContentBlock> blocks(String content) {
        return ((UserMessage)
                        MessageParser.parse(jsonBytes("{'type':'user','message':{'content':" + content + "},'more':1}"))
                                .orElseThrow())
                .content();
    }

    private static ContentBlock block(String block) {
        List<ContentBlock> blocks = blocks("[" + block + "]");
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }

    private static RawJson raw(String singleQuoted) {
        return RawJson.of(json(singleQuoted));
    }

    @Test
    void aPlainTextIsOneTextBlock() {
        assertThat(blocks("'a\\n\u00e4'")).containsExactly(new TextBlock("a\n\u00e4", raw("'a\\n\u00e4'")));
        assertThat(blocks("''")).containsExactly(new TextBlock("", raw("''")));
    }

    @Test
    void noContentIsNoBlocks() {
        assertThat(blocks("null")).isEmpty();
        assertThat(blocks("[]")).isEmpty();
    }

    @Test
    void readsText() {
        String block = "{'type':'text','text':'Hi','citations':[{'type':'x','text':'no'}]}";

        assertThat(block(block)).isEqualTo(new TextBlock("Hi", raw(block)));
        assertThat(block(block).type()).isEqualTo("text");
    }

    @Test
    void readsThoughtsWithAndWithoutSignature() {
        assertThat(block("{'signature':'c2ln','thinking':'hm','type':'thinking'}"))
                .isEqualTo(
                        new ThinkingBlock("hm", "c2ln", raw("{'signature':'c2ln','thinking':'hm','type':'thinking'}")));
        assertThat(block("{'type':'thinking','thinking':'hm','signature':null}"))
                .isEqualTo(new ThinkingBlock("hm", "", raw("{'type':'thinking','thinking':'hm','signature':null}")));
    }

    @Test
    void readsAToolCallAndKeepsItsInputAsItWasWritten() {
        String block = "{'id':'toolu_1','name':'Bash','input':{ 'type':'text', 'n' : 1.10 },'type':'tool_use'}";

        assertThat(block(block))
                .isEqualTo(new ToolUseBlock("toolu_1", "Bash", raw("{ 'type':'text', 'n' : 1.10 }"), raw(block)));
    }

    @Test
    void readsAToolResultWithText() {
        String block = "{'type':'tool_result','tool_use_id':'toolu_1','content':'42 files','is_error':true}";

        assertThat(block(block))
                .isEqualTo(new ToolResultBlock(
                        "toolu_1", List.of(new TextBlock("42 files", raw("'42 files'"))), true, raw(block)));
    }

    @Test
    void readsAToolResultWithBlocksOfItsOwn() {
        String inner = "{'type':'image','source':{'type':'base64','data':'AAAA'}}";
        String block =
                "{'content':[{'type':'text','text':'a'}," + inner + "],'tool_use_id':'toolu_1','type':'tool_result'}";

        assertThat(block(block))
                .isEqualTo(new ToolResultBlock(
                        "toolu_1",
                        List.of(
                                new TextBlock("a", raw("{'type':'text','text':'a'}")),
                                new UnknownBlock("image", raw(inner))),
                        false,
                        raw(block)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'content':null", ",'content':[]", ",'content':null,'is_error':null"})
    void aToolResultMayBeEmpty(String fields) {
        assertThat(block("{'type':'tool_result','tool_use_id':'toolu_1'" + fields + "}"))
                .isInstanceOfSatisfying(ToolResultBlock.class, result -> {
                    assertThat(result.content()).isEmpty();
                    assertThat(result.isError()).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    {'type':'image','source':{'type':'base64'}}                                   | image
                    {'type':'redacted_thinking','data':'AAAA'}                                    | redacted_thinking
                    {'type':'server_tool_use','id':'1','name':'web_search','input':{}}            | server_tool_use
                    {'type':'advisor_tool_result','tool_use_id':'1','content':{'type':'x'}}       | advisor_tool_result
                    {'type':'web_search_tool_result','content':[{'type':'web_search_result'}]}    | web_search_tool_result
                    {'type':'new','text':{'a':1},'id':7,'name':[],'is_error':'x','thinking':null} | new
                    {'text':'no type'}                                                            | ""
                    {'type':5,'text':'no type'}                                                   | ""
                    {}                                                                            | ""
                    """)
    void aBlockOfAnotherTypeIsUnknownAndKeepsItsRawJson(String block, String type) {
        assertThat(block(block)).isEqualTo(new UnknownBlock(type, raw(block)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'text'}",
                "{'type':'text','text':null}",
                "{'type':'text','text':{'value':'a'}}",
                "{'type':'thinking','signature':'c2ln'}",
                "{'type':'tool_use','name':'Bash','input':{}}",
                "{'type':'tool_use','id':'1','input':{}}",
                "{'type':'tool_use','id':'1','name':'Bash'}",
                "{'type':'tool_use','id':1,'name':'Bash','input':{}}",
                "{'type':'tool_result','content':'a'}",
                "{'type':'tool_result','tool_use_id':'1','content':{'a':1}}"
            })
    void aKnownBlockThatLacksWhatItNeedsIsUnknownAndDoesNotSpoilTheMessage(String block) {
        assertThat(blocks("[" + block + ",{'type':'text','text':'next'}]"))
                .satisfiesExactly(
                        odd -> assertThat(odd).isInstanceOf(UnknownBlock.class).returns(raw(block), ContentBlock::raw),
                        next -> assertThat(next).isInstanceOf(TextBlock.class));
    }

    @Test
    void toolResultsMayBeNestedInEachOther() {
        String line = "{'type':'tool_result','tool_use_id':'1','content':[".repeat(100)
                + "{'type':'text','text':'deep'}" + "]}".repeat(100);
        ContentBlock block = block(line);

        for (int depth = 0; depth < 100; depth++) {
            block = ((ToolResultBlock) block).content().get(0);
        }
        assertThat(block).isEqualTo(new TextBlock("deep", raw("{'type':'text','text':'deep'}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[5]", "['text']", "[null]", "[[]]", "[{'type':'text','text':'a'},true]"})
    void contentThatIsNoBlockMakesTheMessageUnknown(String content) {
        byte[] line = jsonBytes("{'type':'user','session_id':'s','message':{'content':" + content + "}}");

        assertThat(MessageParser.parse(line)).get().isInstanceOfSatisfying(UnknownMessage.class, unknown -> {
            assertThat(unknown.problem()).get().asString().endsWith("is not an object");
            assertThat(unknown.sessionId()).contains("s");
        });
    }
}
