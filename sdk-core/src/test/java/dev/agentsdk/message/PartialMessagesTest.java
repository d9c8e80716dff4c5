package dev.agentsdk.message;

import static dev.agentsdk.internal.session.JsonText.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsdk.json.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialMessagesTest {

    private final PartialMessages partial = new PartialMessages();

    private static StreamEvent event(String event, String parent) {
        return (StreamEvent) Message.parse(
                json("{'type':'stream_event','parent_tool_use_id':" + parent + ",'event':" + event + "}"));
    }

    private PartialMessage take(String event) {
        return partial.accept(event(event, "null"));
    }

    private PartialMessage begin() {
        return take("{'type':'message_start','message':{'id':'msg_1','model':'x','content':[]}}");
    }

    private PartialMessage beginBlock(int index, String block) {
        return take("{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}");
    }

    private PartialMessage delta(int index, String delta) {
        return take("{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}");
    }

    private PartialMessage endBlock(int index) {
        return take("{'type':'content_block_stop','index':" + index + "}");
    }

    @Test
    void anAnswerGrowsUntilItIsWhole() {
        PartialMessage message = begin();
        assertThat(message.messageId()).isEqualTo("msg_1");
        assertThat(message.model()).isEqualTo("x");
        assertThat(message.content()).isEmpty();
        assertThat(message.text()).isEmpty();

        beginBlock(0, "{'type':'thinking','thinking':'','signature':''}");
        delta(0, "{'type':'thinking_delta','thinking':'h'}");
        assertThat(delta(0, "{'type':'thinking_delta','thinking':'m'}").thinking())
                .isEqualTo("hm");
        delta(0, "{'type':'signature_delta','signature':'c2ln'}");
        endBlock(0);
        beginBlock(1, "{'type':'text','text':''}");
        assertThat(delta(1, "{'type':'text_delta','text':'Hel'}").text()).isEqualTo("Hel");
        assertThat(delta(1, "{'type':'text_delta','text':'lo'}").text()).isEqualTo("Hello");
        endBlock(1);
        assertThat(message.stopReason()).isEmpty();
        assertThat(message.isComplete()).isFalse();
        take("{'type':'message_delta','delta':{'stop_reason':'end_turn'}}");
        PartialMessage last = take("{'type':'message_stop'}");

        assertThat(last).isSameAs(message);
        assertThat(message.stopReason()).contains("end_turn");
        assertThat(message.isComplete()).isTrue();
        assertThat(message.parentToolUseId()).isEmpty();
        assertThat(message.content())
                .containsExactly(
                        new ThinkingBlock(
                                "hm",
                                "c2ln",
                                RawJson.of(json("{'type':'thinking','thinking':'hm','signature':'c2ln'}"))),
                        new TextBlock("Hello", RawJson.of(json("{'type':'text','text':'Hello'}"))));
    }

    /** What is put together must be what the whole message has. */
    @Test
    void theBlocksAreThoseOfTheWholeAnswer() {
        begin();
        beginBlock(0, "{'type':'text','text':''}");
        delta(0, "{'type':'text_delta','text':'a'}");
        endBlock(0);
        beginBlock(1, "{'type':'tool_use','id':'t','name':'Bash','input':{}}");
        delta(1, "{'type':'input_json_delta','partial_json':''}");
        delta(1, "{'type':'input_json_delta','partial_json':'{\\\"command\\\":'}");
        PartialMessage message = delta(1, "{'type':'input_json_delta','partial_json':'\\u0022ls\\u0022}'}");

        assertThat(message.content().get(1)).isInstanceOfSatisfying(ToolUseBlock.class, growing -> {
            assertThat(growing.input()).isEqualTo(RawJson.of("{}"));
            assertThat(growing.name()).isEqualTo("Bash");
        });
        assertThat(message.inputText(1)).isEqualTo("{\"command\":\"ls\"}");
        assertThat(message.inputText(0)).isEmpty();
        assertThat(message.inputText(7)).isEmpty();

        endBlock(1);
        AssistantMessage whole = (AssistantMessage)
                Message.parse(
                        json(
                                "{'type':'assistant','message':{'content':[{'type':'text','text':'a'},{'type':'tool_use','id':'t','name':'Bash','input':{'command':'ls'}}]}}"));
        assertThat(message.content()).isEqualTo(whole.content());
    }

    /** As {@code qwen} 0.24.4 streams. */
    @Test
    void blocksOfTheSameIndexAreToldApart() {
        begin();
        beginBlock(0, "{'type':'thinking','thinking':'','signature':''}");
        delta(0, "{'type':'thinking_delta','thinking':'hm'}");
        endBlock(0);
        beginBlock(0, "{'type':'text','text':''}");
        delta(0, "{'type':'text_delta','text':'Hello'}");
        endBlock(0);
        beginBlock(0, "{'type':'tool_use','id':'t1','name':'Bash','input':{}}");
        delta(0, "{'type':'input_json_delta','partial_json':'{\\u0022a\\u0022:1}'}");
        endBlock(0);
        beginBlock(0, "{'type':'tool_use','id':'t2','name':'Read','input':{}}");
        delta(0, "{'type':'input_json_delta','partial_json':'{\\u0022b\\u0022:2}'}");
        PartialMessage message = endBlock(0);

        assertThat(message.thinking()).isEqualTo("hm");
        assertThat(message.text()).isEqualTo("Hello");
        assertThat(message.inputText(2)).isEqualTo("{\"a\":1}");
        assertThat(message.content())
                .extracting(ContentBlock::type)
                .containsExactly("thinking", "text", "tool_use", "tool_use");
        assertThat(message.content().get(2))
                .isInstanceOfSatisfying(
                        ToolUseBlock.class, first -> assertThat(first.input()).isEqualTo(RawJson.of("{\"a\":1}")));
        assertThat(message.content().get(3)).isInstanceOfSatisfying(ToolUseBlock.class, second -> {
            assertThat(second.id()).isEqualTo("t2");
            assertThat(second.input()).isEqualTo(RawJson.of("{\"b\":2}"));
        });
    }

    @Test
    void blocksStandInTheOrderOfTheirIndexes() {
        begin();
        beginBlock(1, "{'type':'text','text':'b'}");
        beginBlock(0, "{'type':'text','text':'a'}");
        beginBlock(2, "{'type':'text','text':'c'}");

        assertThat(delta(1, "{'type':'text_delta','text':'B'}").text()).isEqualTo("abBc");
    }

    @Test
    void aToolWithoutArgumentsHasAnEmptyObject() {
        begin();
        beginBlock(0, "{'type':'server_tool_use','id':'t','name':'web_search','input':{}}");
        delta(0, "{'type':'input_json_delta','partial_json':''}");

        assertThat(endBlock(0).content()).singleElement().isInstanceOfSatisfying(ServerToolUseBlock.class, block -> {
            assertThat(block.input()).isEqualTo(RawJson.of("{}"));
            assertThat(block.id()).isEqualTo("t");
        });
    }

    @Test
    void argumentsThatWereCutOffAreNoInput() {
        begin();
        beginBlock(0, "{'type':'tool_use','id':'t','name':'Bash','input':{}}");
        delta(0, "{'type':'input_json_delta','partial_json':'{\\u0022a'}");
        PartialMessage message = endBlock(0);

        assertThat(message.inputText(0)).isEqualTo("{\"a");
        assertThat(message.content())
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolUseBlock.class, block -> assertThat(block.input()).isEqualTo(RawJson.of("{}")));
    }

    @Test
    void aBlockThatIsNotKnownIsKeptAsItBegan() {
        begin();
        beginBlock(0, "{'type':'new','a':1}");

        assertThat(delta(0, "{'type':'new_delta','a':2}").content())
                .containsExactly(new UnknownBlock("new", RawJson.of(json("{'type':'new','a':1}"))));
    }

    @Test
    void whoeverListensLateGetsWhatIsLeft() {
        assertThat(delta(3, "{'type':'text_delta','text':'lo'}").text()).isEqualTo("lo");
        delta(4, "{'type':'thinking_delta','thinking':'hm'}");
        PartialMessage message = delta(5, "{'type':'input_json_delta','partial_json':'{}'}");

        assertThat(message.messageId()).isEmpty();
        assertThat(message.thinking()).isEqualTo("hm");
        assertThat(message.content()).extracting(ContentBlock::type).containsExactly("text", "thinking", "tool_use");
    }

    @Test
    void eachSubagentHasAnAnswerOfItsOwn() {
        begin();
        partial.accept(event("{'type':'message_start','message':{'id':'msg_2'}}", "'toolu_1'"));
        delta(0, "{'type':'text_delta','text':'main'}");
        PartialMessage sub = partial.accept(event(
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'sub'}}", "'toolu_1'"));

        assertThat(sub.text()).isEqualTo("sub");
        assertThat(sub.parentToolUseId()).contains("toolu_1");
        assertThat(partial.current()).get().returns("main", PartialMessage::text);
        assertThat(partial.current("toolu_1")).containsSame(sub);
        assertThat(partial.current("toolu_2")).isEmpty();
        partial.clear();
        assertThat(partial.current()).isEmpty();
    }

    @Test
    void theNextAnswerBeginsAnewAndLeavesTheLastAsItIs() {
        begin();
        PartialMessage first = delta(0, "{'type':'text_delta','text':'one'}");
        PartialMessage second = begin();
        delta(0, "{'type':'text_delta','text':'two'}");

        assertThat(first.text()).isEqualTo("one");
        assertThat(second).isNotSameAs(first);
        assertThat(second.text()).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x'",
                "{}",
                "{'type':'ping'}",
                "{'type':'goal_state','index':0}",
                "{'type':'message_start'}",
                "{'type':'message_start','message':7}",
                "{'type':'content_block_start'}",
                "{'type':'content_block_start','index':0,'content_block':'x'}",
                "{'type':'content_block_delta','index':0}",
                "{'type':'content_block_delta','index':0,'delta':{'type':5}}",
                "{'type':'content_block_stop','index':9}",
                "{'type':'message_delta','delta':[]}"
            })
    void anOddEventSpoilsNothing(String odd) {
        delta(0, "{'type':'text_delta','text':'a'}");
        take(odd);
        PartialMessage message = delta(0, "{'type':'text_delta','text':'b'}");

        assertThat(message.text()).endsWith("b");
        assertThat(message.content()).isNotEmpty();
    }

    @Test
    void aLongAnswerCostsNoMoreThanItsLength() {
        begin();
        int deltas = 200_000;
        for (int i = 0; i < deltas; i++) {
            delta(0, "{'type':'text_delta','text':'abcdefghij'}");
        }

        assertThat(partial.current().orElseThrow().text()).hasSize(deltas * 10);
        assertThat(List.of(partial.current().orElseThrow().content())).hasSize(1);
    }
}
