package dev.agentsdk.message.internal;

import static dev.agentsdk.internal.session.JsonText.json;
import static dev.agentsdk.internal.session.JsonText.jsonBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import dev.agentsdk.json.internal.FieldReader;
import dev.agentsdk.message.ContentBlock;
import dev.agentsdk.message.DocumentBlock;
import dev.agentsdk.message.ImageBlock;
import dev.agentsdk.message.MediaSource;
import dev.agentsdk.message.RedactedThinkingBlock;
import dev.agentsdk.message.ServerToolResultBlock;
import dev.agentsdk.message.ServerToolUseBlock;
import dev.agentsdk.message.TextBlock;
import dev.agentsdk.message.ThinkingBlock;
import dev.agentsdk.message.ToolResultBlock;
import dev.agentsdk.message.ToolUseBlock;
import dev.agentsdk.message.UnknownBlock;
import dev.agentsdk.message.UserMessage;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
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
                                new ImageBlock(raw("{'type':'base64','data':'AAAA'}"), raw(inner))),
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
                    {'type':'web_search_tool_result','content':[{'type':'web_search_result'}]}    | web_search_tool_result
                    {'type':'new','text':{'a':1},'id':7,'name':[],'is_error':'x','thinking':null} | new
                    {'text':'no type'}                                                            | ""
                    {'type':5,'text':'no type'}                                                   | ""
                    {}                                                                            | ""
                    """)
    @Tag("R-58")
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
                "{'type':'redacted_thinking','data':7}",
                "{'type':'image'}",
                "{'type':'image','source':'x'}",
                "{'type':'document','source':[1],'title':'t'}",
                "{'type':'server_tool_use','id':'1','name':'x'}",
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

    @Test
    void readsThoughtsThatOnlyTheApiCanRead() {
        String block = "{'data':'AAAA','type':'redacted_thinking'}";

        assertThat(block(block)).isEqualTo(new RedactedThinkingBlock("AAAA", raw(block)));
    }

    @Test
    void readsAnImageAndLeavesItsBytesWhereTheyAre() {
        String source = "{'type':'base64','media_type':'image/png','data':'AQID'}";
        String block = "{'source':" + source + ",'type':'image'}";

        assertThat(block(block)).isEqualTo(new ImageBlock(raw(source), raw(block)));
        assertThat(((ImageBlock) block(block)).media()).satisfies(media -> {
            assertThat(media.mediaType()).contains("image/png");
            assertThat(media.bytes()).get().isEqualTo(new byte[] {1, 2, 3});
            assertThat(media.toString()).doesNotContain("AQID");
        });
    }

    @Test
    void readsADocument() {
        String source = "{'type':'url','url':'http://h/d.pdf'}";
        String block = "{'type':'document','title':'T','context':'C','source':" + source + "}";

        assertThat(block(block))
                .isEqualTo(new DocumentBlock(raw(source), Optional.of("T"), Optional.of("C"), raw(block)));
        assertThat(((DocumentBlock) block(block)).media())
                .isEqualTo(new MediaSource(
                        "url", Optional.empty(), Optional.empty(), Optional.of("http://h/d.pdf"), raw(source)));
        assertThat(((DocumentBlock) block(block)).media().bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'base64','data':'!'}", "{'type':'base64'}", "{'type':'text','data':'AQID'}", "{}"})
    void aSourceWithoutBytesHasNone(String source) {
        assertThat(MediaSource.of(raw(source)).bytes()).isEmpty();
    }

    @Test
    void readsACallOfAToolOfTheApi() {
        String block = "{'type':'server_tool_use','id':'1','name':'web_search','input':{'query':'x'}}";

        assertThat(block(block)).isEqualTo(new ServerToolUseBlock("1", "web_search", raw("{'query':'x'}"), raw(block)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    advisor_tool_result    | {'type':'x'}
                    web_search_tool_result | [{'type':'web_search_result','url':'http://h/'}]
                    newer_tool_result      | 'text'
                    """)
    void readsWhatAToolOfTheApiAnsweredAsItWasWritten(String type, String content) {
        String block = "{'content':" + content + ",'tool_use_id':'1','type':'" + type + "'}";

        assertThat(block(block)).isEqualTo(new ServerToolResultBlock(type, "1", Optional.of(raw(content)), raw(block)));
    }

    @Test
    void theAnswerOfAToolOfTheApiMayBeMissing() {
        String block = "{'type':'advisor_tool_result','tool_use_id':'1','content':null}";

        assertThat(block(block))
                .isEqualTo(new ServerToolResultBlock("advisor_tool_result", "1", Optional.empty(), raw(block)));
    }

    @Test
    void aPreviewOfALongAnswerSaysSo() {
        assertThat(((ToolResultBlock)
                                block("{'type':'tool_result','tool_use_id':'1','content':'\\n<persisted-output>x'}"))
                        .isPreview())
                .isTrue();
        assertThat(((ToolResultBlock) block("{'type':'tool_result','tool_use_id':'1','content':'x'}")).isPreview())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "'text'", "null", "[]", "true"})
    void whatIsNoBlockIsKeptAsItWasWrittenBetweenTheOthers(String odd) {
        assertThat(blocks("[{'type':'text','text':'a'}," + odd + "]"))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(TextBlock.class),
                        second -> assertThat(second).isEqualTo(new UnknownBlock("", raw(odd))));
    }

    private static String list(String element, int number) {
        return "[" + String.join(",", Collections.nCopies(number, element)) + "]";
    }

    /** Objects take a multiple of the bytes that they are made of. */
    @Test
    @Tag("R-113")
    void aListOfMoreBlocksThanAMessageMayHaveIsOneBlockAsItStands() {
        assertThat(blocks(list("{}", FieldReader.MAX_ELEMENTS))).hasSize(FieldReader.MAX_ELEMENTS);

        String tooMany = list("{}", FieldReader.MAX_ELEMENTS + 1);
        assertThat(blocks(tooMany)).containsExactly(new UnknownBlock("", raw(tooMany)));
        String texts = list("'a'", FieldReader.MAX_ELEMENTS + 1);
        assertThat(blocks(texts)).containsExactly(new UnknownBlock("", raw(texts)));
    }

    @Test
    @Tag("R-113")
    void theBlocksOfAllNestedListsCountTogether() {
        String result =
                "{'type':'tool_result','tool_use_id':'t','content':" + list("{}", FieldReader.MAX_ELEMENTS / 2) + "}";
        assertThat(blocks("[" + result + "]")).hasSize(1);

        String three = list(result, 3);
        assertThat(blocks(three)).containsExactly(new UnknownBlock("", raw(three)));
    }
}
